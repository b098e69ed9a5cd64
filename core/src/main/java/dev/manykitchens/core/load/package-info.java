/// Loads: jobs that come at their own times, whether the pool keeps up or not, or from users who
/// wait for the end of their job.
///
/// ```
/// LoadArrivals ──▶ ArrivalSchedule   when each job should start; the same for every pool
///                               │
///                               ▼
///                          LoadDriver ──one batch a job, at its intended start──▶ Pool
///                               │                                                 │
///                               ▼                                              RunEvent
///                          LoadRecorder ◀─────────────────────────────────────────┘
///                               │
///                               ▼
///    LoadResult ◀── LoadMeasurement: LoadCounts, Latency of response and service, KeepingUp, GeneratorFigures
/// ```
///
/// A batch of jobs that are all submitted at once asks how long the whole work takes. A load asks
/// how long one job takes while others keep coming. Response counts from the *intended* start: a
/// job that came while the pool, or this program, stood still has waited since then, whenever it
/// was really handed in.
///
/// Users who wait close the loop (ClosedDriver in place of LoadDriver): then there is no schedule
/// before, and nothing to keep up with.
///
/// Start reading at [dev.manykitchens.core.load.LoadComparison], then
/// [dev.manykitchens.core.load.KeepingUp].
@NullMarked
package dev.manykitchens.core.load;

import org.jspecify.annotations.NullMarked;
