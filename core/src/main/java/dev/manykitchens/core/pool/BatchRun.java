package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.engine.AttemptSource;
import dev.manykitchens.core.engine.Engine;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.lock.BriefLock;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// One batch on its way through a pool inside this JVM: which jobs are not begun, which are
/// running. What ended goes to [FinishedJobs].
///
/// ```
/// next ──────────▶ size          begun: below next          ended: counted by FinishedJobs
/// ```
final class BatchRun implements RunningBatch, AttemptSource {

    private final long id;
    private final Batch batch;
    private final double workUnitsPerSecond;
    private final Origin origin;
    private final Engine engine;
    private final FinishedJobs finished;
    private final Runnable afterLoss;

    private final BriefLock lock = new BriefLock();

    // Guarded by the lock.
    private final Map<Integer, Attempt> running = new HashMap<>();
    private @Nullable BitSet cancelled;
    private int next;

    /// @param afterLoss called after a thread was lost to one of its jobs
    BatchRun(
            long id,
            Batch batch,
            double workUnitsPerSecond,
            Origin origin,
            Engine engine,
            FinishedJobs finished,
            Runnable afterLoss) {
        this.id = id;
        this.batch = batch;
        this.workUnitsPerSecond = workUnitsPerSecond;
        this.origin = origin;
        this.engine = engine;
        this.finished = finished;
        this.afterLoss = afterLoss;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public CompletableFuture<Void> done() {
        return finished.done();
    }

    void awaitDone() throws InterruptedException {
        finished.awaitDone();
    }

    void announce() {
        finished.announce();
    }

    /// Tells the listener what it has not heard yet.
    void flush() {
        finished.flush();
    }

    @Override
    public @Nullable Attempt next() {
        lock.lock();
        try {
            while (next < batch.size() && cancelled != null && cancelled.get(next)) {
                next++;
            }
            if (next >= batch.size()) {
                return null;
            }
            int job = next++;
            Attempt attempt = attempt(job);
            running.put(job, attempt);
            return attempt;
        } finally {
            lock.unlock();
        }
    }

    private Attempt attempt(int job) {
        return new Attempt(
                batch.recipe(),
                batch.arguments().row(job),
                batch.options(),
                workUnitsPerSecond,
                job,
                origin,
                this::abandoned);
    }

    @Override
    public int remaining() {
        lock.lock();
        try {
            return batch.size() - next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isTimed() {
        return batch.options().timeout().isPresent();
    }

    @Override
    public void ended(Attempt attempt, Outcome outcome, AttemptTimes times) {
        lock.lock();
        try {
            running.remove(attempt.job());
        } finally {
            lock.unlock();
        }
        finished.add(attempt.job(), outcome, times);
    }

    private void abandoned(Attempt attempt, Thread thread, Outcome outcome, AttemptTimes times) {
        try {
            engine.threadLost(thread, this);
        } finally {
            // Also when no other thread can be had: the outcome is known.
            ended(attempt, outcome, times);
        }
        afterLoss.run();
    }

    @Override
    public void cancel() {
        stop(Outcome.CANCELLED);
    }

    /// Cancels what runs; what was not begun comes to this.
    void stop(Outcome neverBegun) {
        int from;
        BitSet alone;
        List<Attempt> begun;
        lock.lock();
        try {
            from = next;
            next = batch.size();
            alone = cancelled;
            begun = List.copyOf(running.values());
        } finally {
            lock.unlock();
        }
        begun.forEach(Attempt::cancel);
        for (int job = from; job < batch.size(); job++) {
            if (alone == null || !alone.get(job)) {
                finished.addNeverBegun(job, neverBegun);
            }
        }
    }

    @Override
    public void cancel(int job) {
        if (job < 0 || job >= batch.size()) {
            throw new IllegalArgumentException(
                    "a job of this batch must be from 0 to " + (batch.size() - 1) + ", was " + job);
        }
        Attempt begun;
        lock.lock();
        try {
            begun = running.get(job);
            if (begun == null && !markCancelled(job)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        if (begun == null) {
            finished.addNeverBegun(job, Outcome.CANCELLED);
        } else {
            begun.cancel();
        }
    }

    /// @return false when the job was begun, or marked before
    private boolean markCancelled(int job) {
        if (job < next || (cancelled != null && cancelled.get(job))) {
            return false;
        }
        if (cancelled == null) {
            cancelled = new BitSet();
        }
        cancelled.set(job);
        return true;
    }
}
