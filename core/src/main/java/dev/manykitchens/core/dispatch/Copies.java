package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What one batch needs to know for speculation: how long its jobs take, which leases hold jobs
/// that may be copied, and which copies there are.
///
/// A copy is a lease of one job that another lease, its *original*, holds as well. Both belong to
/// the same attempt, which ends with the first outcome, or with the end of the last of them. When
/// the original ends first, the copy takes its place and is a lease like any other. A job is
/// *bereaved* when the worker of one of its two leases died: should the other one end without an
/// outcome too, one attempt counts.
final class Copies {

    /// Jobs that run for less are not copied, however short the others are: a collection of
    /// garbage, a busy host or a slow network holds up any job for some tens of milliseconds, and a
    /// copy costs a round trip and a thread. What a copy can win here is less than that.
    static final long FLOOR_NANOS = 50_000_000;

    /// A job is late when it takes longer than this many times the mean.
    private static final int LATE = 2;

    /// Those of all batches whose jobs may not be copied: there are never any.
    static final Copies NONE = new Copies(false);

    private final boolean allowed;
    private final TreeSet<Lease> candidates =
            new TreeSet<>(
                    Comparator.comparingLong(Lease::startedAt).thenComparingLong(Lease::number));
    private final NavigableMap<Integer, Lease> running = new TreeMap<>();
    private final SortedSet<Integer> bereaved = new TreeSet<>();
    private long jobs;
    private long nanos;

    /// Of a batch whose jobs may be copied.
    Copies() {
        this(true);
    }

    private Copies(boolean allowed) {
        this.allowed = allowed;
    }

    /// Takes in how long jobs took that gave an outcome.
    void observe(int reported, long serviceNanos) {
        if (allowed) {
            jobs += reported;
            nanos += serviceNanos;
        }
    }

    /// Enters a lease whose jobs may be copied, when there are some.
    void refresh(Lease lease) {
        leave(lease);
        if (allowed && !lease.chunk().solo() && toCopy(lease) >= 0) {
            candidates.add(lease);
        }
    }

    /// Lets a lease go: it ended, or it is about to be changed.
    void leave(Lease lease) {
        if (allowed) {
            candidates.remove(lease);
        }
    }

    /// When the first job will be late; `Long.MAX_VALUE` when none can be.
    long dueAt() {
        return jobs == 0 || candidates.isEmpty() ? Long.MAX_VALUE : lateAt(candidates.first());
    }

    /// The lease that holds the job which runs longest, is late, and does not run at this worker;
    /// null when there is none.
    @Nullable Lease late(WorkerEntry worker, long listenedNanos) {
        for (Lease lease : candidates) {
            if (lateAt(lease) > listenedNanos) {
                return null;
            }
            if (lease.worker() != worker) {
                return lease;
            }
        }
        return null;
    }

    /// The job of a lease that is to be copied next; below 0 when there is none.
    int toCopy(Lease lease) {
        int job = lease.batch().firstUnsettled(Math.max(lease.expected(), lease.copiedTo()));
        return job < lease.chunk().end() && !bereaved.contains(job) ? job : -1;
    }

    /// Whether this job has a copy, or had one.
    boolean concern(int job) {
        return running.containsKey(job) || bereaved.contains(job);
    }

    /// Whether no job has a copy, or lost one.
    boolean concernNone() {
        return running.isEmpty() && bereaved.isEmpty();
    }

    /// Enters a copy.
    void began(int job, Lease copy) {
        running.put(job, copy);
    }

    /// The copy of a job; null when it has none.
    @Nullable Lease of(int job) {
        return running.get(job);
    }

    /// Lets a copy go that ended or took its original's place; whether it was one.
    boolean end(Lease lease) {
        return !running.isEmpty() && running.remove(lease.chunk().first(), lease);
    }

    /// All copies, by job.
    NavigableMap<Integer, Lease> running() {
        return running;
    }

    /// Notes that a worker died which held one of two leases of this job.
    void bereave(int job) {
        bereaved.add(job);
    }

    /// Whether a worker died under a job whose attempt went on.
    boolean isBereaved(int job) {
        return bereaved.contains(job);
    }

    /// Forgets that a worker died under this job; whether one did.
    boolean forget(int job) {
        return bereaved.remove(job);
    }

    /// A chunk of short jobs runs one after the other, and which of them runs now is not known: it
    /// is late when all that is left of it is.
    private long lateAt(Lease lease) {
        int left = lease.chunk().end() - lease.expected();
        double usual = (double) nanos / jobs * LATE * left;
        return lease.startedAt() + Math.max(FLOOR_NANOS, (long) usual + 1);
    }
}
