package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.AbandonListener;
import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.engine.Share;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.lock.BriefLock;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/// Neighbouring jobs of one batch that a thread has claimed, and what came of those that ended.
///
/// ```
/// first … ended │ current │ next … waiting … end
/// ```
///
/// The thread runs them one after the other with one attempt that it renews, and hands over what
/// ended when it has run them all or [#TURN_NANOS] are over. What waits is not lost to others: a
/// thread that finds nothing else takes half of it, so a long job holds nobody up but itself.
///
/// Thread-safe, but that [#run] is for one thread at a time. Its lock is taken after the batch's,
/// never before it.
final class BatchShare implements Share {

    /// After so long other sources have their turn.
    static final long TURN_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final BatchRun batch;
    private final AttemptTimes times = new AttemptTimes();
    private final AbandonListener onAbandon =
            (_, thread, outcome, spent) -> abandoned(thread, outcome, spent);

    // Confined to the thread that runs it.
    private @Nullable Attempt spare;
    private FinishedRows spareRows = new FinishedRows(1);
    private int lastRan;
    private long lastNanos;
    private boolean interrupted;

    private final BriefLock lock = new BriefLock();

    // Guarded by the lock.
    private int first;
    private int next;
    private int end;
    private @Nullable BitSet cancelled;
    private @Nullable Attempt current;
    private FinishedRows rows = new FinishedRows(1);

    BatchShare(BatchRun batch) {
        this.batch = batch;
    }

    /// Jobs that nobody has begun.
    ///
    /// @param cancelled those of them that were cancelled and are not to begin, counted from the
    ///   first; null: none
    record Waiting(int first, int end, @Nullable BitSet cancelled) {

        int count() {
            return end - first;
        }

        boolean isCancelled(int job) {
            return cancelled != null && cancelled.get(job - first);
        }
    }

    @Override
    public boolean run(AttemptRunner runner) {
        if (isEmpty() && !batch.refill(this, lastRan, lastNanos)) {
            return false;
        }
        lastRan = 0;
        long began = 0;
        Attempt before = null;
        for (Attempt attempt = begin(); attempt != null; ) {
            Outcome outcome;
            try {
                outcome =
                        attempt.equals(before)
                                ? runner.runNext(attempt, times)
                                : runner.run(attempt, times);
            } catch (AttemptAbandonedException e) {
                interrupted |= attempt.wasInterruptedFromOutside();
                throw e;
            }
            boolean interruptedNow = attempt.wasInterruptedFromOutside();
            interrupted |= interruptedNow;
            if (lastRan == 0) {
                began = times.startedNanos();
            }
            lastRan++;
            before = attempt;
            lastNanos = times.finishedNanos() - began;
            attempt = next(attempt, outcome, lastNanos < TURN_NANOS && !interruptedNow);
        }
        handOver();
        return true;
    }

    @Override
    public boolean wasInterruptedFromOutside() {
        return interrupted;
    }

    private boolean isEmpty() {
        lock.lock();
        try {
            return next == end;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Attempt begin() {
        lock.lock();
        try {
            return beginNext();
        } finally {
            lock.unlock();
        }
    }

    /// Takes what an attempt came to, and gives the next one.
    private @Nullable Attempt next(Attempt ended, Outcome outcome, boolean more) {
        lock.lock();
        try {
            rows.add(ended.job(), outcome, times);
            current = null;
            spare = ended;
            return more ? beginNext() : null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Attempt beginNext() {
        while (next < end && cancelled != null && cancelled.get(next - first)) {
            next++;
        }
        if (next == end) {
            return null;
        }
        int job = next++;
        current = batch.attempt(job, spare, onAbandon);
        return current;
    }

    private void handOver() {
        FinishedRows full;
        lock.lock();
        try {
            full = rows;
            rows = spareRows;
        } finally {
            lock.unlock();
        }
        if (full.size() > 0) {
            batch.finished(full, times.finishedNanos());
            full.clear();
        }
        spareRows = full;
    }

    /// Hands over what has ended though its thread is still busy. Any thread.
    void flush() {
        FinishedRows some;
        lock.lock();
        try {
            if (rows.size() == 0) {
                return;
            }
            some = rows;
            rows = new FinishedRows(1);
        } finally {
            lock.unlock();
        }
        batch.finished(some, System.nanoTime());
    }

    /// Puts jobs into an empty share.
    void fill(Waiting jobs) {
        lock.lock();
        try {
            first = jobs.first;
            next = jobs.first;
            end = jobs.end;
            cancelled = jobs.cancelled;
        } finally {
            lock.unlock();
        }
    }

    /// Takes the later half of what waits, the larger one; empty when nothing does.
    Waiting takeHalf() {
        lock.lock();
        try {
            return take(next + (end - next) / 2);
        } finally {
            lock.unlock();
        }
    }

    /// Takes all that waits.
    Waiting takeAll() {
        lock.lock();
        try {
            return take(next);
        } finally {
            lock.unlock();
        }
    }

    private Waiting take(int from) {
        BitSet marks = cancelled == null ? null : cancelled.get(from - first, end - first);
        Waiting taken = new Waiting(from, end, marks);
        end = from;
        return taken;
    }

    /// Whether something waits.
    boolean hasWaiting() {
        return !isEmpty();
    }

    /// What runs; null when nothing does.
    @Nullable Running running() {
        lock.lock();
        try {
            return current == null ? null : new Running(current, current.job());
        } finally {
            lock.unlock();
        }
    }

    /// An attempt that runs, and for which job: it may run for another one soon.
    record Running(Attempt attempt, int job) {
        void cancel() {
            attempt.cancel(job);
        }
    }

    /// Sees to it that a job never begins.
    ///
    /// @return false when it does not wait here, or was cancelled before
    boolean cancelWaiting(int job) {
        lock.lock();
        try {
            if (job < next || job >= end || (cancelled != null && cancelled.get(job - first))) {
                return false;
            }
            if (cancelled == null) {
                cancelled = new BitSet();
            }
            cancelled.set(job - first);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void abandoned(Thread thread, Outcome outcome, AttemptTimes spent) {
        FinishedRows last;
        lock.lock();
        try {
            if (current == null) {
                throw new AssertionError("what is abandoned runs");
            }
            rows.add(current.job(), outcome, spent);
            current = null;
            last = rows;
            rows = new FinishedRows(1);
        } finally {
            lock.unlock();
        }
        batch.shareLost(this, thread, last, spent.finishedNanos());
    }
}
