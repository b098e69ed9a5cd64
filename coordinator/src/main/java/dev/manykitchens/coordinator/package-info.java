/// Pools of workers that are processes: the dispatcher driven by gRPC and the wall clock, and the
/// processes it works with. Nothing but this map is in the package itself:
///
/// | package | holds | may use |
/// |---|---|---|
/// | `dispatch` | the coordinator: one loop that feeds the dispatcher and does what it says | `link`, `loop`, `clock` |
/// | `local` | pools whose workers are processes of this machine | `dispatch`, `spawn`, `python`, `link` |
/// | `cluster` | a coordinator for workers and clients from anywhere | `dispatch`, `link` |
/// | `serve` | that one as a program: its address, its tokens, its end | `cluster`, `security`, `link` |
/// | `journal` | what a coordinator keeps on disk, so that another one can go on | `link` |
/// | `client` | the other side: a pool that is somebody else's cluster | `link`, `loop`, `clock` |
/// | `link` | streams: who comes in, what they say, decoded | |
/// | `spawn` | processes: how they start, end, and what they said last | `loop` |
/// | `python` | processes that are Python | `spawn`, `link` |
/// | `security` | certificate and tokens, kept in files | `link` |
/// | `loop`, `clock` | a thread that owns state; two machines' clocks | |
///
/// How a pool of worker JVMs works, which is how all of them do:
///
/// ```
///  |============== in this process ==========================================|========= out of process ======|
///
///   submitters          coordinator-loop                    transport-0          worker JVM w1, w2, …
///  +-----------+      +--------------------+              +-------------+      +----------------------+
///  | start     | ───▶ | inbox              | ◀── said ─── | …Server     | ◀══▶ | transport            |
///  | cancel    |      |   │                | ── assign ─▶ | (link)      |      |   │        ▲         |
///  +-----------+      |   ▼                |              +-------------+      |   ▼        │ results |
///                     | DispatchDriver     |                                   | waiting chunks       |
///   coordinator-      |   │ inputs   ▲     |              +-------------+      |   │ (few, see below) |
///   delivery          |   ▼          │ cmds|              | WorkerFleet |      |   ▼                  |
///  +-----------+      | Dispatcher (core)  | ── start ──▶ | (spawn)     | ───▶ | threads run jobs     |
///  | listeners | ◀─── |   values, events   | ◀── ended ── |             |      +----------------------+
///  | of jobs   |      +--------------------+              +-------------+        stdin: settings
///  +-----------+                                           output threads ◀───── stdout, stderr: last words
/// ```
///
/// Who does what:
/// - **The submitter's thread** checks that the arguments can travel, measures the rate of
///   calibrated work when the batch needs it, waits for a place among the unfinished batches, and
///   posts the batch to the loop.
/// - **A single job's submitter** leaves it with those gathered before it ([Gathering][
///   dev.manykitchens.core.pool.Gathering]); the loop takes them together, once it has given out
///   what it took before.
/// - **The loop** owns all state: dispatcher, leases, batches, links, fleet. It is the only one to
///   touch them, so nothing is locked. In a pool of this machine's JVMs it lives on the transport's
///   thread, which saves a switch of threads each way; in a cluster, where strangers knock at the
///   transport, it has a thread of its own. It encodes assignments and hands them to the transport,
///   publishes events, and passes values on to the delivery thread. It never waits for anybody.
/// - **The transport's thread** checks who comes in, decodes what workers say, and posts it to the
///   loop. It asks a worker for more only as the loop acknowledges: a worker that is too fast is
///   held back by gRPC's flow control.
/// - **The delivery thread** calls the listeners of jobs and what hangs on their futures: other
///   people's code, which may be slow without costing anybody a lease. Threads that wait for a
///   single job's future are woken by the loop itself.
/// - **The fleet** (on the loop) starts JVMs, replaces those that end, and finds out how they
///   ended; a small thread for each reads what it prints.
/// - **The rehearsal** comes before the first pool of a build: one worker that archives the classes
///   it loads, so that all others start in less than half the time.
///
/// Why the queue at a worker is short: a chunk that waits in a worker's queue can no longer go to
/// another that is free sooner, keeps its jobs from being cancelled cheaply, and is lost with its
/// worker. So a worker offers credits for what its threads can run, and for `prefetch` chunks more
/// to hide the round trip, which only jobs shorter than a millisecond get.
///
/// What may go wrong and who sees it:
///
/// | what | seen by | then |
/// |---|---|---|
/// | a worker's process dies | the stream ends, and the fleet learns exit code and last words | jobs are requeued, a new JVM is started |
/// | a worker hangs | the dispatcher, by its silence | it is lost: stream ended, process killed, jobs requeued |
/// | a worker is told to end (SIGTERM) | its own request to be drained | its replacement starts at once |
/// | a job does not stop | the worker gives its thread up and says so | its result is *timed out*, the worker is drained and replaced |
/// | workers die before they join | the fleet | tries again, slower and slower, then gives up: every job left has the reason |
/// | this process is killed | the worker: its stream ends, its parent is gone | it ends within seconds |
/// | our own code fails on the loop | the loop | it is logged, and every batch ends with that reason instead of hanging |
///
/// Start reading at [dev.manykitchens.coordinator.local.ProcessPool] or
/// [dev.manykitchens.coordinator.cluster.ClusterCoordinator]; both lead to
/// [dev.manykitchens.coordinator.dispatch.DispatchDriver].
@NullMarked
package dev.manykitchens.coordinator;

import org.jspecify.annotations.NullMarked;
