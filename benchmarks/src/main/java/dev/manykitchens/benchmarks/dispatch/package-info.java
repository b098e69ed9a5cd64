/// The whole of dispatch against its yardsticks, in one run and as ratios: what the machine does
/// meanwhile hits both sides alike.
///
/// ```
///   DispatchProgram ─▶ Section, one a question ─▶ Alternation: ours, theirs, ours, theirs, …
///                           │                          │
///                           ▼                          ▼
///                      Findings ◀── Finding ◀── Spread of the paired ratios, held against a Bound
///                           │
///                           ▼
///                      FindingsTable
/// ```
///
/// Start reading at [dev.manykitchens.benchmarks.dispatch.Section].
@NullMarked
package dev.manykitchens.benchmarks.dispatch;

import org.jspecify.annotations.NullMarked;
