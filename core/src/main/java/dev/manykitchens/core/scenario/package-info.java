/// Scenarios: what comes when and what it does, as data, for pools that are real and pools that are
/// simulated.
///
/// ```
/// Scenario ── JobClass ── StepPlan ── DurationDistribution
///    │ Arrivals                │
///    │                         │            RandomStreams: a stream for each thing that is drawn
///    ▼                         ▼                     │
/// ArrivalTimes            JobSource ◀────────────────┘
///    when the next comes       │ what it does: ScenarioJob, all of it drawn
///    │                         ▼
///    │                   ScenarioBatch ──▶ a Batch of follow_steps, for any pool
///    ▼                         │
/// ScenarioLoad: a load of a real pool; or a simulated run
/// ```
///
/// WorkerConditions say what worker JVMs are like: WorkerKind, Network, Fault; Strikes draws which
/// fault strikes whom when.
///
/// What runs for real is replication 0 of the simulation: the same jobs at the same times.
///
/// Everything that is drawn is drawn when a job comes, in the order in which jobs come: nothing
/// that a pool does changes it, so that pools get the very same jobs.
///
/// OfferedLoad says, without running anything, how much of each thing a job needs on average.
///
/// Start reading at [dev.manykitchens.core.scenario.Scenario], then
/// [dev.manykitchens.core.scenario.JobSource].
@NullMarked
package dev.manykitchens.core.scenario;

import org.jspecify.annotations.NullMarked;
