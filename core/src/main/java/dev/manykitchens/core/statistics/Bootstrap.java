package dev.manykitchens.core.statistics;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/// Expanded percentile intervals by bootstrap over rounds.
///
/// A figure is computed again and again from rounds that are drawn with replacement from those
/// measured, and the middle of what comes out is kept. The middle 95 % would be too narrow, because
/// a sample of `n` rounds spreads less than what it was drawn from, and the more so the fewer there
/// are; what is kept instead leaves out `Φ(-√(n/(n-1)) · t)` at each end, where `t` is the 97.5 %
/// quantile of Student's distribution with `n - 1` degrees of freedom (Hesterberg, *What Teachers
/// Should Know About the Bootstrap*, The American Statistician 69, 2015). For ten rounds that is
/// the middle 98.3 %, below five nearly the whole range.
public final class Bootstrap {

    private static final double TAIL = 0.025;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Bootstrap() {}

    /// The mean of as many rounds as there are, drawn with replacement.
    public static double drawnMean(double[] rounds, UniformRandomProvider random) {
        double sum = 0;
        for (int i = 0; i < rounds.length; i++) {
            sum += rounds[random.nextInt(rounds.length)];
        }
        return sum / rounds.length;
    }

    /// The mean of the rounds; NaN without any.
    public static double mean(double[] rounds) {
        return Mean.of(rounds).getAsDouble();
    }

    /// The interval around a figure.
    ///
    /// @param value the figure of the rounds measured
    /// @param draws the same of rounds that were drawn
    /// @param rounds how many rounds there are; of one nothing is known but the value
    public static Estimate estimate(double value, double[] draws, int rounds) {
        if (rounds < 2) {
            return new Estimate(value, Double.NaN, Double.NaN);
        }
        double tail = tail(rounds);
        double[] ends = Quantile.withDefaults().evaluate(draws, tail, 1 - tail);
        return new Estimate(value, ends[0], ends[1]);
    }

    /// What is left out at each end, from 0 to 1.
    private static double tail(int rounds) {
        double t = TDistribution.of(rounds - 1).inverseSurvivalProbability(TAIL);
        return NORMAL.cumulativeProbability(-Math.sqrt(rounds / (rounds - 1.0)) * t);
    }
}
