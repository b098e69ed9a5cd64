/// Virtual time: its clock, recipes that run on it, and the dispatch rules under faults; beside it
/// the closed forms of queueing theory.
///
/// ```
///                    Simulation: heap of (time, sequence, action), virtual clock
///                         ▲                                  ▲
///      the steps of recipes on simulated pools      the dispatcher with simulated workers
///      (package kitchen)                            (this package)
/// ```
///
/// Both are deterministic: what is due at the same time happens in the order in which it was asked
/// for, and nothing here has a wall clock, a thread or a logger. They are apart: in the package
/// [dev.manykitchens.simulator.kitchen] jobs do what their recipes say and travel in no time; here
/// they travel over links that lose and delay, and do nothing but last, fail or kill.
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
/// The package [dev.manykitchens.simulator.theory] uses nothing of both: it states what is to be
/// expected of a system in the long run, so that what was simulated can be held against it.
///
/// A run with faults is fixed by its seed: each concern draws its random numbers from a stream of
/// its own.
///
/// Start reading at [dev.manykitchens.simulator.Simulation], then at
/// [dev.manykitchens.simulator.kitchen.SimulatedPool] for recipes, or at
/// [dev.manykitchens.simulator.SimulatedCluster] for the dispatcher; the random runs with faults
/// are in the tests.
@NullMarked
package dev.manykitchens.simulator;

import org.jspecify.annotations.NullMarked;
