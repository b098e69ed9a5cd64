package dev.manykitchens.simulator.study;

import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.pool.PoolSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Looks for the smallest size of a pool with which response times keep a goal.
///
/// Sizes are doubled until one keeps it, then the gap is halved. A size keeps the goal when the
/// mean of its figure over all replications is below the limit; every size gets the same jobs. That
/// a larger size is never worse is taken for granted: where a resource is what jobs wait for, more
/// workers may change nothing, and then no size keeps it.
public final class Sizing {

    /// Sizes beside the one found that are shown too.
    private static final double[] AROUND = {0.5, 0.8, 1.25, 2};

    /// A size on trial.
    ///
    /// @param size how many workers, threads or whatever the kind of pool has
    /// @param study what was found
    /// @param figure the goal's figure
    /// @param keeps whether it keeps the goal
    /// @param failsTooOften whether more of its jobs fail than the goal leaves room for
    public record Tried(
            int size, PoolStudy study, Interval figure, boolean keeps, boolean failsTooOften) {}

    /// What was found.
    ///
    /// @param goal what should be kept
    /// @param smallest the smallest size that keeps it while the one below does not; empty when
    ///   none up to the limit does
    /// @param tried all sizes that were tried, the smallest first
    public record Found(Goal goal, Optional<Tried> smallest, List<Tried> tried) {

        public Found {
            tried = List.copyOf(tried);
        }

        /// Sizes below the one found that keep the goal too, although one between does not: chance,
        /// or a larger size that is worse.
        public List<Tried> alsoKeeping() {
            return tried.stream()
                    .filter(other ->
                            other.keeps()
                                    && smallest.isPresent()
                                    && other.size() < smallest.get().size())
                    .toList();
        }

        /// Sizes above the one found that do not keep the goal, for the same reasons.
        public List<Tried> missingAbove() {
            return tried.stream()
                    .filter(other ->
                            !other.keeps()
                                    && smallest.isPresent()
                                    && other.size() > smallest.get().size())
                    .toList();
        }

        /// How sure it is: whether the interval of the smallest size lies below the limit and that
        /// of the size below it above.
        public boolean isSure() {
            double limit = goal.limit().toNanos() / 1e9;
            return smallest.isPresent()
                    && smallest.get().figure().high() < limit
                    && tried.stream()
                            .filter(other -> other.size() == smallest.get().size() - 1)
                            .allMatch(other ->
                                    other.study().runs().isEmpty()
                                            || other.figure().low() >= limit);
        }
    }

    /// Runs a study of one pool.
    @FunctionalInterface
    public interface Studying {
        /// Runs it to its end.
        ///
        /// @throws InterruptedException when it was stopped
        PoolStudy study(PoolSpec spec) throws InterruptedException;
    }

    private final PoolSpec template;
    private final Goal goal;
    private final int most;
    private final Studying studying;
    private final TreeMap<Integer, Tried> tried = new TreeMap<>();

    /// @param template a pool of the kind in question, of any size
    /// @param most the largest size to try
    /// @throws IllegalArgumentException when the pool has no size
    public Sizing(PoolSpec template, Goal goal, int most, Studying studying) {
        if (template.withSize(1).isEmpty()) {
            throw new IllegalArgumentException(
                    "a pool whose size is looked for must have one, as threads:1 or processes:1x4, was "
                            + template);
        }
        this.template = template;
        this.goal = goal;
        this.most = most;
        this.studying = studying;
    }

    /// Looks for it.
    ///
    /// @throws InterruptedException when it was stopped
    public Found find() throws InterruptedException {
        int high = 1;
        while (!tried(high).keeps() && high < most) {
            high = Math.min(most, 2 * high);
        }
        if (!tried(high).keeps()) {
            return new Found(goal, Optional.empty(), new ArrayList<>(tried.values()));
        }
        int low = high / 2;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (tried(middle).keeps()) {
                high = middle;
            } else {
                low = middle;
            }
        }
        for (double part : AROUND) {
            int beside = (int) Math.round(high * part);
            if (beside >= 1 && beside <= most) {
                Tried _ = tried(beside);
            }
        }
        return new Found(goal, Optional.of(tried(high)), new ArrayList<>(tried.values()));
    }

    /// A job that fails has no response within the limit.
    private double mayFail() {
        return switch (goal.figure()) {
            case P50 -> 0.5;
            case P90 -> 0.1;
            case P99 -> 0.01;
            case MEAN, MAX -> 0;
        };
    }

    private Tried tried(int size) throws InterruptedException {
        Tried before = tried.get(size);
        if (before != null) {
            return before;
        }
        PoolStudy study = studying.study(template.withSize(size).orElseThrow());
        Interval figure = study.interval(run -> goal.figure().of(run.response()));
        boolean failsTooOften = study.failedPart() > mayFail();
        boolean keeps = figure.mean() < goal.limit().toNanos() / 1e9 && !failsTooOften;
        Tried now = new Tried(size, study, figure, keeps, failsTooOften);
        tried.put(size, now);
        return now;
    }
}
