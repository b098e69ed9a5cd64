/// What must be written down so that nothing accepted is lost: the state of dispatch as facts.
///
/// ```
/// Input, Commands ──▶ Facts.of ──▶ [Fact, Fact, …] ──▶ a journal, one entry a force
///   (one step of the Dispatcher)                          │ after a crash
///                                                         ▼
///                Input.Restored ◀── OpenWork ◀── Ledger ◀── facts that were kept
///                      │
///                      ▼
///                another Dispatcher
/// ```
///
/// Facts are what happened, not how it was decided: a later version that decides differently reads
/// them all the same. They hold no arguments and no results; whoever drives the dispatcher keeps
/// those beside them.
///
/// Start reading at [dev.manykitchens.core.journal.Fact].
@NullMarked
package dev.manykitchens.core.journal;

import org.jspecify.annotations.NullMarked;
