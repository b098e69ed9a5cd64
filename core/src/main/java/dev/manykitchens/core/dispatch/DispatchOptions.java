package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.resource.ResourceSpec;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The dispatcher's limits and times.
///
/// @param leaseDuration a lease that is not renewed for so long expires, and a worker silent for so
///   long is lost
/// @param suspectAfter a worker silent for so long is suspect: it keeps what it has and gets no
///   more
/// @param chunkTarget about how much work, in time, one chunk should hold
/// @param longestChunk the most jobs in one chunk
/// @param largestChunkBytes the most bytes of arguments in one chunk (a single job may have more)
/// @param prefetch how many chunks of short jobs may wait at each thread of a worker
/// @param prefetchBelow jobs that take longer than this on average are never prefetched
/// @param mostBatches the most unfinished batches
/// @param mostWorkers the most workers at once
/// @param mostWaiting the most requests that may wait for one resource
/// @param resources the shared resources
/// @param firstLease the number of the first lease
public record DispatchOptions(
        Duration leaseDuration,
        Duration suspectAfter,
        Duration chunkTarget,
        int longestChunk,
        long largestChunkBytes,
        int prefetch,
        Duration prefetchBelow,
        int mostBatches,
        int mostWorkers,
        int mostWaiting,
        Map<String, ResourceSpec> resources,
        long firstLease) {

    /// Leases of 5 s, suspicion after 2 s of silence, chunks of 2 ms, at most 4096 jobs and 4 MiB a
    /// chunk, one chunk prefetched for jobs below 1 ms.
    public static final DispatchOptions DEFAULTS =
            new DispatchOptions(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(2),
                    Change.SetChunkJobs.MOST,
                    4L << 20,
                    1,
                    Duration.ofMillis(1),
                    100_000,
                    10_000,
                    1_000_000,
                    Map.of(),
                    1);

    public DispatchOptions {
        // Sorted, because nothing that the dispatcher does may depend on the order of a hash.
        resources = Collections.unmodifiableMap(new TreeMap<>(resources));
        if (!suspectAfter.isPositive() || leaseDuration.compareTo(suspectAfter) <= 0) {
            throw new IllegalArgumentException(
                    "a lease must last longer than suspicion takes, was "
                            + leaseDuration
                            + " against "
                            + suspectAfter);
        }
        if (!chunkTarget.isPositive() || prefetchBelow.isNegative()) {
            throw new IllegalArgumentException(
                    "a chunk must hold some work and the bound for prefetching must not be negative, were "
                            + chunkTarget
                            + " and "
                            + prefetchBelow);
        }
        if (longestChunk < 1
                || largestChunkBytes < 1
                || prefetch < 0
                || mostBatches < 1
                || mostWorkers < 1
                || mostWaiting < 1) {
            throw new IllegalArgumentException(
                    "limits of the dispatcher must be at least 1 (prefetch 0), were longestChunk=%d largestChunkBytes=%d prefetch=%d mostBatches=%d mostWorkers=%d mostWaiting=%d"
                            .formatted(
                                    longestChunk,
                                    largestChunkBytes,
                                    prefetch,
                                    mostBatches,
                                    mostWorkers,
                                    mostWaiting));
        }
        if (firstLease < 1) {
            throw new IllegalArgumentException(
                    "the number of a lease must be at least 1, the first was " + firstLease);
        }
    }

    /// The same options with other shared resources.
    public DispatchOptions withResources(Map<String, ResourceSpec> shared) {
        return new DispatchOptions(
                leaseDuration,
                suspectAfter,
                chunkTarget,
                longestChunk,
                largestChunkBytes,
                prefetch,
                prefetchBelow,
                mostBatches,
                mostWorkers,
                mostWaiting,
                shared,
                firstLease);
    }

    /// The same options with another prefetch.
    public DispatchOptions withPrefetch(int chunks) {
        return new DispatchOptions(
                leaseDuration,
                suspectAfter,
                chunkTarget,
                longestChunk,
                largestChunkBytes,
                chunks,
                prefetchBelow,
                mostBatches,
                mostWorkers,
                mostWaiting,
                resources,
                firstLease);
    }

    /// The same options with another bound for prefetching: jobs that take longer are never
    /// prefetched. A worker whose threads share one queue loses nothing by a high one.
    public DispatchOptions withPrefetchBelow(Duration bound) {
        return new DispatchOptions(
                leaseDuration,
                suspectAfter,
                chunkTarget,
                longestChunk,
                largestChunkBytes,
                prefetch,
                bound,
                mostBatches,
                mostWorkers,
                mostWaiting,
                resources,
                firstLease);
    }

    /// The same options with another duration of leases and another patience with silent workers.
    public DispatchOptions withSilence(Duration suspect, Duration lease) {
        return new DispatchOptions(
                lease,
                suspect,
                chunkTarget,
                longestChunk,
                largestChunkBytes,
                prefetch,
                prefetchBelow,
                mostBatches,
                mostWorkers,
                mostWaiting,
                resources,
                firstLease);
    }

    /// The same options with another size of chunks: so much work, at most so many jobs.
    public DispatchOptions withChunks(Duration target, int longest) {
        return new DispatchOptions(
                leaseDuration,
                suspectAfter,
                target,
                longest,
                largestChunkBytes,
                prefetch,
                prefetchBelow,
                mostBatches,
                mostWorkers,
                mostWaiting,
                resources,
                firstLease);
    }

    /// The same options with other limits of unfinished batches, of workers and of requests waiting
    /// for one resource.
    public DispatchOptions withLimits(int batches, int workers, int waiting) {
        return new DispatchOptions(
                leaseDuration,
                suspectAfter,
                chunkTarget,
                longestChunk,
                largestChunkBytes,
                prefetch,
                prefetchBelow,
                batches,
                workers,
                waiting,
                resources,
                firstLease);
    }

    /// The same options with another number for the first lease: whoever goes on where an earlier
    /// dispatcher ended takes one above all that it may have given.
    public DispatchOptions withFirstLease(long number) {
        return new DispatchOptions(
                leaseDuration,
                suspectAfter,
                chunkTarget,
                longestChunk,
                largestChunkBytes,
                prefetch,
                prefetchBelow,
                mostBatches,
                mostWorkers,
                mostWaiting,
                resources,
                number);
    }
}
