package dev.manykitchens.core.measurement;

import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;
import java.util.OptionalInt;

/// How long a pool is warmed up.
///
/// @param rounds how often the batch runs unmeasured; empty: until its rounds have stopped to
///   become faster, at most [#MOST_TO_STEADY] times
/// @param maxTime a pool that has been warmed up for so long gets no further rounds
public record WarmUpPlan(OptionalInt rounds, Duration maxTime) {

    /// The most rounds.
    public static final int MOST_ROUNDS = 10_000;

    /// A pool that is not steady after so many rounds is measured as it is, and it is said.
    public static final int MOST_TO_STEADY = 10;

    public WarmUpPlan {
        int given = rounds.orElse(0);
        if (given < 0 || given > MOST_ROUNDS) {
            throw new IllegalArgumentException(
                    "warm-up rounds must be from 0 to " + MOST_ROUNDS + ", was " + given);
        }
        if (!maxTime.isPositive()) {
            throw new IllegalArgumentException(
                    "the time for a pool must be above 0, was " + DurationRange.text(maxTime));
        }
    }

    /// Whether pools are warmed up at all.
    public boolean isWanted() {
        return mostRounds() > 0;
    }

    /// How often a pool will be warmed up, as far as can be told.
    ///
    /// @param warmedRounds how often it was so far, and still goes on
    public int expectedRounds(int warmedRounds) {
        int wanted = Math.max(Steadiness.LOOK_BACK + 1, warmedRounds + 1);
        return Math.min(rounds.orElse(wanted), mostRounds());
    }

    /// Whether a pool that was warmed up so often and for so long gets another round.
    ///
    /// @param steady whether its rounds have stopped becoming faster
    boolean wantsRound(int warmedRounds, long warmedNanos, boolean steady) {
        boolean enough = rounds.isEmpty() && steady;
        return !enough
                && warmedRounds < mostRounds()
                && (warmedRounds == 0 || warmedNanos < maxTime.toNanos());
    }

    private int mostRounds() {
        return rounds.orElse(MOST_TO_STEADY);
    }
}
