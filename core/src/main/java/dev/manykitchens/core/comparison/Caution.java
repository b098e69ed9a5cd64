package dev.manykitchens.core.comparison;

import dev.manykitchens.core.measurement.Split;

import org.apache.commons.statistics.descriptive.Median;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A reason not to trust a figure of a pool too much. A [Note] says which pools it is about, one or
/// several; what it says to people, and what would help, are not said here.
public sealed interface Caution {

    /// Two rounds differ by more than any spread explains from this modified z-score on.
    double OUTLIER_SCORE = 14.826;

    /// Rounds shorter than this measure dispatch more than work, in seconds.
    double SHORT_ROUND = 0.005;

    /// An efficiency is above 100 % when the whole of its interval is above this.
    double FULL_EFFICIENCY = 1.05;

    /// Jobs had no result: the times of the pool are not those of the whole work.
    ///
    /// @param failed how many, over all rounds
    record FailedJobs(int failed) implements Caution {}

    /// The pool was stopped before its first round was complete.
    record NoRound() implements Caution {}

    /// An interval over so few rounds is a rough guess, and over one there is none.
    ///
    /// @param rounds how many there are
    /// @param allRounds whether the pool got as many as were asked for
    /// @param allTime whether it used up the time that a pool has
    record FewRounds(int rounds, boolean allRounds, boolean allTime) implements Caution {}

    /// The first rounds hold what a JVM does only once: loading classes, compiling.
    record NotWarmedUp() implements Caution {}

    /// The last warm-up round was still faster than those before.
    ///
    /// @param rounds how many there were
    record NotSteady(int rounds) implements Caution {}

    /// The clocks of workers are not known well enough for the way there and the way back.
    ///
    /// @param seconds how far they may be off
    record ClockOffset(double seconds) implements Caution {}

    /// Workers had no job before the first measured round.
    ///
    /// @param workers how many
    record ColdWorkers(int workers) implements Caution {}

    /// The pool gains more than its slots explain.
    ///
    /// @param first the name of the first pool, which efficiency refers to
    record MoreThanEfficient(String first) implements Caution {}

    /// The first measured round took far longer than the others: the pool was not yet warm.
    ///
    /// @param times how many times the median of all rounds
    record FirstRoundSlow(double times) implements Caution {}

    /// Other programs, or other machines on the same hardware, used the cores meanwhile.
    ///
    /// @param others how many cores worked for them, on average
    /// @param cores how many this JVM may use
    record HostBusy(double others, int cores) implements Caution {}

    /// Some rounds stand far apart from the rest.
    ///
    /// @param rounds how many
    record Outliers(int rounds) implements Caution {}

    /// Rounds are so short that the work hardly shows.
    ///
    /// @param seconds how long one takes on average
    record ShortRounds(double seconds) implements Caution {}

    /// More threads want to compute at once than there are cores. Threads that mostly wait are not
    /// meant.
    ///
    /// @param threads how many may compute at the same instant
    /// @param cores how many can run at the same instant here
    /// @param machineCores how many the machine has: a container or an affinity mask gives fewer
    record MoreThreadsThanCores(int threads, int cores, int machineCores) implements Caution {}

    /// The cautions for one pool of a comparison.
    ///
    /// @param cores how many threads run at the same instant here
    /// @param machineCores how many the machine could run
    static List<Caution> of(
            PoolMeasurement pool, ComparisonResult result, int cores, int machineCores) {
        List<Caution> cautions = new ArrayList<>();
        pool.spec()
                .computingThreads()
                .ifPresent(threads -> {
                    if (threads * computingShare(pool) > cores) {
                        cautions.add(new MoreThreadsThanCores(threads, cores, machineCores));
                    }
                });
        if (pool.rounds().isEmpty()) {
            cautions.add(new NoRound());
            return cautions;
        }
        if (pool.failed() > 0) {
            // Of times that are not compared nothing else needs to be said.
            cautions.add(new FailedJobs(pool.failed()));
            return cautions;
        }
        if (pool.rounds().size() < Ratio.FEW_ROUNDS) {
            cautions.add(fewRounds(pool, result.options()));
        }
        if (!result.options().warmUp().isWanted()) {
            cautions.add(new NotWarmedUp());
        } else if (pool.warmUp().coldWorkers() > 0) {
            cautions.add(new ColdWorkers(pool.warmUp().coldWorkers()));
        } else if (!pool.warmUp().steady().orElse(true)) {
            cautions.add(new NotSteady(pool.warmUp().rounds()));
        }
        if (result.efficiencyOf(pool, Ratio::low) > FULL_EFFICIENCY) {
            cautions.add(new MoreThanEfficient(result.baseline().name()));
        }
        // Of a pool that was measured for too short it is told by all of them together.
        Others others = pool.others().isLongEnough() ? pool.others() : result.others();
        others.disturbing(cores).ifPresent(cautions::add);
        Split split = pool.split();
        if (pool.clockErrorSeconds() > Math.max(split.wire(), split.returned())) {
            cautions.add(new ClockOffset(pool.clockErrorSeconds()));
        }
        double[] seconds = pool.seconds();
        double median = median(seconds);
        double farthest = farthest(seconds, median);
        int outliers =
                (int) Arrays.stream(seconds).filter(s -> Math.abs(s - median) > farthest).count();
        if (seconds[0] - median > farthest) {
            cautions.add(new FirstRoundSlow(seconds[0] / median));
            outliers--;
        }
        if (outliers > 0) {
            cautions.add(new Outliers(outliers));
        }
        if (pool.times().mean() < SHORT_ROUND) {
            cautions.add(new ShortRounds(pool.times().mean()));
        }
        return cautions;
    }

    private static FewRounds fewRounds(PoolMeasurement pool, ComparisonOptions options) {
        int rounds = pool.rounds().size();
        return new FewRounds(
                rounds, rounds >= options.rounds(), pool.measuredNanos() >= options.maxNanos());
    }

    /// The part of a job's own time in which it computes, from 0 to 1; 1 where it was not measured.
    private static double computingShare(PoolMeasurement pool) {
        double share = pool.split().computingShare();
        return Double.isNaN(share) ? 1 : share;
    }

    /// How far from the median a value may be: [#OUTLIER_SCORE] times the spread, which is the
    /// median distance on the scale of a standard deviation. Infinite without any spread.
    private static double farthest(double[] seconds, double median) {
        double[] distances = Arrays.stream(seconds).map(s -> Math.abs(s - median)).toArray();
        double spread = median(distances) / 0.6745;
        return spread > 0 ? OUTLIER_SCORE * spread : Double.POSITIVE_INFINITY;
    }

    private static double median(double[] values) {
        return Median.withDefaults().withCopy(true).evaluate(values);
    }
}
