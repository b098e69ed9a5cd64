package dev.manykitchens.simulator.study;

import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

import java.util.Arrays;

/// The mean of a figure over independent replications, with its 95 % confidence interval: Student's
/// t, with one degree of freedom less than there are replications (Law, Simulation Modeling and
/// Analysis, chapter 9).
///
/// @param mean NaN without any replication
/// @param low lower end; NaN with fewer than two
/// @param high upper end; NaN with fewer than two
/// @param count how many replications
public record Interval(double mean, double low, double high, int count) {

    private static final double BEYOND = 0.025;

    /// Of the figures of replications; those that are NaN are left out.
    public static Interval of(double... figures) {
        double[] known = Arrays.stream(figures).filter(figure -> !Double.isNaN(figure)).toArray();
        int count = known.length;
        if (count == 0) {
            return new Interval(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        double mean = Mean.of(known).getAsDouble();
        if (count == 1) {
            return new Interval(mean, Double.NaN, Double.NaN, 1);
        }
        double t = TDistribution.of(count - 1.0).inverseSurvivalProbability(BEYOND);
        double half = t * StandardDeviation.of(known).getAsDouble() / Math.sqrt(count);
        return new Interval(mean, mean - half, mean + half, count);
    }

    /// Of ratios: the same of their logarithms, so that twice as fast and half as fast lie as far
    /// from 1. The mean is the geometric one.
    public static Interval ofRatios(double... ratios) {
        Interval logs = of(Arrays.stream(ratios).map(Math::log).toArray());
        return new Interval(
                Math.exp(logs.mean), Math.exp(logs.low), Math.exp(logs.high), logs.count);
    }

    /// Half of its width; NaN when it is not known.
    public double halfWidth() {
        return (high - low) / 2;
    }

    /// Half of its width as a part of the mean; NaN when it is not known.
    public double precision() {
        return mean == 0 ? (halfWidth() == 0 ? 0 : Double.NaN) : halfWidth() / Math.abs(mean);
    }

    /// Whether it holds a figure.
    public boolean holds(double figure) {
        return low <= figure && figure <= high;
    }
}
