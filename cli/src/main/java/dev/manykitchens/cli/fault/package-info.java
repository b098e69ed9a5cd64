/// The faults of a scenario, for real: worker JVMs of this machine that are killed, or stand still
/// for a while, in each measured round.
///
/// ```
///  comparison ── a round begins, is over ──▶ RealFaults ── at its time ──▶ strike: SIGKILL, or a Pause
///  opened pool ── who joined, who is lost ──▶ WorkerPlaces ── which process is at the place ──▶ ┘
/// ```
///
/// Which worker is struck when is drawn as in replication 0 of a simulation.
///
/// Start reading at [dev.manykitchens.cli.fault.RealFaults].
@NullMarked
package dev.manykitchens.cli.fault;

import org.jspecify.annotations.NullMarked;
