package dev.manykitchens.core.measurement;

import org.apache.commons.statistics.descriptive.LongMean;
import org.apache.commons.statistics.descriptive.Quantile;

import java.util.Arrays;

/// How long jobs took from the submission of their batch to their outcome, in seconds, over the
/// jobs that succeeded.
///
/// All jobs of a batch are submitted at once, so a job's response holds its wait for a slot: the
/// largest response is about the wall time of the batch.
///
/// @param count how many jobs; the other figures are NaN without any
/// @param mean of all
/// @param p50 half of the jobs took at most as long
/// @param p90 nine in ten
/// @param p99 ninety-nine in a hundred
/// @param max the longest
public record ResponseTimes(
        long count, double mean, double p50, double p90, double p99, double max) {

    /// Percentiles that are one of the measured values, never a point between two.
    private static final Quantile OBSERVED =
            Quantile.withDefaults().with(Quantile.EstimationMethod.HF1);

    /// Of so many jobs, each in nanoseconds.
    public static ResponseTimes of(long... nanos) {
        if (nanos.length == 0) {
            return new ResponseTimes(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        double[] quantiles = OBSERVED.evaluate(sorted.length, i -> sorted[i], 0.5, 0.9, 0.99);
        return new ResponseTimes(
                sorted.length,
                Seconds.of(LongMean.of(sorted).getAsDouble()),
                Seconds.of(quantiles[0]),
                Seconds.of(quantiles[1]),
                Seconds.of(quantiles[2]),
                Seconds.of(sorted[sorted.length - 1]));
    }
}
