package dev.manykitchens.core.attempt;

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
}
