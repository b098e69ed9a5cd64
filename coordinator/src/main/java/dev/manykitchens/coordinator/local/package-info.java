/// Pools of processes of this machine, started when the pool is opened and gone when it is closed:
/// `processes:N` and the pools of Python.
///
/// ```
///  Pools.open ──▶ …PoolProvider ──▶ ProcessPool ──┬──▶ Coordinator (dispatch)
///                                       │         │         ▲ joined, said, ended
///                                       │         └──▶ Workforce: JvmWorkforce (over gRPC), Python's
///                                       ▼                   ▲ start, exit code, last words
///                            Rehearsal: archives            │
///                            classes, once a build      WorkerFleet (spawn)
/// ```
///
/// A pool of worker JVMs may have a journal, `KeptWork`: the one after it goes on with its batch.
///
/// Start reading at [dev.manykitchens.coordinator.local.ProcessPool].
@NullMarked
package dev.manykitchens.coordinator.local;

import org.jspecify.annotations.NullMarked;
