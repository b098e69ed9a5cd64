/// The simulator held against theory, and its speed against loops that do less and against other
/// people's kernels.
///
/// ```
/// SimulationProgram ─┬─▶ TheoryGrid   M/M/c and M/G/1 over a grid: does the 95 % interval hold the formula?
///                    ├─▶ KernelSpeed  M/M/64 at 0.8: BareLoop, the kernel, OtherKernels, pools with everything, in turns
///                    ├─▶ ManyWorkers  ten million jobs on 10,000 workers in a JVM with 1 GB: within its bound?
///                    └─▶ RealSection  every scenario for real, in package real
/// ```
///
/// SSJ's kernel is among the tests and found by `ServiceLoader`; SimPy runs in a Python of its own.
///
/// Start reading at [dev.manykitchens.benchmarks.simulation.SimulationProgram].
@NullMarked
package dev.manykitchens.benchmarks.simulation;

import org.jspecify.annotations.NullMarked;
