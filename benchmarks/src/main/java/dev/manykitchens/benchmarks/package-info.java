/// Measurements: of parts with JMH, of the whole in `dispatch`. Compiled with everything else so
/// that they cannot rot, never shipped, never part of `mvn verify`'s verdict: figures depend on the
/// machine.
///
/// ```
/// DispatcherBenchmark    what one decision costs, by workers and queued jobs
/// ColumnCodecBenchmark   what a value costs on its way to bytes and back
/// InterpreterBenchmark   what the blocking interpreter costs a job, and what it allocates
/// dispatch               the whole of dispatch against its yardsticks, as ratios
/// raw                    the yardstick: plain gRPC
/// ```
///
/// To run them:
///
/// ```
/// benchmarks/run jmh DispatcherBenchmark -f 1
/// benchmarks/run jmh InterpreterBenchmark -prof gc
/// benchmarks/run dispatch map submit --quick
/// ```
///
/// Start reading at any of them.
@NullMarked
package dev.manykitchens.benchmarks;

import org.jspecify.annotations.NullMarked;
