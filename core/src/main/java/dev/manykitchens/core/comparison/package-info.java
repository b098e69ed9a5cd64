/// Comparisons: the same jobs on several pools, in interleaved rounds, and what follows from the
/// times.
///
/// ```
/// PoolSpec… ──▶ Comparison ──┬─ opens and warms up  ──▶ measurement.MeasuredPool, one a pool
///                   │        ├─ rounds, in blocks of random order ──▶ measurement.Round…
///           ComparisonListener └─ what pools cost    ──▶ cost.BreakEven, cost.ThreadCost
///                                                              │
///            ComparisonResult ◀── PoolMeasurement, one a pool ◀┘
///                 ├─ Ratio      a bootstrap interval over rounds
///                 ├─ Verdict    the fastest against each other pool
///                 └─ Note       pools, and a Caution why a figure of theirs should not be trusted
/// ```
///
/// How one pool is measured is in [dev.manykitchens.core.measurement], what it costs in
/// [dev.manykitchens.core.cost]. What follows from a result is elsewhere: laws and predictions in
/// [dev.manykitchens.core.scaling], which pool to take in [dev.manykitchens.core.advice]. Loads
/// that come at their own times are in [dev.manykitchens.core.load].
///
/// Start reading at [dev.manykitchens.core.comparison.Comparison], then
/// [dev.manykitchens.core.comparison.PoolMeasurement].
@NullMarked
package dev.manykitchens.core.comparison;

import org.jspecify.annotations.NullMarked;
