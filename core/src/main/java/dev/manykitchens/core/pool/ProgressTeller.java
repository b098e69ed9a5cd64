package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.Threads;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// A daemon thread that tells again and again which jobs a pool inside this JVM runs.
final class ProgressTeller implements AutoCloseable {

    private final EventSink sink;
    private final Supplier<InProgress> jobs;
    private final long periodNanos;
    private final Thread thread;
    private volatile boolean closed;

    /// @param jobs those that run now
    /// @param period how often it is told
    ProgressTeller(String name, EventSink sink, Supplier<InProgress> jobs, Duration period) {
        this.sink = sink;
        this.jobs = jobs;
        this.periodNanos = period.toNanos();
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        boolean idle = false;
        while (!closed) {
            InProgress now = jobs.get();
            // That nothing runs is told once.
            if (now.inAll() > 0 || !idle) {
                sink.accept(
                        new RunEvent.JobsInProgress(
                                System.nanoTime(), LocalPool.WORKER, now.columns(), now.inAll()));
            }
            idle = now.inAll() == 0;
            LockSupport.parkNanos(this, periodNanos);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.joinUninterruptibly(thread);
    }
}
