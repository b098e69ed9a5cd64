package dev.manykitchens.core.attempt;

/// The event loop that [LoopRunner] stands on, as it sees it.
public interface LoopThread {

    /// Runs a task on the loop, after what was posted before. From any thread.
    void post(Runnable task);

    /// Runs a task on the loop at a time, as of `System.nanoTime`. From the loop's own thread only.
    Timer postAt(long nanos, Runnable task);

    /// Runs a task on a thread for computing. From any thread; only asked for when
    /// [#computesOnLoop] is false.
    void postToCompute(Runnable task);

    /// Whether computing is done on the loop's own thread and blocks it.
    boolean computesOnLoop();

    /// A task that waits for its time.
    @FunctionalInterface
    interface Timer {
        /// Takes it back. From the loop's own thread only.
        void cancel();
    }
}
