package dev.manykitchens.core.load;

import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/// Hears how a load comparison goes, on the thread that runs it and between loads. What begins is
/// told before it does.
public interface LoadListener {

    /// Ignores everything.
    LoadListener NONE = new LoadListener() {};

    /// A pool is about to be opened.
    default void opening(String pool) {}

    /// A pool is about to be warmed up.
    default void warmingUp(String pool) {}

    /// The way to the worker JVMs of a warm pool was measured.
    ///
    /// @param way how long a lone job that has nothing to do is on the way there and back
    default void wayMeasured(String pool, Duration way) {}

    /// A pool is about to get its load.
    ///
    /// @param inSystem how many jobs have come and not ended, whenever it is asked, by any thread
    default void loading(String pool, IntSupplier inSystem) {}

    /// No more jobs come; those that came may end.
    default void draining(String pool) {}

    /// A load is over.
    default void loaded(String pool, LoadMeasurement measurement) {}

    /// Hands everything to each of the listeners, in order.
    static LoadListener tee(LoadListener... listeners) {
        List<LoadListener> all = List.of(listeners);
        return new LoadListener() {
            @Override
            public void opening(String pool) {
                all.forEach(listener -> listener.opening(pool));
            }

            @Override
            public void warmingUp(String pool) {
                all.forEach(listener -> listener.warmingUp(pool));
            }

            @Override
            public void wayMeasured(String pool, Duration way) {
                all.forEach(listener -> listener.wayMeasured(pool, way));
            }

            @Override
            public void loading(String pool, IntSupplier inSystem) {
                all.forEach(listener -> listener.loading(pool, inSystem));
            }

            @Override
            public void draining(String pool) {
                all.forEach(listener -> listener.draining(pool));
            }

            @Override
            public void loaded(String pool, LoadMeasurement measurement) {
                all.forEach(listener -> listener.loaded(pool, measurement));
            }
        };
    }
}
