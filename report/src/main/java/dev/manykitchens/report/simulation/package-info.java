/// Simulated runs for people: their table.
///
/// ```
/// RunFile with simulated pools ──SimulationTable──▶ lines for a terminal
/// ```
///
/// Start reading at [dev.manykitchens.report.simulation.SimulationTable].
@NullMarked
package dev.manykitchens.report.simulation;

import org.jspecify.annotations.NullMarked;
