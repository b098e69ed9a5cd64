package dev.manykitchens.core.advice;

import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.core.measurement.Split;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which pool to take: of those that were not shown to be slower than the fastest by more than they
/// may be, and that keep the goal if there is one, the one that costs least.
///
/// @param pool the one to take
/// @param fastest the fastest of all that were considered; may be the same
/// @param slower how many times as long as the fastest it takes; 1 for the fastest itself
/// @param cost what it takes of the machine
/// @param fastestCost what the fastest takes
/// @param computingShare the part of a job's running time in which it computes or is ready to, from
///   0 to 1; NaN when not known
/// @param within how much slower than the fastest a pool may be, as a part of its time
/// @param goal the limit for response times
/// @param goalMet whether any pool keeps the goal; when none does, `pool` comes closest
public record Advice(
        PoolMeasurement pool,
        PoolMeasurement fastest,
        double slower,
        Cost cost,
        Cost fastestCost,
        double computingShare,
        double within,
        Optional<Goal> goal,
        boolean goalMet) {

    /// How much slower than the fastest a pool may be unless it is told otherwise.
    public static final double DEFAULT_WITHIN = 0.05;

    /// A pool may be slower by at most so many times the time of the fastest.
    public static final int MOST_WITHIN = 100;

    /// The advice that follows from a comparison; empty when no pool can be judged, or one has
    /// fewer than [ComparisonOptions#FEWEST_ROUNDS] rounds, of which nothing follows.
    ///
    /// @param within how much slower than the fastest a pool may be, as a part of its time
    /// @param cores how many threads run at the same instant here
    /// @throws IllegalArgumentException when `within` is not from 0 to [#MOST_WITHIN]
    public static Optional<Advice> of(
            ComparisonResult result, double within, Optional<Goal> goal, int cores) {
        if (!(within >= 0 && within <= MOST_WITHIN)) {
            throw new IllegalArgumentException(
                    "what a pool may be slower must be from 0 %% to %,d %%, was %s %%"
                            .formatted(100L * MOST_WITHIN, 100 * within));
        }
        List<PoolMeasurement> judged = judged(result);
        if (judged.isEmpty()) {
            return Optional.empty();
        }
        List<PoolMeasurement> keeping =
                judged.stream()
                        .filter(pool -> goal.map(g -> g.isMetBy(pool.responses())).orElse(true))
                        .toList();
        return Optional.of(
                keeping.isEmpty()
                        ? closest(judged, within, goal.orElseThrow(), cores)
                        : cheapest(keeping, within, goal, cores, result.options().seed()));
    }

    /// Why a pool is not among the best, if it is not: another one was shown to be faster, by more
    /// than it may be.
    ///
    /// @param name the name of the pool that should be the best
    /// @throws IllegalArgumentException when there is no such pool
    public static Optional<Better> betterThan(String name, ComparisonResult result, double within) {
        PoolMeasurement wanted =
                result.pools().stream()
                        .filter(pool -> pool.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException("no pool is named " + name));
        List<PoolMeasurement> judged = judged(result);
        if (!judged.contains(wanted)) {
            return Optional.of(new Better(Optional.empty(), Ratio.UNKNOWN));
        }
        PoolMeasurement fastest = judged.getFirst();
        long seed = result.options().seed();
        return isSlower(wanted, fastest, within, seed)
                ? Optional.of(
                        new Better(
                                Optional.of(fastest.name()),
                                Ratio.ofMeans(wanted.seconds(), fastest.seconds(), seed)))
                : Optional.empty();
    }

    /// What is better than a pool.
    ///
    /// @param pool the faster one; empty when the pool in question cannot be judged at all
    /// @param ratio how many times faster it is
    public record Better(Optional<String> pool, Ratio ratio) {}

    /// The fastest first. A pool with fewer rounds than that cannot be judged: nothing follows from
    /// those.
    private static List<PoolMeasurement> judged(ComparisonResult result) {
        return result.ranked().stream()
                .filter(PoolMeasurement::isComparable)
                .filter(pool -> pool.rounds().size() >= ComparisonOptions.FEWEST_ROUNDS)
                .toList();
    }

    private static Advice cheapest(
            List<PoolMeasurement> keeping,
            double within,
            Optional<Goal> goal,
            int cores,
            long seed) {
        PoolMeasurement fastest = keeping.getFirst();
        PoolMeasurement pool =
                keeping.stream()
                        .filter(candidate -> !isSlower(candidate, fastest, within, seed))
                        .min(Comparator.comparing(candidate -> Cost.of(candidate.spec(), cores)))
                        .orElse(fastest);
        return advice(pool, fastest, within, goal, true, cores);
    }

    /// Whether a pool was shown to be slower than the fastest, by more than it may be. What was not
    /// shown is not paid for.
    private static boolean isSlower(
            PoolMeasurement pool, PoolMeasurement fastest, double within, long seed) {
        return Ratio.ofMeans(pool.seconds(), fastest.seconds(), seed).showsMoreThan(within);
    }

    private static Advice closest(
            List<PoolMeasurement> judged, double within, Goal goal, int cores) {
        PoolMeasurement pool =
                judged.stream()
                        .min(
                                Comparator.comparingDouble(
                                        candidate -> goal.figure().of(candidate.responses())))
                        .orElseThrow();
        return advice(pool, judged.getFirst(), within, Optional.of(goal), false, cores);
    }

    private static Advice advice(
            PoolMeasurement pool,
            PoolMeasurement fastest,
            double within,
            Optional<Goal> goal,
            boolean goalMet,
            int cores) {
        Split split = pool.split();
        double computing = split.cpu() + split.stove();
        return new Advice(
                pool,
                fastest,
                pool.times().mean() / fastest.times().mean(),
                Cost.of(pool.spec(), cores),
                Cost.of(fastest.spec(), cores),
                computing / (computing + split.waiting()),
                within,
                goal,
                goalMet);
    }
}
