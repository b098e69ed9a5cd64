package dev.manykitchens.coordinator.loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A loop on the thread of the transport: what comes is decided upon, and what was decided is sent,
/// without a switch of threads. Each costs some microseconds, which is much of the time that one
/// short job takes to its worker and back.
///
/// Only where few streams share the transport, all of them ours: a stranger's connection must not
/// keep the loop from its work.
public final class SharedLoop implements Loop {

    private static final Logger LOG = LoggerFactory.getLogger(SharedLoop.class);

    private final ScheduledExecutorService thread;
    private final LongSupplier clock;
    private final Consumer<Throwable> onFailure;
    private final CountDownLatch last = new CountDownLatch(1);
    private volatile boolean closed;

    /// @param thread one thread, which runs tasks in the order in which they come; outlives the
    ///   loop
    /// @param clock monotonic nanoseconds
    /// @param onFailure hears, on the loop, what a task threw: a promise of our own was broken
    public SharedLoop(
            ScheduledExecutorService thread, LongSupplier clock, Consumer<Throwable> onFailure) {
        this.thread = thread;
        this.clock = clock;
        this.onFailure = onFailure;
    }

    @Override
    public void start() {}

    @Override
    public void post(Runnable task) {
        try {
            thread.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        var _ = thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public long now() {
        return clock.getAsLong();
    }

    @Override
    public void close() {
        try {
            // Not as a task of the loop: the second of these would be dropped.
            thread.execute(this::end);
        } catch (RejectedExecutionException _) {
            // What was to run has run, or never will.
            end();
        }
        boolean interrupted = false;
        while (last.getCount() > 0) {
            try {
                last.await();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        closed = true;
        last.countDown();
    }

    private void run(Runnable task) {
        if (closed) {
            return;
        }
        try {
            task.run();
        } catch (Throwable failure) {
            LOG.error("coordinator failed in its loop; please report this", failure);
            onFailure.accept(failure);
        }
    }
}
