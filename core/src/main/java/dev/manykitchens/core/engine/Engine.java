package dev.manykitchens.core.engine;

/// Runs the attempts of sources on its threads. Thread-safe.
public interface Engine {

    /// Runs all attempts of a source; returns when they are under way, or, where the caller's
    /// thread runs them, done.
    void run(AttemptSource source);

    /// A thread of this engine is lost to an attempt of this source that was abandoned: replaces
    /// it.
    void threadLost(Thread thread, AttemptSource source);

    /// Changes how many threads run attempts, or how many run at once where each has a thread of
    /// its own: more begin at once, fewer as attempts end. Only of an engine that has such a
    /// number.
    ///
    /// @param size at least 1
    default void resize(int size) {
        throw new UnsupportedOperationException(
                "an engine must have a number of threads to get another, was " + getClass());
    }

    /// Ends all threads and waits for their end, except those that were lost. Every attempt of
    /// every source must have ended.
    void close();
}
