package dev.manykitchens.core.comparison;

import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.pool.PoolSpec;

import java.time.Duration;
import java.util.List;

/// Hears how a comparison goes, on the thread that runs it and between rounds, so it may take its
/// time. What begins is told before it does, and what is over after it.
public interface ComparisonListener {

    /// Ignores everything.
    ComparisonListener NONE = new ComparisonListener() {};

    /// A pool is about to be opened, which takes about a second where worker JVMs start.
    ///
    /// @param pool its name, as in [PoolMeasurement#name]
    default void opening(String pool) {}

    /// A pool is open.
    default void opened(String pool, Duration startup) {}

    /// A pool is about to be warmed up: first the way to its worker JVMs, where it has any, which
    /// takes seconds and no round; then the rounds, which [#warmedUp] tells of.
    default void warmingUp(String pool) {}

    /// A warm-up round is over.
    default void warmedUp(String pool, MeasuredRound round) {}

    /// The way to the worker JVMs of a warm pool was measured.
    ///
    /// @param way how long a lone job that has nothing to do is on the way there and back
    default void wayMeasured(String pool, Duration way) {}

    /// A measured round is about to begin.
    default void measuring(String pool) {}

    /// A measured round is over, and complete.
    ///
    /// @param number of the pool's rounds, from 1
    default void measured(String pool, int number, MeasuredRound round) {}

    /// A pool is about to be opened that takes no part: break-evens are measured against it.
    default void openingReference(PoolSpec spec) {}

    /// The break-even of a pool is about to be looked for, which takes some seconds.
    default void seekingBreakEven(String pool) {}

    /// Hands everything to each of the listeners, in order.
    static ComparisonListener tee(ComparisonListener... listeners) {
        List<ComparisonListener> all = List.of(listeners);
        return new ComparisonListener() {
            @Override
            public void opening(String pool) {
                all.forEach(listener -> listener.opening(pool));
            }

            @Override
            public void opened(String pool, Duration startup) {
                all.forEach(listener -> listener.opened(pool, startup));
            }

            @Override
            public void warmingUp(String pool) {
                all.forEach(listener -> listener.warmingUp(pool));
            }

            @Override
            public void warmedUp(String pool, MeasuredRound round) {
                all.forEach(listener -> listener.warmedUp(pool, round));
            }

            @Override
            public void wayMeasured(String pool, Duration way) {
                all.forEach(listener -> listener.wayMeasured(pool, way));
            }

            @Override
            public void openingReference(PoolSpec spec) {
                all.forEach(listener -> listener.openingReference(spec));
            }

            @Override
            public void seekingBreakEven(String pool) {
                all.forEach(listener -> listener.seekingBreakEven(pool));
            }

            @Override
            public void measuring(String pool) {
                all.forEach(listener -> listener.measuring(pool));
            }

            @Override
            public void measured(String pool, int number, MeasuredRound round) {
                all.forEach(listener -> listener.measured(pool, number, round));
            }
        };
    }
}
