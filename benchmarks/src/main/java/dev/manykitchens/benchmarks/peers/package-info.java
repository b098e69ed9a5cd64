/// Many Kitchens beside what else could have run the same jobs: one table of jobs per second, each
/// row against the row of Many Kitchens that was handed its jobs likewise.
///
/// ```
/// KitchenSide ─┐
/// JvmSide     ─┤ open     ways
/// PythonSide  ─┼──▶ Side ──▶ Way ──▶ Rounds ──▶ Measured ──▶ PeersTable ──▶ text
/// Hazelcast   ─┘                       sizes each way, then alternates, and checks every sum
/// ```
///
/// Hazelcast's side is in the test sources, where the only dependency on Hazelcast is, and comes as
/// a service: without the class path of the tests the table says that it is missing.
///
/// Start reading at [dev.manykitchens.benchmarks.peers.PeersProgram].
@NullMarked
package dev.manykitchens.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
