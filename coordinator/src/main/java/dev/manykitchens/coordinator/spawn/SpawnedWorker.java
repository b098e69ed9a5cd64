package dev.manykitchens.coordinator.spawn;

/// A worker process that was started. Thread-safe.
public interface SpawnedWorker {

    /// Its process id.
    long pid();

    /// Kills it, unless it has ended.
    void kill();
}
