package dev.manykitchens.core.comparison;

import dev.manykitchens.core.statistics.Bootstrap;
import dev.manykitchens.core.statistics.Estimate;
import dev.manykitchens.core.statistics.Welch;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/// How many times faster one pool is than another: the ratio of their mean times, with a 95 %
/// interval.
///
/// The interval is an expanded percentile [Bootstrap] over rounds: both pools' rounds are drawn
/// again, ten thousand times. Of fewer than [#FEW_ROUNDS] too few different means can be drawn (two
/// rounds of each pool lie apart by chance once in three times), so there it also holds what normal
/// theory says of the logarithms, see [Welch]. One round says nothing about its spread: then the
/// ends are NaN.
///
/// @param ratio mean time of the other pool divided by that of this one: above 1 is faster
/// @param low lower end of the interval; NaN when not known
/// @param high upper end of the interval; NaN when not known
public record Ratio(double ratio, double low, double high) {

    /// With fewer rounds an interval rests on what times are usually like, and is wide.
    public static final int FEW_ROUNDS = 5;

    /// A pool against itself.
    public static final Ratio ONE = new Ratio(1, 1, 1);

    /// Of pools that cannot be compared: one has no complete round, or failed jobs.
    public static final Ratio UNKNOWN = new Ratio(Double.NaN, Double.NaN, Double.NaN);

    /// Of five rounds 0.1 % is left out at each end: ten draws.
    private static final int DRAWS = 10_000;

    /// How many times faster the rounds of one pool are than those of another.
    ///
    /// @param other seconds of the rounds of the pool compared with
    /// @param own seconds of the rounds of the pool in question
    /// @param seed fixes what is drawn
    public static Ratio ofMeans(double[] other, double[] own, long seed) {
        if (other.length == 0 || own.length == 0) {
            return UNKNOWN;
        }
        double ratio = Bootstrap.mean(other) / Bootstrap.mean(own);
        int rounds = Math.min(other.length, own.length);
        if (rounds == 1) {
            return new Ratio(ratio, Double.NaN, Double.NaN);
        }
        Estimate drawn = Bootstrap.estimate(ratio, drawnRatios(other, own, seed), rounds);
        if (rounds >= FEW_ROUNDS) {
            return new Ratio(ratio, drawn.low(), drawn.high());
        }
        double factor = Welch.factor(other, own);
        return new Ratio(
                ratio,
                Math.min(drawn.low(), ratio / factor),
                Math.max(drawn.high(), ratio * factor));
    }

    /// Whether the interval leaves out 1. A pool whose interval holds 1, or has none, shows no
    /// difference.
    public boolean showsDifference() {
        return low > 1 || high < 1;
    }

    /// Whether the whole interval says that the ratio is above 1 by more than this part: the one
    /// rule for "slower by more than 5 %" and "faster by more than 5 %". Not without an interval.
    public boolean showsMoreThan(double part) {
        return low > 1 + part;
    }

    /// Half the width of the interval; NaN when it is not known.
    public double margin() {
        return (high - low) / 2;
    }

    private static double[] drawnRatios(double[] other, double[] own, long seed) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        double[] ratios = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            ratios[i] = Bootstrap.drawnMean(other, random) / Bootstrap.drawnMean(own, random);
        }
        return ratios;
    }
}
