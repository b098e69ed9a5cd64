package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.AbandonListener;
import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.engine.AttemptSource;
import dev.manykitchens.core.engine.Share;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// One job with a future on its way through a pool inside this JVM: what [BatchRun] is to a batch,
/// without all that only many jobs need. Thread-safe, but that [#run] is for one thread at a time.
final class SingleRun implements RunningBatch, AttemptSource, Share, AbandonListener {

    private static final VarHandle TAKEN = takenHandle();

    private final SingleRuns runs;
    private final long id;
    private final Batch batch;
    private final double workUnitsPerSecond;
    private final long submittedNanos;
    private final JobFuture future = new JobFuture();

    /// Whether a thread has it, or nobody ever will.
    @SuppressWarnings("UnusedVariable")
    private volatile boolean taken;

    /// Set before it is taken.
    private volatile @Nullable Attempt attempt;

    /// The thread that completes the future. Others may see it late, but not after that thread gave
    /// them a sign.
    private @Nullable Thread teller;

    // Guarded by the lock of its stripe: its place among the unfinished ones.
    @Nullable SingleRun before;
    @Nullable SingleRun after;

    SingleRun(SingleRuns runs, long id, Batch batch, double workUnitsPerSecond) {
        this.runs = runs;
        this.id = id;
        this.batch = batch;
        this.workUnitsPerSecond = workUnitsPerSecond;
        this.submittedNanos = runs.isHeard() ? System.nanoTime() : 0;
        future.runBy(this, 0);
    }

    private static VarHandle takenHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(SingleRun.class, "taken", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public long id() {
        return id;
    }

    JobFuture future() {
        return future;
    }

    @Override
    public CompletableFuture<Void> done() {
        return future.outcome().toCompletableFuture().thenAccept(_ -> {});
    }

    /// Tells that it was submitted.
    void announce() {
        if (runs.isHeard()) {
            runs.sink()
                    .accept(
                            new RunEvent.BatchSubmitted(
                                    submittedNanos, id, batch.recipe().name(), 1));
        }
    }

    /// Whether this thread completes its future right now.
    boolean isToldBy(Thread thread) {
        return thread.equals(teller);
    }

    /// Whether one of these threads completes its future right now, as far as can be seen here.
    boolean isToldByOneOf(Set<Thread> threads) {
        Thread known = teller;
        return known != null && threads.contains(known);
    }

    @Override
    public @Nullable Attempt next() {
        if (taken) {
            return null;
        }
        Attempt fresh =
                new Attempt(
                        batch.recipe(),
                        batch.arguments().row(0),
                        batch.options(),
                        workUnitsPerSecond,
                        0,
                        runs.origin(),
                        this);
        attempt = fresh;
        return take() ? fresh : null;
    }

    private boolean take() {
        return TAKEN.compareAndSet(this, false, true);
    }

    @Override
    public AttemptTimes newTimes() {
        return runs.isHeard() ? new AttemptTimes() : AttemptTimes.unread();
    }

    @Override
    public void ended(Attempt ended, Outcome outcome, AttemptTimes times) {
        tell(outcome, times);
    }

    @Override
    public int remaining() {
        return taken ? 0 : 1;
    }

    @Override
    public int priority() {
        return batch.options().priority();
    }

    @Override
    public boolean isTimed() {
        return batch.options().timeout().isPresent();
    }

    @Override
    public Share share() {
        return this;
    }

    @Override
    public boolean run(AttemptRunner runner) {
        Attempt only = next();
        if (only != null) {
            AttemptTimes times = newTimes();
            tell(runner.run(only, times), times);
        }
        return false;
    }

    @Override
    public boolean wasInterruptedFromOutside() {
        Attempt only = attempt;
        return only != null && only.wasInterruptedFromOutside();
    }

    @Override
    public void abandoned(Attempt lost, Thread thread, Outcome outcome, AttemptTimes times) {
        try {
            runs.threadLost(thread, this);
        } finally {
            // Also when no other thread can be had: the outcome is known.
            tell(outcome, times);
        }
        runs.afterLoss();
    }

    @Override
    public void cancel() {
        stop(Outcome.CANCELLED);
    }

    @Override
    public void cancel(int job) {
        if (job != 0) {
            throw new IllegalArgumentException("the one job of this batch is 0, was " + job);
        }
        cancel();
    }

    /// Gathers its job, if it runs.
    void gather(InProgress all) {
        Attempt only = attempt;
        if (only != null) {
            all.add(id, only);
        }
    }

    /// Cancels it when it runs; when it was not begun, it comes to this.
    void stop(Outcome neverBegun) {
        if (take()) {
            tell(neverBegun, AttemptTimes.neverBegun(System.nanoTime()));
            return;
        }
        Attempt only = attempt;
        if (only != null) {
            only.cancel();
        }
    }

    private void tell(Outcome outcome, AttemptTimes times) {
        boolean heard = runs.isHeard();
        if (heard) {
            FinishedRows row = new FinishedRows(1);
            row.add(0, outcome, times);
            row.tell(runs.sink(), id, submittedNanos);
        }
        teller = Thread.currentThread();
        if (future.end(outcome)) {
            future.tellWatchers();
        }
        if (heard) {
            int good = outcome.kind() == Outcome.Kind.SUCCEEDED ? 1 : 0;
            runs.sink().accept(new RunEvent.BatchFinished(System.nanoTime(), id, good, 1 - good));
        }
        runs.remove(this);
    }
}
