/// The worker's end of the wire: the only place here that knows the generated messages.
///
/// ```
/// coordinator ══ gRPC, one stream ══ CoordinatorLink ── what it says, decoded ──▶ CoordinatorListener (the worker)
///                                          ▲
///                                          └── Results from ReportedJobs, heartbeats, requests ── the worker's threads
/// ```
///
/// Start reading at [dev.manykitchens.worker.link.CoordinatorLink].
@NullMarked
package dev.manykitchens.worker.link;

import org.jspecify.annotations.NullMarked;
