package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.collection.Chain;
import dev.manykitchens.core.collection.Lineup;

/// The right of one worker to run one chunk, until it expires. Its number is the fencing token.
final class Lease {

    private final long number;
    private final WorkerEntry worker;
    private final BatchQueue batch;
    private final Range chunk;
    private final boolean brief;
    private final Chain.Place<Lease> amongWorkers = new Chain.Place<>(this);

    /// Its place among all, in the order in which they expire.
    private int place = Lineup.NOWHERE;

    private int expected;
    private int copiedTo;
    private long startedAt;
    private long expiresAt;
    private boolean named;

    Lease(long number, WorkerEntry worker, BatchQueue batch, Range chunk, long listenedNanos) {
        this.number = number;
        this.worker = worker;
        this.batch = batch;
        this.chunk = chunk;
        brief = batch.sizer().isShort();
        expected = chunk.first();
        startedAt = listenedNanos;
    }

    /// Its place in the order in which leases expire.
    int place() {
        return place;
    }

    void standAt(int itsPlace) {
        place = itsPlace;
    }

    /// Its place in the order in which its worker got leases.
    Chain.Place<Lease> amongWorkers() {
        return amongWorkers;
    }

    long number() {
        return number;
    }

    WorkerEntry worker() {
        return worker;
    }

    BatchQueue batch() {
        return batch;
    }

    Range chunk() {
        return chunk;
    }

    /// Whether its jobs were known to be short when it was given.
    boolean isBrief() {
        return brief;
    }

    /// The first job not reported yet; the end of the chunk when all are.
    int expected() {
        return expected;
    }

    boolean isComplete() {
        return expected == chunk.end();
    }

    /// Whether its worker must have nothing else.
    boolean isExclusive() {
        return batch.needsWorkerOfItsOwn(chunk);
    }

    /// Whether this report is the next part.
    boolean continuesWith(Input.ResultsReceived report) {
        return report.first() == expected
                && report.jobs() > 0
                && report.jobs() <= chunk.end() - expected;
    }

    void reported(int jobs, long listenedNanos) {
        expected += jobs;
        startedAt = listenedNanos;
    }

    /// Since when its next job runs, as far as is known: since it was given or last reported.
    long startedAt() {
        return startedAt;
    }

    /// The jobs before this one have been copied as far as they needed it; none is copied twice.
    int copiedTo() {
        return copiedTo;
    }

    void copied(int job) {
        copiedTo = job + 1;
    }

    /// When it expires, as its clock counts.
    long expiresAt() {
        return expiresAt;
    }

    void expireAt(long listenedNanos) {
        expiresAt = listenedNanos;
    }

    /// Whether its worker ever said that it has it.
    boolean wasNamed() {
        return named;
    }

    void markNamed() {
        named = true;
    }
}
