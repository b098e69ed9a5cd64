/// A worker JVM, a *kitchen*: takes chunks of jobs under leases, runs them, reports.
///
/// ```
///                        link.CoordinatorLink ◀══ gRPC ══▶ coordinator
///   transport thread          │        ▲
///     assigned, cancelled,    ▼        │ results, in parts
///     drained, granted     Worker      │ and leases given back
///                             │        │
///                             ▼        │
///   waiting chunks ──▶ ChunkThreads ── ChunkRun ── AttemptRunner (core) ── steps and result of each job
///                       T platform threads           │      │
///                                                    │      └─ stoves, watchdog: RunEnvironment (core)
///                                                    └─ permits: ResourceRouter ── of this process │ of the coordinator
///   pulse thread     heartbeats with every lease held; looks whether parent and coordinator are there
///   flusher thread   sends what a slow chunk has finished so far
///   watchdog thread  gives up a job that does not stop: ChunkThreads puts a new thread in its place
/// ```
///
/// Jobs of a chunk run one after the other on one thread; chunks wait for a thread in the order in
/// which they came, and there are never more than threads × (1 + prefetch) of them, which is what
/// the worker's credits say. What ends this process is in [dev.manykitchens.worker.Ending].
///
/// Start reading at [dev.manykitchens.worker.Worker], then [dev.manykitchens.worker.ChunkRun].
@NullMarked
package dev.manykitchens.worker;

import org.jspecify.annotations.NullMarked;
