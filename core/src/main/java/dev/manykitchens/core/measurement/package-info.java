/// Measurement: one open pool, run again and again, and what its events say of each round.
///
/// ```
/// PoolSpec ──PoolOpening──▶ MeasuredPool ──RunEvent──▶ RoundRecorder (one sheet a round)
///                ▲              ▲                           │
///            PoolOpener         │ PoolWarmUp, as WarmUpPlan ▼
///                               │ says and until        MeasuredRound: the events, and the Round folded from them
///                               │ Steadiness                ├─ SlotGaps       overhead, the idle time before a job
///                               ▼                           ├─ Split          where a response went
///                         WarmUpOutcome                     ├─ Latency        response times of its jobs
///                                                           ├─ ProcessUsage   CPU and memory, read by a ProcessProbe
///                                                           ├─ Timeline       who ran what, for drawing
///                                                           └─ CostSampler    what single jobs cost, for simulations: JobCosts
/// ```
///
/// Which pools there are, and in which turns they run, is not known here: that is the matter of
/// [dev.manykitchens.core.comparison] and [dev.manykitchens.core.load].
///
/// Nothing here reads a clock: all times are those of the events. Figures are `double` seconds; NaN
/// stands for "not known", and whoever writes a figure down leaves it blank then.
///
/// Start reading at [dev.manykitchens.core.measurement.MeasuredPool], then
/// [dev.manykitchens.core.measurement.Round].
@NullMarked
package dev.manykitchens.core.measurement;

import org.jspecify.annotations.NullMarked;
