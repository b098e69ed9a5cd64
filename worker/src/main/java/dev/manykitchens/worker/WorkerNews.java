package dev.manykitchens.worker;

/// Hears how a worker fares that joins a coordinator. Called from several threads, one at a time.
@FunctionalInterface
public interface WorkerNews {

    /// Something has changed.
    ///
    /// @param line for people
    void say(String line);

    /// Whether it has joined and its stream is open has changed, or may have.
    default void connected(boolean yes) {}
}
