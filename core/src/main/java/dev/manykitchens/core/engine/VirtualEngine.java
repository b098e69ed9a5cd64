package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.attempt.RunEnvironment;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.lock.BriefLock;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/// One virtual thread an attempt. Each thread, when it gets to run, first starts the thread of the
/// next attempt and then runs its own: so there are as many threads as wait or compute, plus one,
/// and not as many as there are jobs.
final class VirtualEngine implements Engine {

    private final int limit;
    private final AttemptRunner runner;
    private final Thread.Builder.OfVirtual threads;
    private final Runnable runOne = this::runOne;

    private final BriefLock lock = new BriefLock();

    // Guarded by the lock.
    private final Deque<AttemptSource> sources = new ArrayDeque<>();
    private int active;
    private boolean starting;
    private boolean closing;

    private final CountDownLatch ended = new CountDownLatch(1);

    VirtualEngine(String name, RunEnvironment environment, int limit) {
        this.limit = limit;
        this.runner = new AttemptRunner(environment);
        this.threads = Thread.ofVirtual().name(name + "-", 1);
    }

    private record Claim(Attempt attempt, AttemptSource source) {}

    @Override
    public void run(AttemptSource source) {
        boolean fresh;
        lock.lock();
        try {
            sources.addLast(source);
            fresh = mayStart();
        } finally {
            lock.unlock();
        }
        start(fresh);
    }

    @Override
    public void threadLost(Thread thread, AttemptSource source) {
        endOne();
    }

    @Override
    public void close() {
        lock.lock();
        closing = true;
        boolean idle = active == 0;
        lock.unlock();
        if (idle) {
            return;
        }
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Under the lock: whether there may be a thread for the next attempt, to be made and started
    /// outside.
    private boolean mayStart() {
        if (starting || active >= limit || sources.isEmpty()) {
            return false;
        }
        starting = true;
        active++;
        return true;
    }

    private void start(boolean fresh) {
        if (fresh) {
            threads.unstarted(runOne).start();
        }
    }

    private void runOne() {
        Claim claim = claim();
        if (claim == null) {
            endOne();
            return;
        }
        AttemptTimes times = new AttemptTimes();
        Outcome outcome;
        try {
            outcome = runner.run(claim.attempt, times);
        } catch (AttemptAbandonedException _) {
            // It was counted as ended when it was lost.
            return;
        }
        // Before the source is told: whoever hears that all is done may close the pool right there.
        endOne();
        claim.source.ended(claim.attempt, outcome, times);
    }

    private @Nullable Claim claim() {
        Claim claim;
        boolean fresh;
        lock.lock();
        try {
            starting = false;
            claim = takeTurn();
            fresh = mayStart();
        } finally {
            lock.unlock();
        }
        start(fresh);
        return claim;
    }

    /// Under the lock: the next attempt of the source whose turn it is.
    private @Nullable Claim takeTurn() {
        for (AttemptSource source = sources.pollFirst();
                source != null;
                source = sources.pollFirst()) {
            Attempt attempt = source.next();
            if (attempt != null) {
                sources.addLast(source);
                return new Claim(attempt, source);
            }
        }
        return null;
    }

    private void endOne() {
        boolean fresh;
        boolean last;
        lock.lock();
        try {
            active--;
            fresh = mayStart();
            last = active == 0 && closing;
        } finally {
            lock.unlock();
        }
        start(fresh);
        if (last) {
            ended.countDown();
        }
    }
}
