/// A drill: faults played on a cluster while it runs jobs, and what they cost. The cluster is one
/// of processes of its own on this machine, or one that was there before.
///
/// ```
///             ┌──────────────────────── Drill ────────────────────────┐
///             ▼ FaultInjection, one a fault                           ▼ what each cost
///       DrilledCluster ◀───────────────── cluster pool ─────────── SteadyLoad ─▶ Book, each job's results
///        │          │                                                 │ events
///        │          │                                                 ▼
///        │          │                                              DrillEvents   what runs where, what ran again
///        │          └─ FoundCluster ─ ClusterProbe: who leads, who is behind; LeaderWatch: who leads next
///        │                          └ CoordinatorFaultInjection ─ ShellCommand: --kill, --cut
///        │                                       └ Repair: --start, --mend, in any case
///        └─ OwnCluster ─ Child: kitchen coordinator
///                      ─ Child: kitchen worker, N of them, one of them through a Relay
///                      └ OwnFaults ─ Pause (of cli.fault): SIGSTOP, SIGCONT in any case
/// ```
///
/// Whatever happens to this process, those it started end: a child ends with its standard input, a
/// pause with that of the process that made it, and a repair that is owed is made then. Start
/// reading at [dev.manykitchens.cli.drill.Drill].
@NullMarked
package dev.manykitchens.cli.drill;

import org.jspecify.annotations.NullMarked;
