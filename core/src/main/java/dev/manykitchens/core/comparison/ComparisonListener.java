package dev.manykitchens.core.comparison;

import java.time.Duration;
import java.util.List;

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

    /// A measured round is over, and complete.
    ///
    /// @param number of the pool's rounds, from 1
    default void measured(String pool, int number, MeasuredRound round) {}

    /// Hands everything to each of the listeners, in order.
    static ComparisonListener tee(ComparisonListener... listeners) {
        List<ComparisonListener> all = List.of(listeners);
        return new ComparisonListener() {
            @Override
            public void opened(String pool, Duration startup) {
                all.forEach(listener -> listener.opened(pool, startup));
            }

            @Override
            public void warmedUp(String pool, MeasuredRound round) {
                all.forEach(listener -> listener.warmedUp(pool, round));
            }

            @Override
            public void measured(String pool, int number, MeasuredRound round) {
                all.forEach(listener -> listener.measured(pool, number, round));
            }
        };
    }
}
