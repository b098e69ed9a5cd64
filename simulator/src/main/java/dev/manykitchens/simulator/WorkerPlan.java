package dev.manykitchens.simulator;

/// What a simulated worker is like.
///
/// @param name a name not used before
/// @param threads how many chunks it runs at once
/// @param prefetch how many more chunks it offers to keep waiting, for each thread
/// @param heartbeatNanos how often it gives a sign of life
/// @param latencyNanos how long a message takes, one way
/// @param partialReports how likely it reports what is done so far after a job of a longer chunk
/// @param faults what happens to its messages, both ways
public record WorkerPlan(
        String name,
        int threads,
        int prefetch,
        long heartbeatNanos,
        long latencyNanos,
        double partialReports,
        LinkFaults faults) {

    public WorkerPlan {
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
