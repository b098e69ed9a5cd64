/// Closed forms of queueing theory: what a simulation, or a real run, is held against.
///
/// ```
///  arrivals a second, service seconds, servers                    think time, demand at each station
///        │  an open system: jobs come whatever happens                  │  a closed one: N customers go round
///        ▼                                                              ▼
///  QueueModel                                                     ClosedNetwork ──▶ AsymptoticBounds: N*, at best
///   ├─ MMcQueue       exact, with distributions ◀─ ErlangC ◀─ ErlangB   │
///   ├─ MG1Queue       exact means                                       │ for 1..N customers
///   ├─ GGcQueue       an approximation                                  ▼
///   ├─ SharingQueue   cores shared evenly                         ClosedFigures: throughput, response,
///   └─ MMcKQueue      bounded, turns jobs away ◀─ BirthDeath ─▶     StationFigures of each station
///        │
///        ▼
///  QueueFigures: utilisation, wait, response, numbers in queue and system, throughput
///
///  arrivals a second of each class ──▶ MMcPriorityQueue: the wait of each, the most urgent first
///
///  what was measured ──▶ LittlesLaw: do mean number, throughput and mean response belong together?
/// ```
///
/// Every figure is a long-run mean or a probability of a system that has settled. Times are in
/// seconds, rates in jobs a second, offered load in erlangs: jobs a second times seconds of service
/// a job. The squared coefficient of variation (scv) of a time is its variance divided by the
/// square of its mean: 0 for a constant, 1 for an exponential one.
///
/// A system that does not settle, because more comes than its servers can do, has no such figures:
/// it is refused with an [IllegalArgumentException] that says what must hold and what it was, as
/// are parameters out of range: times, rates and loads must be from 1e-100 to 1e100. No figure is
/// ever NaN, infinite or negative. Probabilities below 1e-300 may be given as 0.
///
/// Nothing here draws a number, reads a clock or keeps a state; all types are immutable.
///
/// Start reading at [dev.manykitchens.simulator.theory.MMcQueue], then
/// [dev.manykitchens.simulator.theory.ClosedNetwork].
@NullMarked
package dev.manykitchens.simulator.theory;

import org.jspecify.annotations.NullMarked;
