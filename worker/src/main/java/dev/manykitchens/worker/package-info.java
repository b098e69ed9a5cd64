/// A worker JVM, a *kitchen*: takes chunks of jobs under leases, runs them, reports.
///
/// ```
///   Worker           dials, waits, dials again ── BackOff, Notices
///     └─ WorkStream  one stream after the other: link.CoordinatorLink ◀══ gRPC ══▶ coordinator
///   transport thread      │                              ▲
///     assigned, cancelled,▼                              │ results, in parts, kept until they are heard
///     drained, granted WorkingWorker ── link.Outbox ─────┘ and leases given back
///                         │                │
///                         ▼                │
///     BriefChunks, or else│                │
///   waiting chunks ──▶ ChunkThreads ── ChunkRun ── AttemptRunner (core) ── steps and result of each job
///                       T platform threads           │      │
///                                                    │      └─ stoves, watchdog: RunEnvironment (core)
///                                                    └─ permits: BatchDesk ── ResourceRouter ── of this process │ of the coordinator
///   pulse thread     heartbeats with every lease held; looks whether parent and coordinator are there
///   flusher thread   sends what a slow chunk has finished so far
///   watchdog thread  gives up a job that does not stop: ChunkThreads puts a new thread in its place
/// ```
///
/// Jobs of a chunk run one after the other on one thread; chunks wait for a thread in the order in
/// which they came, and there are never more than threads × (1 + prefetch) of them, which is what
/// the worker's credits say. A few brief jobs run on the transport's thread when nothing else is
/// here ([dev.manykitchens.worker.BriefChunks]). What ends this process is in
/// [dev.manykitchens.worker.Ending].
///
/// A worker that was spawned ends with its stream, or with its parent. One that joined from
/// elsewhere comes back: what it holds belongs to the process, not to a stream. While no stream is
/// open its jobs go on, and their results are kept, up to
/// [dev.manykitchens.worker.link.Outbox#MOST_KEPT_BYTES] and what each running chunk holds, which
/// then waits.
///
/// Start reading at [dev.manykitchens.worker.Worker], then [dev.manykitchens.worker.WorkingWorker]
/// and [dev.manykitchens.worker.ChunkRun]. From outside the module:
/// [dev.manykitchens.worker.JoiningWorker], or the main class [dev.manykitchens.worker.WorkerMain].
@NullMarked
package dev.manykitchens.worker;

import org.jspecify.annotations.NullMarked;
