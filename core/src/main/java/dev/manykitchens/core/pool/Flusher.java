package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.Threads;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// A daemon thread that flushes the unfinished batches of a pool every 50 ms, so that results of
/// short jobs are not held back by a long one after them. It sleeps while there is none.
final class Flusher implements AutoCloseable {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Supplier<List<BatchRun>> unfinished;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;

    Flusher(String name, Supplier<List<BatchRun>> unfinished) {
        this.unfinished = unfinished;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// There is a batch again.
    void wake() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            asleep = true;
            // The end is looked for last: asking for the batches waits for a lock, and that may
            // swallow the wake-up that came with it.
            if (unfinished.get().isEmpty() && !closed) {
                LockSupport.park(this);
            }
            asleep = false;
            LockSupport.parkNanos(this, PERIOD_NANOS);
            unfinished.get().forEach(BatchRun::flush);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.joinUninterruptibly(thread);
    }
}
