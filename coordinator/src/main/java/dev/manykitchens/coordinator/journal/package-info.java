/// What a coordinator keeps so that another one can go on where it was: the facts of every step of
/// the dispatcher, with the arguments, results and outcomes that they are about.
///
/// ```
/// dispatcher ── facts ──▶ GroupCommit (core) ── entry ──▶ Journal.force ──▶ told to workers and clients
///                                                            │
///                                             Journal.recover, by the next coordinator
/// ```
///
/// Start reading at [dev.manykitchens.coordinator.journal.Journal].
@NullMarked
package dev.manykitchens.coordinator.journal;

import org.jspecify.annotations.NullMarked;
