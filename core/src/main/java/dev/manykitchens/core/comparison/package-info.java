/// Comparisons: the same jobs on several pools, in interleaved rounds, and what follows from the
/// times.
///
/// ```
/// PoolSpec… ──PoolOpener──▶ MeasuredPool ──RunEvent──▶ RoundRecorder (one sheet a round)
///                               ▲                            │
///  Comparison ──┬─ PoolWarmUp ──┤ until Steadiness           ▼
///               ├─ rounds, in blocks of random order    Round: wall, responses, split, overhead, CPU, memory
///               ├─ BreakEvenSearch ──▶ BreakEven             │
///               └─ ThreadCost                                ▼
///            ComparisonResult ◀── PoolMeasurement (rounds of one pool, WarmUpOutcome, Timeline of one round)
///                 ├─ Times, ResponseTimes    seconds
///                 ├─ Ratio                   a bootstrap interval over rounds
///                 ├─ Verdict                 the fastest against each other pool
///                 └─ Note                    pools, and a Caution why a figure of theirs should not be trusted
/// ```
///
/// What follows from a result is elsewhere: laws and predictions in
/// [dev.manykitchens.core.scaling], which pool to take in [dev.manykitchens.core.advice]. Loads
/// that come at their own times are in [dev.manykitchens.core.load].
///
/// Nothing here reads a clock: all times are those of the events. Figures are `double` seconds; NaN
/// stands for "not known", and whoever writes a figure down leaves it blank then.
///
/// Start reading at [dev.manykitchens.core.comparison.Comparison], then
/// [dev.manykitchens.core.comparison.Round].
@NullMarked
package dev.manykitchens.core.comparison;

import org.jspecify.annotations.NullMarked;
