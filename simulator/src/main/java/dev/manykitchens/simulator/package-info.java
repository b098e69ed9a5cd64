/// Virtual time: its clock, and the dispatcher of the coordinator with workers that may be slow,
/// far away, stand still and die.
///
/// ```
///  RandomStreams ──▶ faults, delays               Simulation: heap of (time, sequence, action), virtual clock
///                         │                             ▲ everything that happens is an action
///                         ▼                             │
///  SimulatedWorker ◀── Link ──▶ SimulatedCluster ──Input, now──▶ Dispatcher (the one of core)
///  a SimulatedProcess    late, twice,   │        ◀──Commands────
///  threads, leases,      out of order,  └──▶ Witness: sees every input with its answer
///  heartbeats, credits   not at all
///        │
///        ▼
///  Workplace: what runs the jobs ── PlannedWorkplace: they last, fail, kill (the random runs of the tests)
///                                └─ a kitchen with steps, stove, cores, resources (package kitchen)
/// ```
///
/// All of it is deterministic: what is due at the same time happens in the order in which it was
/// asked for, and nothing here has a wall clock, a thread or a logger.
///
/// The package [dev.manykitchens.simulator.theory] uses nothing of that: it states what is to be
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
