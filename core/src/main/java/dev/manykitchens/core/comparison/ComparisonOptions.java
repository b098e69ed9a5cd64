package dev.manykitchens.core.comparison;

import dev.manykitchens.core.cost.BreakEven;
import dev.manykitchens.core.measurement.WarmUpPlan;
import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;
import java.util.OptionalInt;

/// How pools are compared.
///
/// @param rounds how often the batch runs on each pool, unless `maxTime` is over before
/// @param warmUpRounds how often before that, unmeasured; empty: until its rounds have stopped to
///   become faster, see [WarmUpPlan]
/// @param minTime a pool that has been measured for less gets further rounds, up to
///   [#MOST_FOR_TIME]; 0: it gets none
/// @param maxTime a pool that has been measured for so long gets no further rounds once it has
///   [#FEWEST_ROUNDS]; its warm-up stops after the same time
/// @param seed fixes the order of the rounds and what the intervals draw
/// @param breakEven whether each pool's [BreakEven] is looked for afterwards, which takes some
///   seconds a pool
public record ComparisonOptions(
        int rounds,
        OptionalInt warmUpRounds,
        Duration minTime,
        Duration maxTime,
        long seed,
        boolean breakEven) {

    /// The most rounds.
    public static final int MOST_ROUNDS = 10_000;

    /// So many rounds a pool gets whatever they take, unless fewer were asked for.
    public static final int FEWEST_ROUNDS = 3;

    /// So many rounds a pool gets at most because it was not measured for long enough. Of shorter
    /// rounds than that it takes more jobs, not more rounds, to know better.
    public static final int MOST_FOR_TIME = 500;

    /// Ten rounds and three seconds a pool, at most ten seconds, after warming up until steady.
    public static final ComparisonOptions DEFAULTS =
            new ComparisonOptions(
                    10,
                    OptionalInt.empty(),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(10),
                    1,
                    true);

    public ComparisonOptions {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new IllegalArgumentException(
                    "rounds must be from 1 to " + MOST_ROUNDS + ", was " + rounds);
        }
        // It checks the time too, which is the same for both.
        WarmUpPlan _ = new WarmUpPlan(warmUpRounds, maxTime);
        if (minTime.compareTo(maxTime) > 0) {
            throw new IllegalArgumentException(
                    "the least time for a pool must not be above the most, was %s and %s"
                            .formatted(DurationRange.text(minTime), DurationRange.text(maxTime)));
        }
    }

    /// So many rounds whatever they take, up to `maxTime`.
    public ComparisonOptions(int rounds, int warmUpRounds, Duration maxTime, long seed) {
        this(rounds, OptionalInt.of(warmUpRounds), Duration.ZERO, maxTime, seed, false);
    }

    /// How each pool is warmed up.
    public WarmUpPlan warmUp() {
        return new WarmUpPlan(warmUpRounds, maxTime);
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
}
