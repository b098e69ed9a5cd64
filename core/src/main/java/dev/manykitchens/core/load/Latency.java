package dev.manykitchens.core.load;

import org.HdrHistogram.Histogram;

/// How long something took, of so many jobs, in seconds. A percentile is exact to a thousandth of
/// its value.
///
/// @param count how many jobs; the other figures are NaN without any
/// @param mean of all
/// @param p50 half of the jobs took at most as long
/// @param p90 nine in ten
/// @param p99 ninety-nine in a hundred
/// @param p999 999 in a thousand
/// @param max the longest
public record Latency(
        long count, double mean, double p50, double p90, double p99, double p999, double max) {

    /// Of nothing.
    public static final Latency NONE =
            new Latency(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private static final int DIGITS = 3;
    private static final double NANOS = 1e9;

    /// An empty histogram of nanoseconds.
    static Histogram histogram() {
        return new Histogram(DIGITS);
    }

    static Latency of(Histogram nanos) {
        return nanos.getTotalCount() == 0
                ? NONE
                : new Latency(
                        nanos.getTotalCount(),
                        nanos.getMean() / NANOS,
                        nanos.getValueAtPercentile(50) / NANOS,
                        nanos.getValueAtPercentile(90) / NANOS,
                        nanos.getValueAtPercentile(99) / NANOS,
                        nanos.getValueAtPercentile(99.9) / NANOS,
                        nanos.getMaxValue() / NANOS);
    }
}
