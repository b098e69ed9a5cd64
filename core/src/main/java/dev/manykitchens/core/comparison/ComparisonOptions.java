package dev.manykitchens.core.comparison;

import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;

/// How pools are compared.
///
/// @param rounds how often the batch runs on each pool at most
/// @param warmUpRounds how often before that, unmeasured
/// @param maxTime a pool that has been measured for so long gets no further rounds once it has
///   [#FEWEST_ROUNDS]; its warm-up stops after the same time
/// @param seed fixes the order of the rounds and what the intervals draw
public record ComparisonOptions(int rounds, int warmUpRounds, Duration maxTime, long seed) {

    /// The most rounds, and the most warm-up rounds.
    public static final int MOST_ROUNDS = 10_000;

    /// So many rounds a pool gets whatever they take, unless fewer were asked for.
    public static final int FEWEST_ROUNDS = 3;

    /// Ten rounds after two for warming up, ten seconds a pool.
    public static final ComparisonOptions DEFAULTS =
            new ComparisonOptions(10, 2, Duration.ofSeconds(10), 1);

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
    }

    /// [#maxTime] in nanoseconds.
    long maxNanos() {
        return maxTime.toNanos();
    }

    /// Whether a pool that was measured so often and for so long gets another round.
    boolean wantsRound(int measuredRounds, long measuredNanos) {
        return measuredRounds < rounds
                && (measuredRounds < FEWEST_ROUNDS || measuredNanos < maxNanos());
    }

    /// Whether a pool that was warmed up so often and for so long gets another warm-up round.
    boolean wantsWarmUp(int warmedRounds, long warmedNanos) {
        return warmedRounds < warmUpRounds && (warmedRounds == 0 || warmedNanos < maxNanos());
    }
}
