package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.lock.BriefLock;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// The jobs of one batch that ended: collected in rows, then told to listener and sink, many at a
/// time. Thread-safe.
///
/// Rows are told when there are [#MOST_ROWS] of them or more, when the last were told
/// [#PATIENCE_NANOS] ago (so what comes of long jobs goes out at once), when the batch is complete,
/// and when the pool asks for it.
final class FinishedJobs {

    static final int MOST_ROWS = 1024;
    static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final long id;
    private final Batch batch;
    private final long submittedNanos = System.nanoTime();
    private final BatchListener listener;
    private final EventSink sink;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile Runnable onComplete = () -> {};

    private final BriefLock lock = new BriefLock();

    // Guarded by the lock.
    private FinishedRows rows = new FinishedRows(1);
    private int added;
    private int told;
    private int succeeded;
    private long lastToldNanos = submittedNanos;

    /// Collects for a batch that is submitted now.
    ///
    /// @param id the batch's number
    /// @param listener must not throw; see [Guarded]
    /// @param sink likewise
    FinishedJobs(long id, Batch batch, BatchListener listener, EventSink sink) {
        this.id = id;
        this.batch = batch;
        this.listener = listener;
        this.sink = sink;
    }

    /// What to call when every job was told, before [#done] completes.
    void onComplete(Runnable action) {
        onComplete = action;
    }

    void awaitDone() throws InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new AssertionError("nothing makes a batch fail as a whole", e);
        }
    }

    /// Tells that the batch was submitted. One without jobs is complete at once.
    void announce() {
        sink.accept(
                new RunEvent.BatchSubmitted(
                        submittedNanos, id, batch.recipe().name(), batch.size()));
        if (batch.size() == 0) {
            complete(0);
        }
    }

    /// Completes when every job was told. A copy: completing or cancelling it changes nothing here.
    CompletableFuture<Void> done() {
        return done.copy();
    }

    /// A job ended.
    void add(int job, Outcome outcome, AttemptTimes times) {
        FinishedRows due;
        lock.lock();
        try {
            rows.add(job, outcome, times);
            added++;
            due = takeIfDue(times.finishedNanos());
        } finally {
            lock.unlock();
        }
        tell(due);
    }

    /// Some jobs ended.
    ///
    /// @param some copied; at least one row
    /// @param now when the last of them ended
    void addAll(FinishedRows some, long now) {
        FinishedRows due;
        lock.lock();
        try {
            rows.addAll(some);
            added += some.size();
            due = takeIfDue(now);
        } finally {
            lock.unlock();
        }
        tell(due);
    }

    private @Nullable FinishedRows takeIfDue(long now) {
        return rows.size() >= MOST_ROWS
                        || added == batch.size()
                        || now - lastToldNanos >= PATIENCE_NANOS
                ? take(now)
                : null;
    }

    /// A job ended before it began.
    void addNeverBegun(int job, Outcome outcome) {
        add(job, outcome, AttemptTimes.neverBegun(System.nanoTime()));
    }

    /// Tells what has not been told.
    void flush() {
        FinishedRows some;
        lock.lock();
        try {
            some = rows.size() == 0 ? null : take(System.nanoTime());
        } finally {
            lock.unlock();
        }
        tell(some);
    }

    private FinishedRows take(long now) {
        FinishedRows taken = rows;
        rows = new FinishedRows(taken.size());
        lastToldNanos = now;
        return taken;
    }

    private void tell(@Nullable FinishedRows some) {
        if (some == null) {
            return;
        }
        if (!sink.equals(EventSink.NONE)) {
            some.tell(sink, id, submittedNanos);
        }
        some.tell(listener, batch.recipe().resultType());
        boolean complete;
        int good;
        lock.lock();
        try {
            told += some.size();
            succeeded += some.succeeded();
            complete = told == batch.size();
            good = succeeded;
        } finally {
            lock.unlock();
        }
        if (complete) {
            complete(good);
        }
    }

    private void complete(int good) {
        sink.accept(new RunEvent.BatchFinished(System.nanoTime(), id, good, batch.size() - good));
        onComplete.run();
        done.complete(null);
    }
}
