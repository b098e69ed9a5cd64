package dev.manykitchens.worker.link;

import dev.manykitchens.core.value.Columns;

import java.util.Map;
import java.util.Optional;

/// Jobs `first` to `first + count - 1` of a batch, under a lease.
///
/// @param attempt which try it is for each of them, from 1
/// @param arguments one row a job
/// @param definition what the batch is; present when this worker has not heard of it
/// @param whole whether these are all jobs of the batch, which nothing more will be said of
/// @param receivedNanos when it came, as of `System.nanoTime`
public record AssignedChunk(
        long lease,
        long batch,
        int first,
        int count,
        int attempt,
        Columns arguments,
        Optional<DefinedBatch> definition,
        boolean whole,
        long receivedNanos) {

    /// What all jobs of a batch have in common, as it was said.
    ///
    /// @param work what replaces the recipe's steps, as on the command line
    /// @param timeoutNanos longest run of an attempt; 0: no limit
    /// @param workUnitsPerSecond units of calibrated work in a second of CPU time; 0: measure
    /// @param resources those that its jobs may use beside those of every batch, by name
    public record DefinedBatch(
            String recipe,
            String work,
            double timeScale,
            long seed,
            long timeoutNanos,
            double workUnitsPerSecond,
            Map<String, KeyedResource> resources) {

        public DefinedBatch {
            resources = Map.copyOf(resources);
        }
    }
}
