package dev.manykitchens.core.dispatch;

import java.util.OptionalInt;

/// What of the options may change while batches run.
final class Tuning {

    private int prefetch;
    private int mostJobs = Integer.MAX_VALUE;

    Tuning(DispatchOptions options) {
        prefetch = options.prefetch();
    }

    /// How many chunks of short jobs may wait at each thread of a worker.
    int prefetch() {
        return prefetch;
    }

    void setPrefetch(int chunks) {
        prefetch = chunks;
    }

    /// How many jobs a chunk may have at most, beside all other limits.
    int mostJobs() {
        return mostJobs;
    }

    void setMostJobs(OptionalInt most) {
        mostJobs = most.orElse(Integer.MAX_VALUE);
    }
}
