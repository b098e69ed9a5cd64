package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.AbandonListener;
import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.engine.AttemptSource;
import dev.manykitchens.core.engine.Engine;
import dev.manykitchens.core.engine.Share;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.lock.BriefLock;
import dev.manykitchens.core.value.Row;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One batch on its way through a pool inside this JVM: which jobs are not begun, which are
/// running. What ended goes to [FinishedJobs].
///
/// ```
///         ┌── next(): one attempt for a thread of its own, or for an event loop ──┐
/// next ───┤                                                                       ├──▶ FinishedJobs
/// … size  └── share(): neighbours for a thread that runs many, see BatchShare ────┘
/// ```
///
/// Threads claim as many jobs at once as take about [#CLAIM_NANOS], by what the last ones took, so
/// that short jobs share the cost of a claim and long ones are claimed one by one. The first claims
/// are of one job, then of twice as many each time.
final class BatchRun implements RunningBatch, AttemptSource {

    /// How long a thread should be busy with what it claims.
    private static final long CLAIM_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /// The most jobs that a thread claims at once.
    private static final int MOST_CLAIMED = 1024;

    /// And of what is left, this part.
    private static final int PART_CLAIMED = 8;

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
    private final Set<BatchShare> shares = new HashSet<>();

    /// Shares of which others may take half: at least those where something waits.
    private final Set<BatchShare> divisible = new LinkedHashSet<>();

