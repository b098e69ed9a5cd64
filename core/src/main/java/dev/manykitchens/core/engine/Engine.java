package dev.manykitchens.core.engine;

/// Runs the attempts of sources on its threads. Thread-safe.
public interface Engine {

    /// Runs all attempts of a source; returns when they are under way, or, where the caller's
    /// thread runs them, done.
    void run(AttemptSource source);

    /// A thread of this engine is lost to an attempt of this source that was abandoned: replaces
    /// it.
    void threadLost(Thread thread, AttemptSource source);

    /// Ends all threads and waits for their end, except those that were lost. Every attempt of
    /// every source must have ended.
    void close();
}
