package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.collection.ByNumber;
import dev.manykitchens.core.collection.Lineup;

import org.jspecify.annotations.Nullable;

import java.util.Collection;

/// All valid leases, the one that expires first in front: a renewal moves a lease to the end, and
/// all last equally long.
final class Leases {

    private final long durationNanos;
    private final ByNumber<Lease> byNumber = new ByNumber<>();
    private final Lineup<Lease> byExpiry = new Lineup<>();
    private long last;

    /// @param first the number of the first one
    Leases(long durationNanos, long first) {
        this.durationNanos = durationNanos;
        last = first - 1;
    }

    /// Opens a lease and enters it with its worker and batch.
    Lease open(WorkerEntry worker, BatchQueue batch, Range chunk, long listenedNanos) {
        Lease lease = enter(worker, batch, chunk, listenedNanos);
        batch.running().put(lease);
        batch.copies().refresh(lease);
        return lease;
    }

    /// Opens a lease of a job that another one holds as well.
    Lease openCopy(WorkerEntry worker, Lease original, int job, long listenedNanos) {
        BatchQueue batch = original.batch();
        Range chunk = new Range(job, 1, original.chunk().attempt(), false);
        Lease copy = enter(worker, batch, chunk, listenedNanos);
        batch.copies().began(job, copy);
        original.copied(job);
        batch.copies().refresh(original);
        return copy;
    }

    /// Enters a lease that another dispatcher gave, with its worker and batch.
    void restore(
            long number, WorkerEntry worker, BatchQueue batch, Range chunk, long listenedNanos) {
        Lease lease = enter(number, worker, batch, chunk, listenedNanos);
        batch.running().put(lease);
        batch.copies().refresh(lease);
    }

    private Lease enter(WorkerEntry worker, BatchQueue batch, Range chunk, long listenedNanos) {
        return enter(++last, worker, batch, chunk, listenedNanos);
    }

    private Lease enter(
            long number, WorkerEntry worker, BatchQueue batch, Range chunk, long listenedNanos) {
        Lease lease = new Lease(number, worker, batch, chunk, listenedNanos);
        lease.expireAt(listenedNanos + durationNanos);
        byNumber.put(lease.number(), lease);
        lease.standAt(byExpiry.putLast(lease));
        worker.take(lease);
        return lease;
    }

    /// Ends a lease everywhere.
    void close(Lease lease) {
        byNumber.remove(lease.number());
        byExpiry.leave(lease.place());
        lease.worker().release(lease);
        Copies copies = lease.batch().copies();
        copies.leave(lease);
        if (!copies.end(lease)) {
            lease.batch().running().remove(lease);
        }
    }

    /// The valid lease of this number, if this worker holds it.
    @Nullable Lease heldBy(String worker, long number) {
        Lease lease = byNumber.get(number);
        return lease != null && lease.worker().name().equals(worker) ? lease : null;
    }

    /// Notes that the worker has it and lets it last from now on.
    void renew(Lease lease, long listenedNanos) {
        lease.markNamed();
        extend(lease, listenedNanos);
    }

    /// Lets it last from now on.
    void extend(Lease lease, long listenedNanos) {
        lease.expireAt(listenedNanos + durationNanos);
        byExpiry.moveLast(lease.place());
    }

    /// The lease that expires first.
    @Nullable Lease first() {
        return byExpiry.first();
    }

    /// The one that expires first in front.
    Collection<Lease> all() {
        return byExpiry;
    }

    /// The number given last.
    long last() {
        return last;
    }
}
