package dev.manykitchens.report.dashboard;

import org.jspecify.annotations.Nullable;

/// How far a pool is in a comparison that goes on.
///
/// @param phase what it does: `waits`, `opens`, `open`, `warms up`, `measures`, `seeks break-even`,
///   `done`
/// @param rounds measured rounds that are over
/// @param mean seconds a round, so far; null before the first is over, as are the next three
/// @param fastest the shortest of them
/// @param jobsPerSecond all jobs by all time
/// @param speedup mean of the first pool divided by this one's; null too where jobs of one of them
///   failed, since a job that fails early is not a fast one
/// @param failed jobs without a result, over all rounds
/// @param note what to know of these figures, in words; null when there is nothing
public record ComparisonRow(
        String pool,
        String phase,
        int rounds,
        @Nullable Double mean,
        @Nullable Double fastest,
        @Nullable Double jobsPerSecond,
        @Nullable Double speedup,
        long failed,
        @Nullable String note) {}
