/// Pools: the same jobs on one thread, many threads, virtual threads, an event loop or (by a
/// provider found at run time) worker JVMs and Python.
///
/// ```
/// "threads:4+gil" ─PoolSpecParser─▶ PoolSpec ─Pools.open─▶ Pool
///                                                   │
///          map / mapUnordered / submit ─▶ Batch ────┤
///                                                   ├─ LocalPool on an Engine with threads (sequential, threads, virtual, forkjoin)
///                                                   │     one thread runs a job from its first step to its result
///                                                   ├─ LocalPool on an Engine with a loop (async, hybrid): waits are timers, not threads
///                                                   └─ PoolProvider (processes, cluster, python-…: module coordinator)
///                                                   │
///          Outcome per job ◀── BatchListener ◀──────┴──▶ RunEvents ─▶ EventSink
/// ```
///
/// Start reading at [dev.manykitchens.core.pool.Pool], then [dev.manykitchens.core.pool.PoolSpec].
@NullMarked
package dev.manykitchens.core.pool;

import org.jspecify.annotations.NullMarked;
