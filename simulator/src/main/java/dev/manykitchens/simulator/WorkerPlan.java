package dev.manykitchens.simulator;

import java.util.Set;

/// What a simulated worker is like.
///
/// @param name a name that no other worker has that is here
/// @param threads how many chunks it runs at once
/// @param prefetch how many more chunks it offers to keep waiting, for each thread
/// @param heartbeatNanos how often it gives a sign of life; 0: never, where nobody asks for one
/// @param partialReports how likely it reports what is done so far after a job of a longer chunk
/// @param link the way to the coordinator and back
/// @param recipes the names of the recipes that it can run; empty when it can run all
public record WorkerPlan(
        String name,
        int threads,
        int prefetch,
        long heartbeatNanos,
        double partialReports,
        LinkPlan link,
        Set<String> recipes) {

    public WorkerPlan {
        recipes = Set.copyOf(recipes);
        if (threads < 1 || prefetch < 0 || heartbeatNanos < 0) {
            throw new IllegalArgumentException(
                    "a worker must have a thread and a heartbeat of at least 0 ns, had threads=%d prefetch=%d heartbeatNanos=%d (worker %s)"
                            .formatted(threads, prefetch, heartbeatNanos, name));
        }
    }

    /// How many leases it is willing to hold at once.
    public int capacity() {
        return threads * (1 + prefetch);
    }

    /// Whether it gives signs of life.
    boolean beats() {
        return heartbeatNanos > 0;
    }
}
