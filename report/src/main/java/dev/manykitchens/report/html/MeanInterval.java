package dev.manykitchens.report.html;

import dev.manykitchens.core.measurement.Times;

import org.apache.commons.statistics.distribution.TDistribution;

/// The mean wall time of a pool's rounds and its 95 % interval by Student's distribution; without
/// an end where there is only one round.
///
/// @param mean in seconds
/// @param low NaN when not known
/// @param high NaN when not known
record MeanInterval(double mean, double low, double high) {

    private static final double TAIL = 0.025;

    static MeanInterval of(double[] seconds) {
        Times times = Times.of(seconds);
        if (seconds.length < 2) {
            return new MeanInterval(times.mean(), Double.NaN, Double.NaN);
        }
        double t = TDistribution.of(seconds.length - 1.0).inverseSurvivalProbability(TAIL);
        double half = t * times.stddev() / Math.sqrt(seconds.length);
        return new MeanInterval(
                times.mean(), Math.max(0, times.mean() - half), times.mean() + half);
    }

    boolean isKnown() {
        return !Double.isNaN(low);
    }

    /// The furthest figure that is drawn.
    double end() {
        return isKnown() ? high : mean;
    }
}
