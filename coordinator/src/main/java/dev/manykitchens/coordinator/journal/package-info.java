/// What a coordinator keeps so that another one can go on where it was: the facts of every step of
/// the dispatcher, with the arguments, results and outcomes that they are about.
///
/// ```
/// dispatcher ── facts ──▶ GroupCommit (core) ── entry ──▶ Journal.force ──▶ told to workers and clients
///                                                            │
///                                             Journal.recover, by the next coordinator
/// ```
///
/// The one on the disk of this machine:
///
/// ```
/// SqliteJournal ── DataDirectory   whose directory it is, and how many entries must be there
///   │        └──── NativeLibrary   the native part of SQLite, unpacked there
///   ├─ JournalWriter ── OpenBatch, TriedRuns   an entry becomes rows; what is open, in memory
///   │        └──── JournalTables               the rows that it writes and deletes
///   ├─ Restored ── what is open, from rows; a batch that is kept
///   └─ Schema    the tables and their versions; RowWriter, RowReader, RowSum: rows with their sums
/// ```
///
/// Where several machines keep one journal together, each has a `ReplicaJournal`: a `SqliteJournal`
/// that is told the entries of the group's log, written in bytes by `EntryCodec`.
///
/// Beside them: `JournalShelf` has the journals of pools that last as long as a command, and
/// `RunHistory` what is known of the files of kept runs.
///
/// Start reading at [dev.manykitchens.coordinator.journal.Journal], then
/// [dev.manykitchens.coordinator.journal.SqliteJournal].
@NullMarked
package dev.manykitchens.coordinator.journal;

import org.jspecify.annotations.NullMarked;
