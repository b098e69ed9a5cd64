package dev.manykitchens.benchmarks.dispatch;

import java.time.Duration;

/// How much is measured.
///
/// @param rounds how often each side has its turn
/// @param warmUps how many turns each side has before those
/// @param divisor what is measured by jobs has so many times fewer of them
/// @param turn how long a turn lasts that is measured by time
record Effort(int rounds, int warmUps, int divisor, Duration turn) {

    /// For figures that are told to others. Compilers of two cores are done with the coordinator
    /// and its workers only after some 60 million jobs.
    static final Effort FULL = new Effort(7, 6, 1, Duration.ofSeconds(2));

    /// For a first look.
    static final Effort QUICK = new Effort(3, 1, 10, Duration.ofMillis(500));

    /// The same with more turns before those that count.
    Effort withWarmUps(int turns) {
        return new Effort(rounds, turns, divisor, turn);
    }

    /// So many jobs, or fewer.
    int jobs(int full) {
        return Math.max(1, full / divisor);
    }
}
