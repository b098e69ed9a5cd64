package dev.manykitchens.report.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Interrupts the thread that has made it, once a time is over, unless it was closed before. After
/// that it never does.
final class Deadline implements AutoCloseable {

    private final Thread handler = Thread.currentThread();
    private final Future<?> timer;

    // Guarded by this.
    private boolean closed;
    private boolean struck;

    Deadline(ScheduledExecutorService deadlines, Duration limit) {
        timer = deadlines.schedule(this::strike, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void strike() {
        if (!closed) {
            struck = true;
            handler.interrupt();
        }
    }

    /// Whether the time was over; then the thread is not interrupted any more, and can go on to say
    /// so.
    synchronized boolean hasPassed() {
        if (struck) {
            boolean _ = Thread.interrupted();
        }
        return struck;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        timer.cancel(false);
    }
}
