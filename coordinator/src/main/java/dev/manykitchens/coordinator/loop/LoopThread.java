package dev.manykitchens.coordinator.loop;

import java.time.Duration;

/// The thread to which something is confined that lives on a loop without being its owner.
public interface LoopThread {

    /// Runs a task there, soon. Any thread may post.
    void post(Runnable task);

    /// Runs a task there when so much time has passed. Only on that thread.
    void schedule(Duration delay, Runnable task);

    /// The time, monotonic nanoseconds.
    long now();
}
