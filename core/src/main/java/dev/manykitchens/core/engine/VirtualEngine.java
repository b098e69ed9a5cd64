package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.attempt.RunEnvironment;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.lock.BriefLock;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// One virtual thread an attempt. Each thread, when it gets to run, first starts the thread of the
/// next attempt and then runs its own: so there are as many threads as wait or compute, plus one,
/// and not as many as there are jobs.
///
/// A source of one attempt gets its thread straight from whoever brings it, without queue or lock,
/// while the limit leaves room. Where it does not, sources queue, and a thread that ends passes its
/// place on to them, so that nobody slips in before them. Those of a higher priority are asked
/// first.
final class VirtualEngine implements Engine {

    /// How many threads at most.
    private volatile int limit;

    private final AttemptRunner runner;
    private final ThreadFactory threads;
    private final Runnable runNext = this::runNext;

    /// Places that are taken: one a thread, from before its start to its end.
    private final AtomicInteger active = new AtomicInteger();

    /// How many sources are queued; written under the lock.
    private volatile int queued;

    private volatile boolean closing;

    private final BriefLock lock = new BriefLock();

    // Guarded by the lock.
    private final ByPriority<AttemptSource> sources = new ByPriority<>();

    /// Whether a thread was started for the queue and has not taken an attempt yet.
    private boolean starting;

    private final CountDownLatch ended = new CountDownLatch(1);

    VirtualEngine(String name, RunEnvironment environment, int limit) {
        this.limit = limit;
        this.runner = new AttemptRunner(environment);
        // Without a number, so that no name is made for each job.
        this.threads = Thread.ofVirtual().name(name).factory();
    }

    private record Claim(Attempt attempt, AttemptSource source) {}

    @Override
    public void run(AttemptSource source) {
        if (source.remaining() == 1 && enter()) {
            threads.newThread(() -> runOnly(source)).start();
            return;
        }
        boolean fresh;
        lock.lock();
        try {
            sources.addLast(source, source.priority());
            queued = sources.size();
            fresh = mayStart();
        } finally {
            lock.unlock();
        }
        start(fresh);
    }

    @Override
    public void threadLost(Thread thread, AttemptSource source) {
        leave();
    }

    @Override
    public void resize(int size) {
        limit = size;
        if (queued > 0) {
            // Each that begins sees to the next.
            startFromQueue();
        }
    }

    @Override
    public void close() {
        closing = true;
        if (active.get() == 0) {
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

    /// Takes a place; false when there is none.
    private boolean enter() {
        for (int taken = active.get(); taken < limit; taken = active.get()) {
            if (active.compareAndSet(taken, taken + 1)) {
                return true;
            }
        }
        return false;
    }

    /// Gives a place back, to the queue before all others.
    private void leave() {
        if (queued > 0 && active.get() <= limit && passedOn()) {
            return;
        }
        int _ = active.decrementAndGet();
        // Looked at again: what was queued meanwhile may have found no place.
        if (queued > 0) {
            startFromQueue();
        }
        if (closing && active.get() == 0) {
            ended.countDown();
        }
    }

    private boolean passedOn() {
        boolean fresh;
        lock.lock();
        try {
            fresh = !starting && !sources.isEmpty();
            starting |= fresh;
        } finally {
            lock.unlock();
        }
        start(fresh);
        return fresh;
    }

    private void startFromQueue() {
        boolean fresh;
        lock.lock();
        try {
            fresh = mayStart();
        } finally {
            lock.unlock();
        }
        start(fresh);
    }

    /// Under the lock: whether there may be a thread for the next attempt of the queue, to be made
    /// and started outside; it has its place then.
    private boolean mayStart() {
        if (starting || sources.isEmpty() || !enter()) {
            return false;
        }
        starting = true;
        return true;
    }

    private void start(boolean fresh) {
        if (fresh) {
            threads.newThread(runNext).start();
        }
    }

    /// Runs the one attempt of a source that was not queued.
    private void runOnly(AttemptSource source) {
        Attempt attempt = source.next();
        if (attempt == null) {
            leave();
        } else {
            run(attempt, source);
        }
    }

    /// Runs the next attempt of the queue.
    private void runNext() {
        Claim claim = claim();
        if (claim == null) {
            leave();
        } else {
            run(claim.attempt, claim.source);
        }
    }

    private void run(Attempt attempt, AttemptSource source) {
        AttemptTimes times = source.newTimes();
        Outcome outcome;
        try {
            outcome = runner.run(attempt, times);
        } catch (AttemptAbandonedException _) {
            // It was counted as ended when it was lost.
            return;
        }
        // Before the source is told: whoever hears that all is done may close the pool right there.
        leave();
        source.ended(attempt, outcome, times);
    }

    private @Nullable Claim claim() {
        Claim claim;
        boolean fresh;
        lock.lock();
        try {
            starting = false;
            claim = takeTurn();
            queued = sources.size();
            fresh = mayStart();
        } finally {
            lock.unlock();
        }
        start(fresh);
        return claim;
    }

    /// Under the lock: the next attempt of the source whose turn it is among the most urgent ones.
    private @Nullable Claim takeTurn() {
        for (AttemptSource source = sources.pollFirst();
                source != null;
                source = sources.pollFirst()) {
            Attempt attempt = source.next();
            if (attempt != null) {
                sources.addLast(source, source.priority());
                return new Claim(attempt, source);
            }
        }
        return null;
    }
}
