package dev.manykitchens.core.comparison;

import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;

/// How pools are compared.
///
/// @param rounds how often the batch runs on each pool, unless `maxTime` is over before
/// @param warmUpRounds how often before that, unmeasured
/// @param minTime a pool that has been measured for less gets further rounds, up to
///   [#MOST_FOR_TIME]; 0: it gets none
/// @param maxTime a pool that has been measured for so long gets no further rounds once it has
///   [#FEWEST_ROUNDS]; its warm-up stops after the same time
/// @param seed fixes the order of the rounds and what the intervals draw
public record ComparisonOptions(
        int rounds, int warmUpRounds, Duration minTime, Duration maxTime, long seed) {

    /// The most rounds, and the most warm-up rounds.
    public static final int MOST_ROUNDS = 10_000;

    /// So many rounds a pool gets whatever they take, unless fewer were asked for.
    public static final int FEWEST_ROUNDS = 3;

    /// So many rounds a pool gets at most because it was not measured for long enough. Of shorter
    /// rounds than that it takes more jobs, not more rounds, to know better.
    public static final int MOST_FOR_TIME = 500;

    /// Ten rounds and three seconds a pool after two rounds for warming up, at most ten seconds.
    public static final ComparisonOptions DEFAULTS =
            new ComparisonOptions(10, 2, Duration.ofSeconds(3), Duration.ofSeconds(10), 1);

    public ComparisonOptions {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new IllegalArgumentException(
                    "rounds must be from 1 to " + MOST_ROUNDS + ", was " + rounds);
        }
        if (warmUpRounds < 0 || warmUpRounds > MOST_ROUNDS) {
            throw new IllegalArgumentException(
                    "warm-up rounds must be from 0 to " + MOST_ROUNDS + ", was " + warmUpRounds);
        }
        if (!maxTime.isPositive()) {
            throw new IllegalArgumentException(
                    "the time for a pool must be above 0, was " + DurationRange.text(maxTime));
        }
        if (minTime.compareTo(maxTime) > 0) {
            throw new IllegalArgumentException(
                    "the least time for a pool must not be above the most, was %s and %s"
                            .formatted(DurationRange.text(minTime), DurationRange.text(maxTime)));
        }
    }

    /// So many rounds whatever they take, up to `maxTime`.
    public ComparisonOptions(int rounds, int warmUpRounds, Duration maxTime, long seed) {
        this(rounds, warmUpRounds, Duration.ZERO, maxTime, seed);
    }

    /// [#maxTime] in nanoseconds.
    long maxNanos() {
        return maxTime.toNanos();
    }

    /// Whether a pool that was measured so often and for so long gets another round.
    boolean wantsRound(int measuredRounds, long measuredNanos) {
        boolean tooShort = measuredRounds < MOST_FOR_TIME && measuredNanos < minTime.toNanos();
        return measuredRounds < rounds
                ? measuredRounds < FEWEST_ROUNDS || measuredNanos < maxNanos()
                : tooShort;
    }

    /// How many rounds a pool will get whose rounds take so long.
    ///
    /// @param roundNanos NaN when it is not known yet
    public long expectedRounds(double roundNanos) {
        if (Double.isNaN(roundNanos)) {
            return rounds;
        }
        double forMin = Math.min(Math.ceil(minTime.toNanos() / roundNanos), MOST_FOR_TIME);
        double wanted = Math.max(rounds, forMin);
        double inMax = Math.max(Math.ceil(maxNanos() / roundNanos), FEWEST_ROUNDS);
        return (long) Math.min(wanted, inMax);
    }

    /// Whether a pool that was warmed up so often and for so long gets another warm-up round.
    boolean wantsWarmUp(int warmedRounds, long warmedNanos) {
        return warmedRounds < warmUpRounds && (warmedRounds == 0 || warmedNanos < maxNanos());
    }
}
