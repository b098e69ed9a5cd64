/// Measurements with JMH. Compiled with everything else so that they cannot rot, never shipped,
/// never part of `mvn verify`'s verdict: figures depend on the machine.
///
/// ```
/// DispatcherBenchmark   what one decision costs, by workers and queued jobs
/// ```
///
/// To run one:
///
/// ```
/// mvn -q -DskipTests package -pl benchmarks -am
/// mvn -q -pl benchmarks exec:exec -Dexec.executable=java \
///     -Dexec.args="-cp %classpath org.openjdk.jmh.Main DispatcherBenchmark"
/// ```
///
/// Start reading at any of them.
@NullMarked
package dev.manykitchens.benchmarks;

import org.jspecify.annotations.NullMarked;
