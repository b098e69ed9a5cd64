/// The figures of a cluster as time series, for Prometheus and what reads its text formats.
///
/// ```
/// RunEvents ──▶ JobFigures ── BulkHistogram, counts ──┐
///               (the loop)                            ▼
/// Supplier<ClusterView> ── once a scrape ──▶ ClusterSeries ──┐
///                                            └ WorkerSeries  ├──▶ the registry ──▶ text or OpenMetrics
///                    Micrometer's binders: this JVM ─────────┘     (any thread)
/// ```
///
/// Names follow the habits of the field: base units (seconds, bytes), `_total` for what only grows.
/// What is asked for when somebody scrapes costs nothing while nobody does. What must be taken in
/// as it comes, the times of jobs, is counted in columns: a lock an event, some nanoseconds a job,
/// nothing sampled.
///
/// Start reading at [dev.manykitchens.report.metrics.ClusterMetrics].
@NullMarked
package dev.manykitchens.report.metrics;

import org.jspecify.annotations.NullMarked;
