/// The simulator held against theory, and its speed against loops that do less.
///
/// ```
/// SimulationProgram ─┬─▶ TheoryGrid   M/M/c and M/G/1 over a grid: does the 95 % interval hold the formula?
///                    └─▶ KernelSpeed  M/M/64 at 0.8: BareLoop, the kernel, pools with everything, in turns
/// ```
///
/// Start reading at [dev.manykitchens.benchmarks.simulation.SimulationProgram].
@NullMarked
package dev.manykitchens.benchmarks.simulation;

import org.jspecify.annotations.NullMarked;
