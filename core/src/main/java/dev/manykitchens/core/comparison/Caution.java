package dev.manykitchens.core.comparison;

import dev.manykitchens.core.measurement.Split;

import org.apache.commons.statistics.descriptive.Median;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A reason not to trust a figure of a pool too much, and what would help. A [Note] says which
/// pools it is about, one or several.
public sealed interface Caution {

    /// Two rounds differ by more than any spread explains from this modified z-score on.
    double OUTLIER_SCORE = 14.826;

    /// Rounds shorter than this measure dispatch more than work, in seconds.
    double SHORT_ROUND = 0.005;

    /// An efficiency is above 100 % when the whole of its interval is above this.
    double FULL_EFFICIENCY = 1.05;

    /// The host is busy when others use more than this share of the cores.
    double BUSY_SHARE = 0.15;

    /// Processor time is only known in ticks: of less measured time nothing is said.
    long LONG_ENOUGH_FOR_TICKS = 1_000_000_000;

    /// What stands behind the names of the pools, on one line and without a full stop.
    String describe();

    /// Jobs had no result: the times of the pool are not those of the whole work.
    ///
    /// @param failed how many, over all rounds
    record FailedJobs(int failed) implements Caution {
        @Override
        public String describe() {
            return "%d job%s failed, so there is no comparison of times"
                    .formatted(failed, failed == 1 ? "" : "s");
        }
    }

    /// The pool was stopped before its first round was complete.
    record NoRound() implements Caution {
        @Override
        public String describe() {
            return "no complete round";
        }
    }

    /// An interval over so few rounds is a rough guess, and over one there is none.
    ///
    /// @param rounds how many there are
    /// @param allRounds whether the pool got as many as were asked for
    /// @param allTime whether it used up the time that a pool has
    record FewRounds(int rounds, boolean allRounds, boolean allTime) implements Caution {
        @Override
        public String describe() {
            return rounds == 1
                    ? "only 1 round, so no interval is known" + advice("one needs more")
                    : "only %d rounds, so intervals are rough%s"
                            .formatted(rounds, advice("finer ones need more"));
        }

        /// Empty for a pool that was stopped: no option would have helped it.
        private String advice(String need) {
            if (allRounds) {
                return "; " + need + " --rounds" + (allTime ? " and --max-time" : "");
            }
            return allTime ? "; " + need + " --max-time" : "";
        }
    }

    /// The first rounds hold what a JVM does only once: loading classes, compiling.
    record NotWarmedUp() implements Caution {
        @Override
        public String describe() {
            return "not warmed up: --warmup 0";
        }
    }

    /// The last warm-up round was still faster than those before.
    ///
    /// @param rounds how many there were
    record NotSteady(int rounds) implements Caution {
        @Override
        public String describe() {
            return "not shown to be steady after %d warm-up round%s; --warmup or --max-time warms up for longer"
                    .formatted(rounds, rounds == 1 ? "" : "s");
        }
    }

    /// The clocks of workers are not known well enough for the way there and the way back.
    ///
    /// @param seconds how far they may be off
    record ClockOffset(double seconds) implements Caution {
        @Override
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "clocks of workers agree only to %.2g ms, so `wire` and `return` are known only together; --jobs with more work makes both matter less",
                    seconds * 1e3);
        }
    }

    /// Workers had no job before the first measured round.
    ///
    /// @param workers how many
    record ColdWorkers(int workers) implements Caution {
        @Override
        public String describe() {
            return "%d worker%s got no job while warming up; more jobs or --warmup rounds reach all"
                    .formatted(workers, workers == 1 ? "" : "s");
        }
    }

    /// The pool gains more than its slots explain.
    ///
    /// @param first the name of the first pool, which efficiency refers to
    record MoreThanEfficient(String first) implements Caution {
        @Override
        public String describe() {
            return "efficiency is above 100 % beyond noise, so `"
                    + first
                    + "`, the first pool, did not use its own slots fully: was it cold, or short of stoves or cores?";
        }
    }

    /// The first measured round took far longer than the others: the pool was not yet warm.
    ///
    /// @param times how many times the median of all rounds
    record FirstRoundSlow(double times) implements Caution {
        @Override
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "its first round took %.1f times as long as the others; more --warmup rounds would be measured warm",
                    times);
        }
    }

    /// Other programs, or other machines on the same hardware, used the cores meanwhile.
    ///
    /// @param others how many cores worked for them, on average
    /// @param cores how many this JVM may use
    record HostBusy(double others, int cores) implements Caution {
        @Override
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "up to %.1f of %d core%s worked for something else meanwhile; end it, or measure again with more --rounds",
                    others,
                    cores,
                    cores == 1 ? "" : "s");
        }
    }

    /// Some rounds stand far apart from the rest.
    ///
    /// @param rounds how many
    record Outliers(int rounds) implements Caution {
        @Override
        public String describe() {
            return "%d round%s far from the others; something else may have used this machine"
                    .formatted(rounds, rounds == 1 ? " is" : "s are");
        }
    }

    /// Rounds are so short that the work hardly shows.
    ///
    /// @param seconds how long one takes on average
    record ShortRounds(double seconds) implements Caution {
        @Override
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "a round takes only %.1f ms; more --jobs or longer --work measures more work and less dispatch",
                    seconds * 1e3);
        }
    }

    /// More threads want to compute at once than there are cores. Threads that mostly wait are not
    /// meant.
    ///
    /// @param threads how many may compute at the same instant
    /// @param cores how many can run at the same instant here
    /// @param machineCores how many the machine has: a container or an affinity mask gives fewer
    record MoreThreadsThanCores(int threads, int cores, int machineCores) implements Caution {
        @Override
        public String describe() {
            String where =
                    cores < machineCores
                            ? "the %d of %d cores that this process may use (docker --cpus, taskset)"
                                    .formatted(cores, machineCores)
                            : "%d core%s".formatted(cores, cores == 1 ? "" : "s");
            return "%d threads can compute at once on %s; more than %d gain only from waits: compare with a size of %d"
                    .formatted(threads, where, cores, cores);
        }
    }

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
        if (pool.measuredNanos() >= LONG_ENOUGH_FOR_TICKS
                && pool.othersCores() > BUSY_SHARE * cores) {
            cautions.add(new HostBusy(pool.othersCores(), cores));
        }
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

    /// The part of a job's running time in which it wants a core, from 0 to 1; 1 where it was not
    /// measured.
    private static double computingShare(PoolMeasurement pool) {
        Split split = pool.split();
        double wantsCore = split.stove() + split.cpu();
        double share = wantsCore / (wantsCore + split.waiting());
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
