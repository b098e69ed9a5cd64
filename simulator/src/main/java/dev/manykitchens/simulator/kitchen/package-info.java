/// Recipes in virtual time: the third interpreter of steps, and the pools it runs in.
///
/// ```
///  PoolSpec, SimulationOptions (cores, resources, times of real code)
///        │
///        ▼
///  SimulatedPool ──▶ SimulatedEngine ── a Footing: the thread under it ──▶ SimulatedAttempt ── one of them a job
///   run(batches)       ├─ ThreadSlots     sequential, threads, forkjoin        │ Steps: Wait · Compute · Offload · Use
///        │             ├─ DispatchedKitchens  processes, with SimulatedCluster                        ▼
///        │             ├─ VirtualThreads  virtual                SimulatedKitchen: one process
///        │             └─ LoopAttempts    async, hybrid            ├─ SimulatedStove      permits to compute, switch interval
///        │                                                         ├─ SimulatedResources  named permits, its own or shared
///        ▼                                                         └─ SimulatedCores      the machine's, shared evenly
///  SimulatedRun: times and outcomes of every job, use of resources     │
///  RunEvents at virtual times, as a pool emits them                    ▼
///                                                  Simulation: heap of (time, sequence, action), virtual clock
/// ```
///
/// What a job draws and which steps it has, the batch's options say, as for every other interpreter
/// ([dev.manykitchens.core.job.BatchOptions]): the same seed gives the same waits to the
/// nanosecond. What pools decide (which job comes next, who goes on first) follows the engines of
/// [dev.manykitchens.core.engine].
///
/// What the model says, and what it leaves out:
/// - A `Wait` takes its duration. A calibrated amount of work takes its duration on a core of its
///   own and longer on a shared one: each of `k` computing threads progresses at `min(1, cores /
///   k)`.
/// - Real code has no duration that can be known without running it: it takes what
///   [dev.manykitchens.simulator.kitchen.CodeTimes] states, by default nothing, and is only run
///   when results are asked for. Making a result needs a stove even when it takes no time, as it
///   does in a real kitchen.
/// - Threads, their switches and their wake-ups cost nothing, worker JVMs are there from the start,
///   and jobs and results travel in no time, unless a scenario says how long and how wide the way
///   is. Real runs take longer by what that costs. Threads that begin to compute together end
///   together: real ones drift apart.
/// - Worker JVMs are as fast as the scenario says, and its faults strike them: FaultDriver strikes,
///   KitchenPlaces says who comes in whose place.
/// - What is due at the same time happens in the order in which it was asked for. Nothing here
///   reads a clock, starts a thread or draws a number of its own.
///
/// Start reading at [dev.manykitchens.simulator.kitchen.SimulatedPool], then
/// [dev.manykitchens.simulator.kitchen.SimulatedAttempt].
@NullMarked
package dev.manykitchens.simulator.kitchen;

import org.jspecify.annotations.NullMarked;
