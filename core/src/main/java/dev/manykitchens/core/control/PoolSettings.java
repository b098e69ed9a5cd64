package dev.manykitchens.core.control;

import java.util.OptionalInt;

/// What is set of a pool at a moment and can be changed.
///
/// @param stoves the permits to compute in each kitchen; empty: no such limit, or not known
/// @param threads how many run jobs in each kitchen; empty likewise
/// @param prefetch how many chunks of short jobs may wait at each thread of a worker; empty: the
///   pool has no such setting
/// @param chunkJobs the most jobs of a chunk; empty: as many as the coordinator thinks best, or the
///   pool has no such setting
public record PoolSettings(
        OptionalInt stoves, OptionalInt threads, OptionalInt prefetch, OptionalInt chunkJobs) {

    /// Nothing is set or known.
    public static final PoolSettings UNKNOWN =
            new PoolSettings(
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty());

    /// The same with other stoves; empty: no limit.
    public PoolSettings withStoves(OptionalInt count) {
        return new PoolSettings(count, threads, prefetch, chunkJobs);
    }

    /// The same with other threads.
    public PoolSettings withThreads(int count) {
        return new PoolSettings(stoves, OptionalInt.of(count), prefetch, chunkJobs);
    }

    /// The same with another prefetch.
    public PoolSettings withPrefetch(int chunks) {
        return new PoolSettings(stoves, threads, OptionalInt.of(chunks), chunkJobs);
    }

    /// The same with another limit of chunks; empty: none.
    public PoolSettings withChunkJobs(OptionalInt most) {
        return new PoolSettings(stoves, threads, prefetch, most);
    }
}
