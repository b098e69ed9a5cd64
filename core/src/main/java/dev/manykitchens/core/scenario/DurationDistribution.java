package dev.manykitchens.core.scenario;

import dev.manykitchens.core.recipe.DurationRange;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.LogNormalSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

import java.math.BigDecimal;
import java.time.Duration;

/// How long something takes that does not always take as long. Immutable.
///
/// `cv` is the coefficient of variation: the standard deviation divided by the mean.
public sealed interface DurationDistribution {

    /// The largest coefficient of variation.
    double MOST_VARIATION = 100;

    /// The smallest, other than none at all: what varies less cannot be drawn in 64 bits.
    double LEAST_VARIATION = 1e-6;

    /// The mean, in seconds.
    double meanSeconds();

    /// The squared coefficient of variation: variance over the square of the mean; 0 where the mean
    /// is 0.
    double scv();

    /// Draws from this distribution. Nothing longer than 24 hours is drawn: what would be is cut.
    DurationSampler sampler(UniformRandomProvider random);

    /// Always the same.
    record Constant(Duration value) implements DurationDistribution {
        public Constant {
            requireWithin(value, "a duration");
        }

        @Override
        public double meanSeconds() {
            return seconds(value);
        }

        @Override
        public double scv() {
            return 0;
        }

        @Override
        public DurationSampler sampler(UniformRandomProvider random) {
            long nanos = value.toNanos();
            // Nobody keeps an object of its own for no delay: simulated workers have thousands.
            return nanos == 0 ? () -> 0 : () -> nanos;
        }

        @Override
        public String toString() {
            return DurationRange.text(value);
        }
    }

    /// Any duration of a range is as likely as any other.
    record Uniform(DurationRange range) implements DurationDistribution {

        @Override
        public double meanSeconds() {
            return (seconds(range.min()) + seconds(range.max())) / 2;
        }

        @Override
        public double scv() {
            double width = seconds(range.max()) - seconds(range.min());
            double mean = meanSeconds();
            return mean == 0 ? 0 : width * width / 12 / (mean * mean);
        }

        @Override
        public DurationSampler sampler(UniformRandomProvider random) {
            long min = range.min().toNanos();
            long width = range.max().toNanos() - min;
            // Not by remainders: with other durations, the same number falls on the same part.
            return () -> min + (long) (random.nextDouble() * (width + 1));
        }

        @Override
        public String toString() {
            return range.toString();
        }
    }

    /// Without memory: how long it still takes does not depend on how long it took.
    record Exponential(Duration mean) implements DurationDistribution {
        public Exponential {
            requirePositive(mean, "the mean of an exponential distribution");
        }

        @Override
        public double meanSeconds() {
            return seconds(mean);
        }

        @Override
        public double scv() {
            return 1;
        }

        @Override
        public DurationSampler sampler(UniformRandomProvider random) {
            return rounding(ZigguratSampler.Exponential.of(random, (double) mean.toNanos()));
        }

        @Override
        public String toString() {
            return "exponential " + DurationRange.text(mean);
        }
    }

    /// Its logarithm is normal: most are short, some are long.
    ///
    /// @param mean of the durations themselves, not of their logarithms
    record Lognormal(Duration mean, double cv) implements DurationDistribution {
        public Lognormal {
            requirePositive(mean, "the mean of a lognormal distribution");
            requireVariation(cv);
        }

        @Override
        public double meanSeconds() {
            return seconds(mean);
        }

        @Override
        public double scv() {
            return cv * cv;
        }

        /// For a lognormal variable with the parameters m and s, the mean is exp(m + s²/2) and 1 +
        /// cv² is exp(s²).
        @Override
        public DurationSampler sampler(UniformRandomProvider random) {
            double variance = Math.log1p(cv * cv);
            double mu = Math.log((double) mean.toNanos()) - variance / 2;
            return rounding(
                    LogNormalSampler.of(
                            ZigguratSampler.NormalizedGaussian.of(random),
                            mu,
                            Math.sqrt(variance)));
        }

        @Override
        public String toString() {
            return "lognormal " + DurationRange.text(mean) + " cv " + number(cv);
        }
    }

    /// A sum of steps without memory, for a cv below 1; few long ones among many short ones, above.
    record Gamma(Duration mean, double cv) implements DurationDistribution {
        public Gamma {
            requirePositive(mean, "the mean of a gamma distribution");
            requireVariation(cv);
        }

        @Override
        public double meanSeconds() {
            return seconds(mean);
        }

        @Override
        public double scv() {
            return cv * cv;
        }

        /// The shape is 1 / cv², the scale the mean divided by it.
        @Override
        public DurationSampler sampler(UniformRandomProvider random) {
            double shape = 1 / (cv * cv);
            return rounding(
                    AhrensDieterMarsagliaTsangGammaSampler.of(
                            random, shape, mean.toNanos() / shape));
        }

        @Override
        public String toString() {
            return "gamma " + DurationRange.text(mean) + " cv " + number(cv);
        }
    }

    /// One of the durations that were measured, each as likely as any other.
    ///
    /// @param nanos what was measured, at least one; must not be changed
    /// @param source where they come from, as the scenario names it
    record Empirical(long[] nanos, String source) implements DurationDistribution {

        /// The most durations that are kept.
        public static final int MOST = 1_000_000;

        public Empirical {
            if (nanos.length == 0 || nanos.length > MOST) {
                throw new IllegalArgumentException(
                        "an empirical distribution must have from 1 to %d durations, had %d (%s)"
                                .formatted(MOST, nanos.length, source));
            }
            for (long duration : nanos) {
                requireWithin(Duration.ofNanos(duration), "a duration of " + source);
            }
        }

        @Override
        public double meanSeconds() {
            double sum = 0;
            for (long duration : nanos) {
                sum += duration;
            }
            return sum / nanos.length / 1e9;
        }

        @Override
        public double scv() {
            double mean = meanSeconds() * 1e9;
            double squares = 0;
            for (long duration : nanos) {
                squares += (duration - mean) * (duration - mean);
            }
            return mean == 0 ? 0 : squares / nanos.length / (mean * mean);
        }

        @Override
        public DurationSampler sampler(UniformRandomProvider random) {
            return () -> nanos[random.nextInt(nanos.length)];
        }

        @Override
        public String toString() {
            return "empirical " + source;
        }
    }

    private static DurationSampler rounding(ContinuousSampler nanos) {
        long most = DurationRange.LONGEST.toNanos();
        return () -> Math.min(Math.round(nanos.sample()), most);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static String number(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static void requireWithin(Duration value, String what) {
        if (value.isNegative() || value.compareTo(DurationRange.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " must be from 0 to 24h, was " + DurationRange.text(value));
        }
    }

    private static void requirePositive(Duration value, String what) {
        requireWithin(value, what);
        if (value.isZero()) {
            throw new IllegalArgumentException(
                    what + " must be above 0, was " + DurationRange.text(value));
        }
    }

    private static void requireVariation(double cv) {
        if (!(cv > 0 && cv <= MOST_VARIATION)) {
            throw new IllegalArgumentException(
                    "a coefficient of variation must be above 0 and at most %.0f, was %s; without variation give the duration alone"
                            .formatted(MOST_VARIATION, cv));
        }
        if (cv < LEAST_VARIATION) {
            throw new IllegalArgumentException(
                    "a coefficient of variation must be at least %s, was %s; without variation give the duration alone"
                            .formatted(number(LEAST_VARIATION), cv));
        }
    }
}
