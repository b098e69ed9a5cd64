package dev.manykitchens.report.text;

import dev.manykitchens.core.comparison.Ratio;

/// What a table shows of a pool that was not measured, but predicted by a simulation. Times are in
/// seconds; NaN stands for what is not known.
///
/// @param name says that it was predicted
/// @param mean time of a batch; NaN under a load, as are the next one, the speed-up and the
///   efficiency
/// @param stddev of the same
/// @param speedUp against the pool that speed-ups refer to
/// @param p50 of the response, as are the next three
/// @param keepsUp whether it can do all jobs that come
public record PredictedRow(
        String name,
        double mean,
        double stddev,
        double jobsPerSecond,
        Ratio speedUp,
        double efficiency,
        double p50,
        double p90,
        double p99,
        double max,
        boolean keepsUp) {}
