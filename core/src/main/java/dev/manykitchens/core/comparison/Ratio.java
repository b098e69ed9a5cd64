package dev.manykitchens.core.comparison;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/// How many times faster one pool is than another: the ratio of their mean times, with a 95 %
/// interval.
///
/// The interval is an expanded percentile bootstrap over rounds: both pools' rounds are drawn again
/// with replacement, ten thousand times, and the middle of the ratios is kept. The middle 95 %
/// would be too narrow, because a sample of `n` rounds spreads less than what it was drawn from,
/// and the more so the fewer there are; what is kept instead leaves out `Φ(-√(n/(n-1)) · t)` at
/// each end, where `t` is the 97.5 % quantile of Student's distribution with `n - 1` degrees of
/// freedom (Hesterberg, *What Teachers Should Know About the Bootstrap*, The American Statistician
/// 69, 2015). For ten rounds that is the middle 98.3 %, below [#FEW_ROUNDS] nearly the whole range.
/// One round says nothing about its spread: then the ends are NaN.
///
/// @param ratio mean time of the other pool divided by that of this one: above 1 is faster
/// @param low lower end of the interval; NaN when not known
/// @param high upper end of the interval; NaN when not known
public record Ratio(double ratio, double low, double high) {

    /// With fewer rounds an interval is hardly better than the range of what was drawn.
    public static final int FEW_ROUNDS = 5;

    /// A pool against itself.
    public static final Ratio ONE = new Ratio(1, 1, 1);

    /// Of pools that cannot be compared: one has no complete round, or failed jobs.
    public static final Ratio UNKNOWN = new Ratio(Double.NaN, Double.NaN, Double.NaN);

    /// Of five rounds 0.1 % is left out at each end: ten draws.
    private static final int RESAMPLES = 10_000;

    private static final double TAIL = 0.025;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /// How many times faster the rounds of one pool are than those of another.
    ///
    /// @param other seconds of the rounds of the pool compared with
    /// @param own seconds of the rounds of the pool in question
    /// @param seed fixes what is drawn
    public static Ratio ofMeans(double[] other, double[] own, long seed) {
        if (other.length == 0 || own.length == 0) {
            return UNKNOWN;
        }
        double ratio = mean(other) / mean(own);
        int rounds = Math.min(other.length, own.length);
        if (rounds == 1) {
            return new Ratio(ratio, Double.NaN, Double.NaN);
        }
        double[] drawn = resampledRatios(other, own, seed);
        double tail = tail(rounds);
        double[] ends = Quantile.withDefaults().evaluate(drawn, tail, 1 - tail);
        return new Ratio(ratio, ends[0], ends[1]);
    }

    /// Whether the interval leaves out 1. A pool whose interval holds 1, or has none, shows no
    /// difference.
    public boolean showsDifference() {
        return low > 1 || high < 1;
    }

    /// Half the width of the interval; NaN when it is not known.
    public double margin() {
        return (high - low) / 2;
    }

    /// What is left out at each end, from 0 to 1.
    private static double tail(int rounds) {
        double t = TDistribution.of(rounds - 1).inverseSurvivalProbability(TAIL);
        return NORMAL.cumulativeProbability(-Math.sqrt(rounds / (rounds - 1.0)) * t);
    }

    private static double[] resampledRatios(double[] other, double[] own, long seed) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            ratios[i] = resampledMean(other, random) / resampledMean(own, random);
        }
        return ratios;
    }

    private static double resampledMean(double[] seconds, UniformRandomProvider random) {
        double sum = 0;
        for (int i = 0; i < seconds.length; i++) {
            sum += seconds[random.nextInt(seconds.length)];
        }
        return sum / seconds.length;
    }

    private static double mean(double[] seconds) {
        return Times.of(seconds).mean();
    }
}
