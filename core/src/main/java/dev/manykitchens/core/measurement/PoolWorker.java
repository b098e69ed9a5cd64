package dev.manykitchens.core.measurement;

/// A worker of a pool: one process that runs jobs.
///
/// @param name its name in the pool's events
/// @param host the host it runs on
/// @param pid its process id there
/// @param threads how many jobs it runs at once
public record PoolWorker(String name, String host, long pid, int threads) {}