    private @Nullable BitSet cancelled;
    private int next;
    private int claimed = 1;

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
        shares().forEach(BatchShare::flush);
        finished.flush();
    }

    private List<BatchShare> shares() {
        lock.lock();
        try {
            return List.copyOf(shares);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Attempt next() {
        lock.lock();
        try {
            passOverCancelled();
            if (next == batch.size()) {
                return null;
            }
            int job = next++;
            Attempt attempt = attempt(job, null, this::abandoned);
            running.put(job, attempt);
            return attempt;
        } finally {
            lock.unlock();
        }
    }

    private void passOverCancelled() {
        while (next < batch.size() && cancelled != null && cancelled.get(next)) {
            next++;
        }
    }

    /// An attempt at a job.
    ///
    /// @param spare one of this batch and this listener that has ended and may be used again
    Attempt attempt(int job, @Nullable Attempt spare, AbandonListener listener) {
        Row arguments = batch.arguments().row(job);
        return spare != null && spare.renew(job, arguments)
                ? spare
                : new Attempt(
                        batch.recipe(),
                        arguments,
                        batch.options(),
                        workUnitsPerSecond,
                        job,
                        origin,
                        listener);
    }

    @Override
    public Share share() {
        return new BatchShare(this);
    }

    /// Fills an empty share: with what nobody has claimed, or else with half of what waits in
    /// another one.
    ///
    /// @param ran how many jobs were run there since it was filled last
    /// @param nanos how long they took
    /// @return false when no job waits anywhere
    boolean refill(BatchShare share, int ran, long nanos) {
        lock.lock();
        try {
            if (ran > 0) {
                long wanted = ran * CLAIM_NANOS / Math.max(1, nanos);
                claimed = Math.clamp(wanted, 1, Math.min(2 * claimed, MOST_CLAIMED));
            }
            BatchShare.Waiting jobs = claim();
            if (jobs.count() == 0) {
                shares.remove(share);
                divisible.remove(share);
                return false;
            }
            share.fill(jobs);
            shares.add(share);
            if (jobs.count() > 1) {
                divisible.add(share);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private BatchShare.Waiting claim() {
        passOverCancelled();
        int from = next;
        if (from < batch.size()) {
            next += Math.clamp((batch.size() - from) / PART_CLAIMED, 1, claimed);
            return new BatchShare.Waiting(
                    from, next, cancelled == null ? null : cancelled.get(from, next));
        }
        for (Iterator<BatchShare> others = divisible.iterator(); others.hasNext(); ) {
            BatchShare other = others.next();
            BatchShare.Waiting half = other.takeHalf();
            if (!other.hasWaiting()) {
                others.remove();
            }
            if (half.count() > 0) {
                return half;
            }
        }
        return new BatchShare.Waiting(from, from, null);
    }

    /// Jobs of a share ended.
    void finished(FinishedRows rows, long now) {
        finished.addAll(rows, now);
    }

    /// The thread of a share does not come back: what waits there is for others.
    ///
    /// @param last what ended there, the job that does not stop among it
    void shareLost(BatchShare share, Thread thread, FinishedRows last, long now) {
        lock.lock();
        try {
            shares.remove(share);
            divisible.remove(share);
            BatchShare.Waiting left = share.takeAll();
            if (left.count() > 0) {
                BatchShare heir = new BatchShare(this);
                heir.fill(left);
                shares.add(heir);
                divisible.add(heir);
            }
        } finally {
            lock.unlock();
        }
        try {
            engine.threadLost(thread, this);
        } finally {
            // Also when no other thread can be had: the outcome is known.
            finished.addAll(last, now);
        }
        afterLoss.run();
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
    public int priority() {
        return batch.options().priority();
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
        List<BatchShare.Waiting> waiting = new ArrayList<>();
        List<Attempt> begun;
        List<BatchShare.Running> begunInShares = new ArrayList<>();
        lock.lock();
        try {
            waiting.add(
                    new BatchShare.Waiting(
                            next,
                            batch.size(),
                            cancelled == null ? null : cancelled.get(next, batch.size())));
            next = batch.size();
            begun = List.copyOf(running.values());
            for (BatchShare share : shares) {
                waiting.add(share.takeAll());
                BatchShare.Running runs = share.running();
                if (runs != null) {
                    begunInShares.add(runs);
                }
            }
        } finally {
            lock.unlock();
        }
        begun.forEach(Attempt::cancel);
        begunInShares.forEach(BatchShare.Running::cancel);
        for (BatchShare.Waiting jobs : waiting) {
            for (int job = jobs.first(); job < jobs.end(); job++) {
                if (!jobs.isCancelled(job)) {
                    finished.addNeverBegun(job, neverBegun);
                }
            }
        }
    }

    @Override
    public void cancel(int job) {
        if (job < 0 || job >= batch.size()) {
            throw new IllegalArgumentException(
                    "a job of this batch must be from 0 to " + (batch.size() - 1) + ", was " + job);
        }
        boolean never;
        Attempt begun;
        lock.lock();
        try {
            // In this order: what does not wait will not begin after it was looked for.
            never = markCancelled(job);
            begun = never ? null : begunAttempt(job);
        } finally {
            lock.unlock();
        }
        if (never) {
            finished.addNeverBegun(job, Outcome.CANCELLED);
        }
        if (begun != null) {
            begun.cancel(job);
        }
    }

    /// Gathers the jobs that run.
    void gather(InProgress all) {
        List<Attempt> some = new ArrayList<>();
        lock.lock();
        try {
            for (Iterator<Attempt> more = running.values().iterator();
                    more.hasNext() && some.size() < all.room(); ) {
                some.add(more.next());
            }
            all.leaveOut(running.size() - some.size());
            for (BatchShare share : shares) {
                BatchShare.Running runs = share.running();
                if (runs != null) {
                    some.add(runs.attempt());
                }
            }
        } finally {
            lock.unlock();
        }
        some.forEach(attempt -> all.add(id, attempt));
    }

    /// The attempt that runs this job; null when none does.
    private @Nullable Attempt begunAttempt(int job) {
        Attempt alone = running.get(job);
        if (alone != null) {
            return alone;
        }
        for (BatchShare share : shares) {
            BatchShare.Running runs = share.running();
            if (runs != null && runs.job() == job) {
                return runs.attempt();
            }
        }
        return null;
    }

    /// @return false when the job does not wait, or was marked before
    private boolean markCancelled(int job) {
        if (job < next) {
            return shares.stream().anyMatch(share -> share.cancelWaiting(job));
        }
        if (cancelled == null) {
            cancelled = new BitSet();
        }
        if (cancelled.get(job)) {
            return false;
        }
        cancelled.set(job);
        return true;
    }
}
