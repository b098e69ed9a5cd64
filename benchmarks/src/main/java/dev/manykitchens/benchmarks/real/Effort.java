package dev.manykitchens.benchmarks.real;

import java.time.Duration;

/// How much is measured.
///
/// @param rounds how often a batch runs on each pool
/// @param loads how often a load is put on each pool
/// @param most a pool whose rounds took so long together gets no more than three
/// @param length about how long one run should take; see [Trial]
/// @param pools how many pools inside this JVM a scenario is run on at most
/// @param patience so long it waits before a scenario until nobody else computes
/// @param again scenarios are run again because others were in the way until so long after the
///   beginning
record Effort(
        int rounds,
        int loads,
        Duration most,
        Duration length,
        int pools,
        Duration patience,
        Duration again) {

    /// For figures that are told to others: about ten minutes.
    static final Effort FULL =
            new Effort(
                    5,
                    2,
                    Duration.ofSeconds(4),
                    Duration.ofMillis(2500),
                    4,
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(6));

    /// For a first look: about three minutes.
    static final Effort QUICK =
            new Effort(
                    3,
                    1,
                    Duration.ofSeconds(2),
                    Duration.ofMillis(1500),
                    2,
                    Duration.ofSeconds(3),
                    Duration.ZERO);
}
