package dev.manykitchens.core.scenario;

import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;

/// Something that happens to worker JVMs while jobs run. Pools inside one JVM have none, and so no
/// faults.
public sealed interface Fault {

    /// Whom it strikes.
    Target target();

    /// When, counted from the moment at which the first jobs may come.
    Schedule schedule();

    /// What it is, as a scenario writes it: `kill any, every exponential 10s`.
    default String words() {
        String when =
                switch (schedule()) {
                    case Schedule.Once(Duration at) -> "at " + DurationRange.text(at);
                    case Schedule.Every(DurationDistribution gap) -> "every " + gap;
                };
        return switch (this) {
            case Kill _ -> "kill %s, %s".formatted(target(), when);
            case Pause(_, _, Duration length) ->
                    "pause %s, %s, for %s".formatted(target(), when, DurationRange.text(length));
            case Cut(_, _, Duration length) ->
                    "cut %s, %s, for %s".formatted(target(), when, DurationRange.text(length));
        };
    }

    /// A process ends at once, as after SIGKILL; the pool starts another in its place.
    record Kill(Target target, Schedule schedule) implements Fault {}

    /// A process stands still for a while, as between SIGSTOP and SIGCONT.
    ///
    /// @param length above 0
    record Pause(Target target, Schedule schedule, Duration length) implements Fault {
        public Pause {
            requirePositive(length, "a pause");
        }
    }

    /// The connection to a worker is broken for a while: it works on, and comes back with what it
    /// has done unless it was given up meanwhile.
    ///
    /// @param length above 0
    record Cut(Target target, Schedule schedule, Duration length) implements Fault {
        public Cut {
            requirePositive(length, "a cut");
        }
    }

    /// Whom a fault strikes: a worker that is not there at that moment is spared.
    sealed interface Target {

        /// One of all, drawn each time.
        record Any() implements Target {
            @Override
            public String toString() {
                return "any";
            }
        }

        /// One of a kind, drawn each time.
        record OfKind(String kind) implements Target {
            @Override
            public String toString() {
                return kind;
            }
        }

        /// The worker at a place: the first, the second, …, or whoever took its place.
        ///
        /// @param place from 1
        record At(int place) implements Target {

            /// The last place.
            public static final int LAST = 10_000;

            public At {
                if (place < 1 || place > LAST) {
                    throw new IllegalArgumentException(
                            "the place of a worker must be from 1 to %d, was %d"
                                    .formatted(LAST, place));
                }
            }

            @Override
            public String toString() {
                return Integer.toString(place);
            }
        }
    }

    /// When a fault happens.
    sealed interface Schedule {

        /// Once.
        record Once(Duration at) implements Schedule {
            public Once {
                if (at.isNegative() || at.compareTo(DurationRange.LONGEST) > 0) {
                    throw new IllegalArgumentException(
                            "a fault must happen from 0 to 24h after the beginning, was to at "
                                    + DurationRange.text(at));
                }
            }
        }

        /// Again and again, with such times between one and the next, the first one of them from
        /// the beginning.
        ///
        /// @param gap its mean must be at least a millisecond
        record Every(DurationDistribution gap) implements Schedule {
            public Every {
                if (gap.meanSeconds() < 1e-3) {
                    throw new IllegalArgumentException(
                            "a fault must not happen more often than every 1ms on average, was to every "
                                    + gap);
                }
            }
        }
    }

    private static void requirePositive(Duration length, String what) {
        if (!length.isPositive() || length.compareTo(DurationRange.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " must be above 0 and at most 24h, was " + DurationRange.text(length));
        }
    }
}
