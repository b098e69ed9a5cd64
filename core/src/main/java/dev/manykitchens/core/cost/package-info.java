/// What a pool costs, measured apart from the jobs of a comparison: from which size of job on it is
/// worth its overhead, and what one more of its threads takes.
///
/// ```
///  MeasuredPool, MeasuredPool of one thread
///        │  rounds of small jobs of many sizes, in turns
///        ▼
///  BreakEvenSearch ──▶ SizeLadder ──▶ SizeTrial…    rounds of one size on both, and the gain
///        │             which sizes      │
///        ▼             are worth a try  ▼
///    BreakEven ◀────────────────── BreakEvenCurve   where the gain crosses 1, with an interval
///
///  ProcessProbe ──▶ ThreadCost                      memory of a waiting thread, platform and virtual
/// ```
///
/// Start reading at [dev.manykitchens.core.cost.BreakEven], then
/// [dev.manykitchens.core.cost.BreakEvenSearch].
@NullMarked
package dev.manykitchens.core.cost;

import org.jspecify.annotations.NullMarked;
