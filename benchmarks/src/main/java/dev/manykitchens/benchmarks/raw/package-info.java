/// The yardstick: jobs over gRPC as a competent prototype would send them, without leases, events,
/// retries or anything else that makes a dispatcher. What it reaches is what the wire can carry.
///
/// ```
///   RawMap      packed columns of 1, 64, 1024, …        ┐
///   RawSubmits  adaptive: whatever waits goes together  ├─▶ RawStream ══ gRPC, one stream ══ RawWorker, a JVM
///   RawCalls    one job at a time                       ┘    (one event loop for all)
/// ```
///
/// Start reading at [dev.manykitchens.benchmarks.raw.RawCoordinator].
@NullMarked
package dev.manykitchens.benchmarks.raw;

import org.jspecify.annotations.NullMarked;
