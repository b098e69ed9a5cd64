package dev.manykitchens.core.attempt;

import java.time.Duration;

/// Waits for the end of threads.
public final class Threads {

    private Threads() {}

    /// Waits until a thread has ended; an interrupt of the caller is kept for later. Returns at
    /// once when the thread is the caller itself.
    public static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (!thread.equals(Thread.currentThread())) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// The same, for at most so long.
    ///
    /// @return whether it has ended, or is the caller
    public static boolean joinUninterruptibly(Thread thread, Duration limit) {
        boolean interrupted = false;
        long until = System.nanoTime() + limit.toNanos();
        boolean ended = thread.equals(Thread.currentThread());
        for (long left = limit.toNanos(); !ended && left > 0; left = until - System.nanoTime()) {
            try {
                ended = thread.join(Duration.ofNanos(left));
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }
}
