package dev.manykitchens.core.load;

import dev.manykitchens.core.measurement.WarmUpPlan;
import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// What load each pool gets.
///
/// @param rate how many jobs come, on average; the gaps between them are exponential, so that their
///   number is a Poisson process
/// @param duration for how long they come; above 0
/// @param warmUpRounds how often each pool runs the batch before, unmeasured; empty: until its
///   rounds no longer become faster
/// @param seed fixes the arrivals and the turns of the pools
public record LoadPlan(Rate rate, Duration duration, OptionalInt warmUpRounds, long seed) {

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
        // Whatever else it refuses, it refuses here.
        WarmUpPlan _ = new WarmUpPlan(warmUpRounds, LONGEST_WARM_UP);
    }

    /// How pools are warmed up.
    WarmUpPlan warmUp() {
        return new WarmUpPlan(warmUpRounds, LONGEST_WARM_UP);
    }

    /// The load that a pool gets before the one that is measured: a second of the same. Empty when
    /// fewer than one job is to be expected in it; then only rounds warm up.
    Optional<LoadPlan> warmUpLoad() {
        Duration second = duration.compareTo(WARM_UP_LOAD) < 0 ? duration : WARM_UP_LOAD;
        return expectedJobs(rate, second) < 1
                ? Optional.empty()
                : Optional.of(new LoadPlan(rate, second, warmUpRounds, ~seed));
    }

    /// How long jobs that have come may take to end when no more come: as long as the load took, at
    /// least 5 seconds, at most a minute. What is left then is cancelled.
    public Duration drainLimit() {
        if (duration.compareTo(SHORTEST_DRAIN) < 0) {
            return SHORTEST_DRAIN;
        }
        return duration.compareTo(LONGEST_DRAIN) > 0 ? LONGEST_DRAIN : duration;
    }

    private static double expectedJobs(Rate rate, Duration duration) {
        return rate.perSecond() * duration.toNanos() / 1e9;
    }
}
