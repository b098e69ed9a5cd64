package dev.manykitchens.coordinator.loop;

import dev.manykitchens.core.attempt.Threads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;

/// The thread that tells submitters what became of their jobs, in order. What hangs on a job's
/// future is somebody else's code: on a thread of its own it can keep back later results, but not
/// the loop, whose silence would cost every worker its leases.
///
/// Holds no more than the results of unfinished batches.
public final class Deliveries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private static final Duration LISTENER_LIMIT = Duration.ofSeconds(10);

    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Duration limit;
    private final Thread thread;
    private volatile boolean closed;

    public Deliveries(String name) {
        this(name, LISTENER_LIMIT);
    }

    /// @param limit how long listeners are waited for when it is closed
    Deliveries(String name, Duration limit) {
        this.limit = limit;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Tells something, after everything that was posted before. Any thread may post.
    public void post(Runnable delivery) {
        queue.add(delivery);
    }

    /// Whether the calling thread is the one that tells.
    public boolean isCurrentThread() {
        return Thread.currentThread().equals(thread);
    }

    /// Tells what was posted before and ends the thread. A listener that does not return within the
    /// limit is left alone: what comes after it is never told.
    @Override
    public void close() {
        post(() -> closed = true);
        if (!Threads.joinUninterruptibly(thread, limit)) {
            LOG.warn("a listener of jobs does not return, the rest is not told limit={}", limit);
        }
    }

    private void run() {
        while (!closed) {
            try {
                queue.take().run();
            } catch (InterruptedException _) {
                // Only close() ends it; what a listener does to its thread stays without effect.
            } catch (Throwable failure) {
                LOG.warn("a listener of jobs threw, which it must not", failure);
            }
        }
    }
}
