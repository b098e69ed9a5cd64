package dev.manykitchens.simulator;

import java.util.Set;

/// What a simulated worker is like.
///
/// @param name a name that no other worker has that is here
/// @param threads how many chunks it runs at once
/// @param prefetch how many more chunks it offers to keep waiting, for each thread
/// @param heartbeatNanos how often it gives a sign of life
/// @param latencyNanos how long a message takes, one way
/// @param partialReports how likely it reports what is done so far after a job of a longer chunk
/// @param faults what happens to its messages, both ways
/// @param recipes the names of the recipes that it can run; empty when it can run all
public record WorkerPlan(
        String name,
        int threads,
        int prefetch,
        long heartbeatNanos,
        long latencyNanos,
        double partialReports,
        LinkFaults faults,
        Set<String> recipes) {

    public WorkerPlan {
        recipes = Set.copyOf(recipes);
        if (threads < 1 || prefetch < 0 || heartbeatNanos < 1 || latencyNanos < 0) {
            throw new IllegalArgumentException(
                    "a worker must have a thread and a heartbeat, had threads=%d prefetch=%d heartbeatNanos=%d latencyNanos=%d (worker %s)"
                            .formatted(threads, prefetch, heartbeatNanos, latencyNanos, name));
        }
    }

    /// How many leases it is willing to hold at once.
    public int capacity() {
        return threads * (1 + prefetch);
    }
}
