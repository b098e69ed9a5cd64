package dev.manykitchens.core.scenario;

import dev.manykitchens.core.load.Rate;
import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;
import java.util.stream.LongStream;

/// When the jobs of a scenario come.
public sealed interface Arrivals {

    /// The most users of a closed loop.
    int MOST_USERS = 100_000;

    /// How many jobs are to be expected in so long; 0 where it depends on the pool, in a closed
    /// loop, or on nothing but the number that is wanted, when all come at once.
    ///
    /// @param time above 0
    double expectedIn(Duration time);

    /// All jobs are there from the beginning.
    record AllAtOnce() implements Arrivals {
        @Override
        public double expectedIn(Duration time) {
            return 0;
        }

        @Override
        public String toString() {
            return "all at once";
        }
    }

    /// One job at a time, always so long after the one before; the first at 0.
    record Every(Duration gap) implements Arrivals {
        public Every {
            requirePositive(gap, "the time between two jobs");
        }

        @Override
        public double expectedIn(Duration time) {
            return gapsBegun(time, gap);
        }

        @Override
        public String toString() {
            return "every " + DurationRange.text(gap);
        }
    }

    /// A Poisson process: the gaps are exponential and independent.
    record Poisson(Rate rate) implements Arrivals {
        @Override
        public double expectedIn(Duration time) {
            return rate.perSecond() * time.toNanos() / 1e9;
        }

        @Override
        public String toString() {
            return "poisson " + rate;
        }
    }

    /// So many users, each of whom waits for the end of its job, thinks, and brings another one.
    /// All think before their first.
    record Closed(int users, DurationDistribution think) implements Arrivals {
        public Closed {
            if (users < 1 || users > MOST_USERS) {
                throw new IllegalArgumentException(
                        "a closed loop must have from 1 to %d users, had %d"
                                .formatted(MOST_USERS, users));
            }
        }

        @Override
        public double expectedIn(Duration time) {
            return 0;
        }

        @Override
        public String toString() {
            return "closed " + users + " think " + think;
        }
    }

    /// So many jobs at once, again and again; the first at 0.
    record Bursts(int size, Duration gap) implements Arrivals {
        public Bursts {
            requirePositive(gap, "the time between two bursts");
            if (size < 1 || size > Scenario.MOST_JOBS) {
                throw new IllegalArgumentException(
                        "a burst must have from 1 to %d jobs, had %d"
                                .formatted(Scenario.MOST_JOBS, size));
            }
        }

        @Override
        public double expectedIn(Duration time) {
            return (double) size * gapsBegun(time, gap);
        }

        @Override
        public String toString() {
            return "bursts of " + size + " every " + DurationRange.text(gap);
        }
    }

    /// When jobs came once, as it was recorded.
    ///
    /// @param nanos after the beginning, ascending, at least one; must not be changed
    /// @param source where they come from, as the scenario names it
    record Trace(long[] nanos, String source) implements Arrivals {
        public Trace {
            if (nanos.length == 0 || nanos.length > Scenario.MOST_JOBS) {
                throw new IllegalArgumentException(
                        "a trace must have from 1 to %d arrivals, had %d (%s)"
                                .formatted(Scenario.MOST_JOBS, nanos.length, source));
            }
            long before = 0;
            for (int i = 0; i < nanos.length; i++) {
                if (nanos[i] < before) {
                    throw new IllegalArgumentException(
                            "the times of a trace must not go back, arrival %d was at %s s after one at %s s (%s)"
                                    .formatted(i + 1, nanos[i] / 1e9, before / 1e9, source));
                }
                before = nanos[i];
            }
        }

        @Override
        public double expectedIn(Duration time) {
            return LongStream.of(nanos).takeWhile(at -> at < time.toNanos()).count();
        }

        @Override
        public String toString() {
            return "trace " + source;
        }
    }

    /// The first gap begins at 0; one that would begin at the end no longer counts.
    private static long gapsBegun(Duration time, Duration gap) {
        return Math.ceilDiv(time.toNanos(), gap.toNanos());
    }

    private static void requirePositive(Duration gap, String what) {
        if (!gap.isPositive() || gap.compareTo(DurationRange.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " must be above 0 and at most 24h, was " + DurationRange.text(gap));
        }
    }
}
