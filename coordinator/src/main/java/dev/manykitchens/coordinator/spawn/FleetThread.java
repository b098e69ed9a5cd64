package dev.manykitchens.coordinator.spawn;

import java.time.Duration;

/// The thread to which a fleet is confined.
public interface FleetThread {

    /// Runs a task there, soon. Any thread may post.
    void post(Runnable task);

    /// Runs a task there when so much time has passed. Only on that thread.
    void schedule(Duration delay, Runnable task);

    /// The time, monotonic nanoseconds.
    long now();
}
