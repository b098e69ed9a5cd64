package dev.manykitchens.core.comparison;

import java.time.Duration;

/// Hears how a comparison goes, on the thread that runs it and between rounds, so it may take its
/// time.
public interface ComparisonListener {

    /// Ignores everything.
    ComparisonListener NONE = new ComparisonListener() {};

    /// A pool is open.
    ///
    /// @param pool its name, as in [PoolMeasurement#name]
    default void opened(String pool, Duration startup) {}

    /// A warm-up round is over.
    default void warmedUp(String pool, MeasuredRound round) {}

    /// A round is over; an incomplete one is the last and does not count.
    ///
    /// @param number of the pool's rounds, from 1
    default void measured(String pool, int number, MeasuredRound round) {}
}
