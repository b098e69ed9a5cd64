package dev.manykitchens.core.load;

import dev.manykitchens.core.measurement.Deadlines;
import dev.manykitchens.core.measurement.WarmUpPlan;
import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// What load each pool gets.
///
/// @param arrivals when jobs come
/// @param duration for how long they come; above 0
/// @param warmUpRounds how often each pool runs the batch before, unmeasured; empty: until its
///   rounds no longer become faster
/// @param seed fixes the arrivals that are drawn here and the turns of the pools
/// @param deadlines by when jobs should be done
/// @param priorities how urgent jobs are
public record LoadPlan(
        LoadArrivals arrivals,
        Duration duration,
        OptionalInt warmUpRounds,
        long seed,
        Deadlines deadlines,
        JobPriorities priorities) {

    /// The most jobs that are expected to come: the times of each are kept until the load is over.
    public static final int MOST_JOBS = 2_000_000;

    /// So many jobs may have come and not ended. A pool that has more is overloaded, and its load
    /// is stopped: no pool takes more unfinished batches than that.
    public static final int MOST_IN_SYSTEM = 10_000;

    /// A load without `--duration` goes on for so long.
    public static final Duration USUAL_DURATION = Duration.ofSeconds(10);

    private static final Duration SHORTEST_DRAIN = Duration.ofSeconds(5);
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(1);
    private static final Duration WARM_UP_LOAD = Duration.ofSeconds(1);
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(10);

    public LoadPlan {
        if (!duration.isPositive() || duration.compareTo(DurationRange.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the duration of a load must be above 0 and at most 24h, was "
                            + DurationRange.text(duration));
        }
        switch (arrivals) {
            case LoadArrivals.AtRate(Rate rate) -> requireJobs(rate, duration);
            case LoadArrivals.Planned planned -> {
                int jobs = planned.schedule().size();
                if (jobs < 1 || jobs > MOST_JOBS) {
                    throw new IllegalArgumentException(
                            String.format(
                                    Locale.ROOT,
                                    "a load must have from 1 to %,d jobs, %s has %,d",
                                    MOST_JOBS,
                                    arrivals,
                                    jobs));
                }
            }
            case LoadArrivals.Closed _ -> {}
        }
        // Whatever else it refuses, it refuses here.
        WarmUpPlan _ = new WarmUpPlan(warmUpRounds, LONGEST_WARM_UP);
    }

    /// Jobs that come at random and have neither deadlines nor priorities of their own.
    public LoadPlan(Rate rate, Duration duration, OptionalInt warmUpRounds, long seed) {
        this(
                new LoadArrivals.AtRate(rate),
                duration,
                warmUpRounds,
                seed,
                Deadlines.NONE,
                JobPriorities.NONE);
    }

    private static void requireJobs(Rate rate, Duration duration) {
        double expected = expectedJobs(rate, duration);
        if (expected > MOST_JOBS) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "a load must have at most %,d jobs, %s for %s has %,.0f; lower --rate or --duration",
                            MOST_JOBS,
                            rate,
                            DurationRange.text(duration),
                            expected));
        }
        if (expected < 1) {
            throw new IllegalArgumentException(
                    "a load must have at least one job, %s for %s has fewer; raise --rate or --duration"
                            .formatted(rate, DurationRange.text(duration)));
        }
    }

    /// How pools are warmed up.
    WarmUpPlan warmUp() {
        return new WarmUpPlan(warmUpRounds, LONGEST_WARM_UP);
    }

    /// The load that a pool gets before the one that is measured: a second of the same. Empty when
    /// fewer than one job is to be expected in it; then only rounds warm up.
    Optional<LoadPlan> warmUpLoad() {
        Duration second = duration.compareTo(WARM_UP_LOAD) < 0 ? duration : WARM_UP_LOAD;
        return warmUpArrivals(second)
                .map(first ->
                        new LoadPlan(
                                first, second, warmUpRounds, ~seed, Deadlines.NONE, priorities));
    }

    private Optional<LoadArrivals> warmUpArrivals(Duration second) {
        return switch (arrivals) {
            case LoadArrivals.AtRate(Rate rate) ->
                    Optional.of(arrivals).filter(_ -> expectedJobs(rate, second) >= 1);
            case LoadArrivals.Planned(ArrivalSchedule schedule, int atOnce, String words) ->
                    Optional.of(schedule.first(schedule.due(second.toNanos() - 1)))
                            .filter(first -> first.size() > 0)
                            .map(first -> new LoadArrivals.Planned(first, atOnce, words));
            case LoadArrivals.Closed closed -> Optional.of(closed);
        };
    }

    /// How long jobs that have come may take to end when no more come: as long as the load took, at
    /// least 5 seconds, at most a minute. What is left then is cancelled.
    public Duration drainLimit() {
        if (duration.compareTo(SHORTEST_DRAIN) < 0) {
            return SHORTEST_DRAIN;
        }
        return duration.compareTo(LONGEST_DRAIN) > 0 ? LONGEST_DRAIN : duration;
    }

    /// For how long about jobs come: the duration, or less where their number ends it.
    public Duration expected() {
        return arrivals instanceof LoadArrivals.Closed closed
                        && closed.expected().compareTo(duration) < 0
                ? closed.expected()
                : duration;
    }

    /// When the jobs come that do not wait for each other.
    ArrivalSchedule schedule() {
        return switch (arrivals) {
            case LoadArrivals.AtRate(Rate rate) -> ArrivalSchedule.poisson(rate, duration, seed);
            case LoadArrivals.Planned planned -> planned.schedule();
            case LoadArrivals.Closed _ -> ArrivalSchedule.at();
        };
    }

    private static double expectedJobs(Rate rate, Duration duration) {
        return rate.perSecond() * duration.toNanos() / 1e9;
    }
}
