package dev.manykitchens.core.measurement;

import org.HdrHistogram.Histogram;
import org.apache.commons.statistics.descriptive.LongMean;
import org.apache.commons.statistics.descriptive.Quantile;

import java.util.Arrays;

/// How long something took, of so many jobs, in seconds.
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

    /// Percentiles that are one of the measured values, never a point between two.
    private static final Quantile OBSERVED =
            Quantile.withDefaults().with(Quantile.EstimationMethod.HF1);

    private static final int DIGITS = 3;

    /// Of so many jobs, each in nanoseconds.
    public static Latency of(long... nanos) {
        if (nanos.length == 0) {
            return NONE;
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        double[] quantiles =
                OBSERVED.evaluate(sorted.length, i -> sorted[i], 0.5, 0.9, 0.99, 0.999);
        return new Latency(
                sorted.length,
                Seconds.of(LongMean.of(sorted).getAsDouble()),
                Seconds.of(quantiles[0]),
                Seconds.of(quantiles[1]),
                Seconds.of(quantiles[2]),
                Seconds.of(quantiles[3]),
                Seconds.of(sorted[sorted.length - 1]));
    }

    /// An empty histogram of nanoseconds, for times that are too many to be kept. A percentile of
    /// it is exact to a thousandth of its value.
    public static Histogram histogram() {
        return new Histogram(DIGITS);
    }

    /// Of what a histogram of nanoseconds counted.
    public static Latency of(Histogram nanos) {
        return nanos.getTotalCount() == 0
                ? NONE
                : new Latency(
                        nanos.getTotalCount(),
                        Seconds.of(nanos.getMean()),
                        Seconds.of(nanos.getValueAtPercentile(50)),
                        Seconds.of(nanos.getValueAtPercentile(90)),
                        Seconds.of(nanos.getValueAtPercentile(99)),
                        Seconds.of(nanos.getValueAtPercentile(99.9)),
                        Seconds.of(nanos.getMaxValue()));
    }
}
