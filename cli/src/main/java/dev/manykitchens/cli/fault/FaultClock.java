package dev.manykitchens.cli.fault;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The time of faults: a thread of its own that does things when they are due, one after the other.
interface FaultClock extends AutoCloseable {

    /// Monotonic nanoseconds.
    long nanos();

    /// Does something so much later, at once when that is past; nothing once it is closed.
    void after(long nanos, Runnable action);

    /// Does nothing any more, and returns when what it does is done.
    @Override
    void close();

    /// That of this machine.
    static FaultClock ofThisMachine() {
        return new OfThisMachine();
    }

    /// On a thread that ends with it.
    final class OfThisMachine implements FaultClock {

        private static final long END_LIMIT_SECONDS = 10;

        private final ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("faults").factory());

        private OfThisMachine() {}

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public synchronized void after(long nanos, Runnable action) {
            if (!thread.isShutdown()) {
                var _ = thread.schedule(action, Math.max(0, nanos), TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void close() {
            synchronized (this) {
                thread.shutdownNow();
            }
            try {
                boolean _ = thread.awaitTermination(END_LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
