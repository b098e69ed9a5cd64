/// What is known at one moment about a dispatcher that serves many workers and clients for weeks:
/// who is here, what they run, what waits, and how much has been done.
///
/// ```
///                        one thread (the coordinator's loop)                            any thread
/// RunEvents ──▶ ClusterWatch ─┬─ WorkerHere   one for each worker that is here
///                             ├─ OpenBatch    one for each unfinished batch              ClusterView ──▶ status │ top │ metrics │ wire
///                             │  └ OpenLease  who has which of its jobs                   ├ JobTotals      ▲
///                             └─ counters     all that is over                            ├ WorkerRow      │
///                                     │                                                   ├ BatchRow       │
/// ClusterFacts (what no event tells) ─┴── view(now, facts) ──────────────────────────────▶└ ClientRow ─────┘
/// ```
///
/// Every job is in one place at a time: *queued* until a worker gets it, *running* while at least
/// one worker has it (wherever it is there: waiting, computing, on its way), then *succeeded*,
/// *failed* or *cancelled*. A requeued job is queued again. So after every event `submitted =
/// queued + running + succeeded + failed + cancelled`, for each batch and for all.
///
/// Memory: an entry a worker, batch and lease, and a bit a job of an unfinished batch, as the
/// dispatcher has.
///
/// Start reading at [dev.manykitchens.core.cluster.ClusterView].
@NullMarked
package dev.manykitchens.core.cluster;

import org.jspecify.annotations.NullMarked;
