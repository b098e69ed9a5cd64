package dev.manykitchens.core.comparison;

import dev.manykitchens.core.pool.PoolSpec;

import org.apache.commons.statistics.descriptive.Median;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// A reason not to trust a figure too much, and what would help.
public sealed interface Caution {

    /// Two rounds differ by more than any spread explains from this modified z-score on.
    double OUTLIER_SCORE = 14.826;

    /// Rounds shorter than this measure dispatch more than work, in seconds.
    double SHORT_ROUND = 0.005;

    /// One line, without a full stop.
    String describe();

    /// Jobs had no result: the times of the pool are not those of the whole work.
    record FailedJobs(String pool, int failed) implements Caution {
        @Override
        public String describe() {
            return "`%s`: %d job%s failed, so its times are not compared"
                    .formatted(pool, failed, failed == 1 ? "" : "s");
        }
    }

    /// The pool was stopped before its first round was complete.
    record NoRound(String pool) implements Caution {
        @Override
        public String describe() {
            return "`%s`: no complete round".formatted(pool);
        }
    }

    /// An interval over so few rounds is a rough guess.
    record FewRounds(String pool, int rounds) implements Caution {
        @Override
        public String describe() {
            return "`%s`: only %d round%s, so its intervals are rough; --max-time gives it more time"
                    .formatted(pool, rounds, rounds == 1 ? "" : "s");
        }
    }

    /// Workers had no job before the first measured round.
    record ColdWorkers(String pool, int workers) implements Caution {
        @Override
        public String describe() {
            return "`%s`: %d worker%s got no job while warming up; more jobs or --warmup rounds reach all"
                    .formatted(pool, workers, workers == 1 ? "" : "s");
        }
    }

    /// Some rounds stand far apart from the rest.
    record Outliers(String pool, int rounds) implements Caution {
        @Override
        public String describe() {
            return "`%s`: %d round%s far from the others; something else may have used this machine"
                    .formatted(pool, rounds, rounds == 1 ? " is" : "s are");
        }
    }

    /// Rounds are so short that the work hardly shows.
    record ShortRounds(String pool, double seconds) implements Caution {
        @Override
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "`%s`: a round takes only %.1f ms; more --jobs or longer --work measures more work and less dispatch",
                    pool,
                    seconds * 1e3);
        }
    }

    /// More threads want to compute at once than there are cores. Threads that mostly wait are not
    /// meant.
    record MoreThreadsThanCores(String pool, int threads, int cores) implements Caution {
        @Override
        public String describe() {
            return "`%s`: %d threads can compute at once on %d core%s; beyond %d they gain only from waits"
                    .formatted(pool, threads, cores, cores == 1 ? "" : "s", cores);
        }
    }

    /// The cautions for one pool.
    static List<Caution> of(PoolMeasurement pool, ComparisonOptions options, int cores) {
        List<Caution> cautions = new ArrayList<>();
        String name = pool.name();
        int rounds = pool.rounds().size();
        computingThreads(pool.spec())
                .ifPresent(threads -> {
                    if (threads * computingShare(pool) > cores) {
                        cautions.add(new MoreThreadsThanCores(name, threads, cores));
                    }
                });
        if (rounds == 0) {
            cautions.add(new NoRound(name));
            return cautions;
        }
        if (pool.failed() > 0) {
            cautions.add(new FailedJobs(name, pool.failed()));
        }
        if (rounds < Ratio.FEW_ROUNDS) {
            cautions.add(new FewRounds(name, rounds));
        }
        if (pool.coldWorkers() > 0 && options.warmUpRounds() > 0) {
            cautions.add(new ColdWorkers(name, pool.coldWorkers()));
        }
        int outliers = outliers(pool.seconds());
        if (outliers > 0) {
            cautions.add(new Outliers(name, outliers));
        }
        if (pool.times().mean() < SHORT_ROUND) {
            cautions.add(new ShortRounds(name, pool.times().mean()));
        }
        return cautions;
    }

    /// The part of a job's running time in which it wants a core, from 0 to 1; 1 where it was not
    /// measured.
    private static double computingShare(PoolMeasurement pool) {
        Split split = pool.split();
        double wantsCore = split.stove() + split.cpu() + split.other();
        double share = wantsCore / (wantsCore + split.waiting() + split.resource());
        return Double.isNaN(share) ? 1 : share;
    }

    /// How many threads of a pool may compute at the same instant on this machine; empty for
    /// workers elsewhere and where the JVM itself keeps them to the cores.
    static OptionalInt computingThreads(PoolSpec spec) {
        return switch (spec.kind()) {
            case PoolSpec.Kind.Threads(int size) -> OptionalInt.of(withStoves(spec, size));
            case PoolSpec.Kind.ForkJoin(int size) -> OptionalInt.of(withStoves(spec, size));
            case PoolSpec.Kind.Hybrid(int size) -> OptionalInt.of(withStoves(spec, size));
            case PoolSpec.Kind.Processes(int size, int threads) ->
                    OptionalInt.of(size * withStoves(spec, threads));
            case PoolSpec.Kind.Sequential(), PoolSpec.Kind.Async() -> OptionalInt.of(1);
            case PoolSpec.Kind.Virtual _, PoolSpec.Kind.Cluster() -> OptionalInt.empty();
        };
    }

    private static int withStoves(PoolSpec spec, int threads) {
        return Math.min(threads, spec.stoves().count().orElse(threads));
    }

    /// How many values have a modified z-score beyond [#OUTLIER_SCORE]: distance from the median in
    /// units of the median distance.
    private static int outliers(double[] seconds) {
        Median medianOf = Median.withDefaults().withCopy(true);
        double median = medianOf.evaluate(seconds);
        double[] distances = Arrays.stream(seconds).map(s -> Math.abs(s - median)).toArray();
        double spread = medianOf.evaluate(distances) / 0.6745;
        return (int)
                Arrays.stream(distances)
                        .filter(d -> d > OUTLIER_SCORE * spread && spread > 0)
                        .count();
    }
}
