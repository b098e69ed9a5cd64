package dev.manykitchens.core.cluster;

/// Jobs `first` to before `end` of a batch that a worker got under one lease, and how many of them
/// have not ended. Where jobs in the middle of a lease go back to the queue, two such parts remain.
final class OpenLease {

    private final long number;
    private final WorkerHere worker;
    private final OpenBatch batch;
    private final int first;
    private final int end;
    private int open;

    OpenLease(long number, WorkerHere worker, OpenBatch batch, int first, int end, int open) {
        this.number = number;
        this.worker = worker;
        this.batch = batch;
        this.first = first;
        this.end = end;
        this.open = open;
    }

    long number() {
        return number;
    }

    WorkerHere worker() {
        return worker;
    }

    OpenBatch batch() {
        return batch;
    }

    int first() {
        return first;
    }

    int end() {
        return end;
    }

    int open() {
        return open;
    }

    /// Some of its jobs are here no more.
    void close(int jobs) {
        open -= jobs;
    }
}
