package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.attempt.RunEnvironment;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One virtual thread an attempt. Each thread, when it gets to run, first starts the thread of the
/// next attempt and then runs its own: so there are as many threads as wait or compute, plus one,
/// and not as many as there are jobs.
final class VirtualEngine implements Engine {

    private final int limit;
    private final AttemptRunner runner;
    private final Thread.Builder.OfVirtual threads;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Deque<AttemptSource> sources = new ArrayDeque<>();
    private int active;
    private boolean starting;

    VirtualEngine(String name, RunEnvironment environment, int limit) {
        this.limit = limit;
        this.runner = new AttemptRunner(environment);
        this.threads = Thread.ofVirtual().name(name + "-", 1);
    }

    private record Claim(Attempt attempt, AttemptSource source) {}

    @Override
    public void run(AttemptSource source) {
        lock.lock();
        try {
            sources.addLast(source);
            startNext();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void threadLost(Thread thread, AttemptSource source) {
        endOne();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            while (active > 0) {
                idle.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock.
    private void startNext() {
        if (!starting && active < limit && !sources.isEmpty()) {
            starting = true;
            active++;
            Thread _ = threads.start(this::runOne);
        }
    }

    private void runOne() {
        Claim claim = claim();
        if (claim != null) {
            AttemptTimes times = new AttemptTimes();
            try {
                Outcome outcome = runner.run(claim.attempt, times);
                claim.source.ended(claim.attempt, outcome, times);
            } catch (AttemptAbandonedException _) {
                // It was counted as ended when it was lost.
                return;
            }
        }
        endOne();
    }

    private @Nullable Claim claim() {
        lock.lock();
        try {
            starting = false;
            for (AttemptSource source = sources.pollFirst();
                    source != null;
                    source = sources.pollFirst()) {
                Attempt attempt = source.next();
                if (attempt != null) {
                    sources.addLast(source);
                    startNext();
                    return new Claim(attempt, source);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void endOne() {
        lock.lock();
        try {
            active--;
            startNext();
            if (active == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
