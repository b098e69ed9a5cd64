/// Comparisons: the same jobs on several pools, in interleaved rounds, and what follows from the
/// times.
///
/// ```
/// PoolSpec… ──PoolOpener──▶ MeasuredPool ──RunEvent──▶ RoundRecorder (one sheet a round)
///                               ▲                            │
///  Comparison: warm-up rounds,  │                            ▼
///  then blocks in random order ─┘          Round: wall, responses, split, overhead, CPU, memory
///                                                            │
///            ComparisonResult ◀── PoolMeasurement (rounds of one pool) ◀──┘
///                 ├─ Times, ResponseTimes    seconds
///                 ├─ Ratio                   a bootstrap interval over rounds
///                 ├─ Verdict                 the fastest against each other pool
///                 └─ Note                    pools, and a Caution why a figure of theirs should not be trusted
/// ```
///
/// Nothing here reads a clock: all times are those of the events. Figures are `double` seconds; NaN
/// stands for "not known", and whoever writes a figure down leaves it blank then.
///
/// Start reading at [dev.manykitchens.core.comparison.Comparison], then
/// [dev.manykitchens.core.comparison.Round].
@NullMarked
package dev.manykitchens.core.comparison;

import org.jspecify.annotations.NullMarked;
