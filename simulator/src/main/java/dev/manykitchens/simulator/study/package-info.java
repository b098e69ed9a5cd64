/// Studies: scenarios on several pools in virtual time, replicated until the figures are known well
/// enough.
///
/// ```
/// Scenario, pools, StudyOptions
///    │
///    ▼
/// Study ── Capacity: can it keep up at all?
///    │ replication 0, 1, 2, … on every pool, on all cores of this machine
///    ▼
/// Replication ── Settling: where the beginning ends ──▶ RunFigures
///                                                          │ of all replications
///                                                          ▼
///                                                      PoolStudy ── Interval of each figure
///                                                          │        paired Interval of speed-ups
///                                                          ▼
///                                                      StudyResult
/// ```
///
/// Every replication draws other numbers, and the same on every pool: pools are compared job by
/// job, and an interval of a ratio is narrower than those of its parts. The same seed gives the
/// same figures, however many cores ran them.
///
/// Start reading at [dev.manykitchens.simulator.study.Study].
@NullMarked
package dev.manykitchens.simulator.study;

import org.jspecify.annotations.NullMarked;
