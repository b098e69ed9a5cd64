package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// What a pool did under a load: jobs that come at their own times, whether it keeps up or not, or
/// those of users who wait for the end of their job.
///
/// @param rate jobs that came a second, on average, as asked for; as they came where users waited
/// @param duration for how many seconds they came
/// @param offered how many came
/// @param completed how many had their outcome by the end of the duration
/// @param completedPerSecond `completed` over `duration`
/// @param inSystemAtEnd how many waited or ran when the duration was over
/// @param keepsUp `yes`, `no` or `unclear`; `closed` where users waited, so that there was nothing
///   to keep up with
/// @param words the same as a sentence
/// @param response from the intended start of a job until its outcome was known; only count and max
///   are given where the pool does not keep up, since the others would tell how long the load went
///   on
/// @param service from its start at the worker to its end there
/// @param generatorLateP99 99 in 100 jobs were handed in at most so long after their intended
///   start, without the time in which the pool was taking others
/// @param late the part of the jobs with a deadline that took longer; null when none has one
public record LoadEntry(
        double rate,
        double duration,
        long offered,
        long completed,
        double completedPerSecond,
        long inSystemAtEnd,
        String keepsUp,
        String words,
        LatencyEntry response,
        LatencyEntry service,
        @Nullable Double generatorLateP99,
        @Nullable Double late) {

    /// Percentiles of so many jobs.
    public record LatencyEntry(
            long count,
            @Nullable Double mean,
            @Nullable Double p50,
            @Nullable Double p90,
            @Nullable Double p99,
            @Nullable Double p999,
            @Nullable Double max) {}
}
