package dev.manykitchens.core.advice;

import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.core.stove.StoveSpec;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which pool to take: of those that were not shown to be slower than the fastest by more than they
/// may be, and that keep the goal if there is one, the one that costs least. Pools with fewer
/// stoves than threads show what a lock does and are nothing to build, so one of them is only
/// advised where all are.
///
/// @param pool the one to take
/// @param fastest the fastest of all that were considered; may be the same
/// @param gain how many times faster the fastest is; exactly 1 for the fastest itself
/// @param cost what it takes of the machine
/// @param fastestCost what the fastest takes
/// @param computingShare the part of a job's own time in which it computes, from 0 to 1; NaN when
///   not known
/// @param largestTried whether no pool that was tried runs more jobs at once, although there are
///   more
/// @param within how much slower than the fastest a pool may be, as a part of its time
/// @param goal the limit for response times
/// @param goalMet whether any pool keeps the goal; when none does, `pool` comes closest
public record Advice(
        PoolMeasurement pool,
        PoolMeasurement fastest,
        Ratio gain,
        Cost cost,
        Cost fastestCost,
        double computingShare,
        boolean largestTried,
        double within,
        Optional<Goal> goal,
        boolean goalMet) {

    /// How much slower than the fastest a pool may be unless it is told otherwise.
    public static final double DEFAULT_WITHIN = 0.05;

    /// A pool may be slower by at most so many times the time of the fastest.
    public static final int MOST_WITHIN = 100;

    /// When the fastest may be so many times faster than it is allowed to be, as far as anybody
    /// knows, nothing is decided.
    private static final double DOUBT = 1.4;

    /// Whether the measurement says enough: the fastest was either shown to be hardly faster, or is
    /// the one to take.
    public boolean isDecided() {
        return !(gain.high() > DOUBT * (1 + within));
    }

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
        List<PoolMeasurement> judged = buildable(judged(result));
        if (judged.isEmpty()) {
            return Optional.empty();
        }
        List<PoolMeasurement> keeping =
                judged.stream()
                        .filter(pool -> goal.map(g -> g.isMetBy(pool.responses())).orElse(true))
                        .toList();
        return Optional.of(
                keeping.isEmpty()
                        ? closest(judged, within, goal.orElseThrow(), result, cores)
                        : cheapest(keeping, within, goal, result, cores));
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

    /// Those without a limit of stoves; all when each has one.
    private static List<PoolMeasurement> buildable(List<PoolMeasurement> judged) {
        List<PoolMeasurement> free =
                judged.stream()
                        .filter(pool -> pool.spec().stoves().equals(StoveSpec.UNLIMITED))
                        .toList();
        return free.isEmpty() ? judged : free;
    }

    private static Advice cheapest(
            List<PoolMeasurement> keeping,
            double within,
            Optional<Goal> goal,
            ComparisonResult result,
            int cores) {
        PoolMeasurement fastest = keeping.getFirst();
        long seed = result.options().seed();
        PoolMeasurement pool =
                keeping.stream()
                        .filter(candidate -> !isSlower(candidate, fastest, within, seed))
                        .min(Comparator.comparing(candidate -> Cost.of(candidate.spec(), cores)))
                        .orElse(fastest);
        return advice(pool, fastest, within, goal, true, result, cores);
    }

    /// Whether a pool was shown to be slower than the fastest, by more than it may be. What was not
    /// shown is not paid for.
    private static boolean isSlower(
            PoolMeasurement pool, PoolMeasurement fastest, double within, long seed) {
        return Ratio.ofMeans(pool.seconds(), fastest.seconds(), seed).showsMoreThan(within);
    }

    private static Advice closest(
            List<PoolMeasurement> judged,
            double within,
            Goal goal,
            ComparisonResult result,
            int cores) {
        PoolMeasurement pool =
                judged.stream()
                        .min(
                                Comparator.comparingDouble(
                                        candidate -> goal.figure().of(candidate.responses())))
                        .orElseThrow();
        return advice(pool, judged.getFirst(), within, Optional.of(goal), false, result, cores);
    }

    private static Advice advice(
            PoolMeasurement pool,
            PoolMeasurement fastest,
            double within,
            Optional<Goal> goal,
            boolean goalMet,
            ComparisonResult result,
            int cores) {
        Ratio gain =
                pool.equals(fastest)
                        ? Ratio.ONE
                        : Ratio.ofMeans(pool.seconds(), fastest.seconds(), result.options().seed());
        return new Advice(
                pool,
                fastest,
                gain,
                Cost.of(pool.spec(), cores),
                Cost.of(fastest.spec(), cores),
                pool.split().computingShare(),
                isLargestTried(pool, result),
                within,
                goal,
                goalMet);
    }

    private static boolean isLargestTried(PoolMeasurement pool, ComparisonResult result) {
        int slots = pool.slots().orElse(Integer.MAX_VALUE);
        return slots < result.batch().size()
                && result.pools().stream()
                        .allMatch(other -> other.slots().orElse(Integer.MAX_VALUE) <= slots);
    }
}
