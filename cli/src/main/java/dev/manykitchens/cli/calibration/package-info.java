/// Calibration: from what a comparison measured to scenarios that can be simulated.
///
/// ```
/// kitchen compare ──events──▶ CostsHeard ──▶ the run file: costs of single jobs, a pool
///                                                │
///                                   MeasuredRun ◀┘  which run, which of its pools
///                                        │ one for each Family of pools
///                                        ▼
///                                   Calibration ──▶ MeasuredScenario: without a scenario, jobs are replayed
///                                        └────────▶ CalibratedScenario: with one, its calls and dispatch cost what they did
/// ```
///
/// Start reading at [dev.manykitchens.cli.calibration.Calibration].
@NullMarked
package dev.manykitchens.cli.calibration;

import org.jspecify.annotations.NullMarked;
