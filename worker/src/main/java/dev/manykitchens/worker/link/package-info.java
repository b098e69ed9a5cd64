/// The worker's end of the wire: the only place here that knows the generated messages.
///
/// ```
/// coordinator ══ gRPC, one stream ══ CoordinatorLink ── what it says, decoded ──▶ CoordinatorListener (the worker)
///                                          ▲
///                                          ├── heartbeats, requests ── the worker's threads
///                                          └── Results ── Outbox ◀── ReportedJobs ── the worker's threads
/// ```
///
/// A link is one stream; the outbox outlives them and keeps what none of them has delivered. How a
/// stream ended, and whether another is worth a try, is in
/// [dev.manykitchens.worker.link.StreamEnd].
///
/// Start reading at [dev.manykitchens.worker.link.CoordinatorLink], then
/// [dev.manykitchens.worker.link.Outbox].
@NullMarked
package dev.manykitchens.worker.link;

import org.jspecify.annotations.NullMarked;
