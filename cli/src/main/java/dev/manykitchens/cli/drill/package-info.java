/// A drill: a cluster of processes of its own on this machine, faults played on it while it runs
/// jobs, and what they cost.
///
/// ```
///             ┌──────────────────────── Drill ────────────────────────┐
///             ▼ faults                                                ▼ what each cost
///  DrilledCluster ─ Child: kitchen coordinator ◀─ cluster pool ─── SteadyLoad ─▶ Book, each job's results
///        │        ─ Child: kitchen worker, N of them                  │ events
///        │             one of them through a Relay                    ▼
///        └─ Pause (of cli.fault): SIGSTOP, SIGCONT in any case     DrillEvents   what runs where, what ran again
/// ```
///
/// Whatever happens to this process, those it started end: a child ends with its standard input,
/// and a pause with that of the process that made it. Start reading at
/// [dev.manykitchens.cli.drill.Drill].
@NullMarked
package dev.manykitchens.cli.drill;

import org.jspecify.annotations.NullMarked;
