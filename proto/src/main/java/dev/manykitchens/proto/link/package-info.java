/// What both ends of the wire share beyond the messages themselves.
///
/// ```
/// coordinator                                         worker JVM
///   core Column ─ ColumnCodec ─▶ Assignment ═══════▶ ─ ColumnCodec ─▶ core Column
///   core Column ◀─ ColumnCodec ─ ◀═══════ Results     ◀─ ColumnCodec ─ core Column
///   WorkerSettings ─ text on its standard input ─────▶ WorkerSettings
/// ```
///
/// Both ends take the bytes of a long message for signs of life ([LongMessages]).
///
/// This package knows the generated messages and `core.value`, and nothing else of ours; see
/// `docs/decisions/0005-the-codec-lives-with-the-contract.md`. Start reading at
/// [dev.manykitchens.proto.link.ColumnCodec].
@NullMarked
package dev.manykitchens.proto.link;

import org.jspecify.annotations.NullMarked;
