/// The same dispatch rules in virtual time.
///
/// ```
///  RandomStreams ──▶ faults, latencies            Simulation: heap of (time, sequence, action), virtual clock
///                         │                             ▲ everything that happens is an action
///                         ▼                             │
///  SimulatedWorker ◀── Link ──▶ SimulatedCluster ──Input, now──▶ Dispatcher (the one of core)
///  threads, leases,    late, twice,    │         ◀──Commands────
///  heartbeats, credits out of order,   └──▶ Witness: sees every input with its answer
///  SimulatedJobs       not at all
/// ```
///
/// A run is fixed by its seed: what is due at the same time happens in the order in which it was
/// asked for, and each concern draws its random numbers from a stream of its own. The simulation
/// has no wall clock, no threads and no logger.
///
/// Start reading at [dev.manykitchens.simulator.Simulation], then
/// [dev.manykitchens.simulator.SimulatedCluster]. The random runs with faults that use them are in
/// the tests.
@NullMarked
package dev.manykitchens.simulator;

import org.jspecify.annotations.NullMarked;
