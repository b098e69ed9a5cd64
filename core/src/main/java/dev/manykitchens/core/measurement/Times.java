package dev.manykitchens.core.measurement;

import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Statistic;

/// How long the rounds of a pool took, in seconds.
///
/// @param mean NaN without rounds, as are the others
/// @param stddev of a sample; NaN also for one round
/// @param median the middle one
/// @param min the shortest
/// @param max the longest
public record Times(double mean, double stddev, double median, double min, double max) {

    private static final DoubleStatistics.Builder MOMENTS =
            DoubleStatistics.builder(
                    Statistic.MEAN, Statistic.STANDARD_DEVIATION, Statistic.MIN, Statistic.MAX);

    /// Of so many rounds.
    public static Times of(double... seconds) {
        if (seconds.length == 0) {
            return new Times(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        DoubleStatistics moments = MOMENTS.build(seconds);
        return new Times(
                moments.getAsDouble(Statistic.MEAN),
                seconds.length == 1
                        ? Double.NaN
                        : moments.getAsDouble(Statistic.STANDARD_DEVIATION),
                Median.withDefaults().withCopy(true).evaluate(seconds),
                moments.getAsDouble(Statistic.MIN),
                moments.getAsDouble(Statistic.MAX));
    }
}
