/// What both ends of the wire share beyond the messages themselves.
///
/// ```
/// coordinator                                         worker JVM
///   core Column ─ AssignmentCodec ─▶ ═ Assignment ═▶ ─ AssignmentCodec ─▶ core Column
///   core Column ◀── ResultsCodec ── ◀═══ Results ═══ ◀── ResultsCodec ─── core Column, long[] of times
///   everything else ──────── generated messages ──────── everything else
///   WorkerSettings ─ text on its standard input ─────▶ WorkerSettings
/// ```
///
/// Assignments and results carry the jobs, and a job may take less than a microsecond: they are
/// written and read by hand, so that what a job costs is a few nanoseconds for each of its numbers
/// (`docs/decisions/0030-hot-messages-by-hand.md`). [dev.manykitchens.proto.link.WorkMethod] gives
/// the stream with messages as [dev.manykitchens.proto.link.Frame]s, which are generated messages
/// or the bytes of one of those two. The wire is that of the contract; what is written in an
/// unusual way is left to the generated classes. Clients have no such messages, and
/// [dev.manykitchens.proto.link.ColumnCodec] alone.
///
/// Both ends take the bytes of a long message for signs of life ([LongMessages]).
///
/// This package knows the generated messages and `core.value`, and nothing else of ours; see
/// `docs/decisions/0005-the-codec-lives-with-the-contract.md`. Start reading at
/// [dev.manykitchens.proto.link.ColumnCodec], then [dev.manykitchens.proto.link.ResultsCodec].
@NullMarked
package dev.manykitchens.proto.link;

import org.jspecify.annotations.NullMarked;
