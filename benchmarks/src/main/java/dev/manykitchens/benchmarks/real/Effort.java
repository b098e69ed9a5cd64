package dev.manykitchens.benchmarks.real;

import java.time.Duration;

/// How much is measured.
///
/// @param rounds how often a batch runs on each pool
/// @param loads how often a load is put on each pool
/// @param most a pool whose rounds took so long together gets no more than three
/// @param length about how long one run should take; see [Trial]
/// @param pools how many pools inside this JVM a scenario is run on at most
record Effort(int rounds, int loads, Duration most, Duration length, int pools) {

    /// For figures that are told to others: about ten minutes.
    static final Effort FULL = new Effort(5, 3, Duration.ofSeconds(4), Duration.ofSeconds(3), 4);

    /// For a first look: about three minutes.
    static final Effort QUICK = new Effort(3, 1, Duration.ofSeconds(2), Duration.ofMillis(1500), 2);
}
