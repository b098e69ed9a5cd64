package dev.manykitchens.coordinator.loop;

/// One thread and what waits for it: whatever the loop owns needs no locks. Tasks run one after the
/// other, in the order in which they were posted.
///
/// What waits is bounded by who posts: each worker has a few messages that it may send
/// unacknowledged, each batch was given a slot, each process ends once. So posting never blocks and
/// nothing is turned away.
public sealed interface Loop extends LoopThread, AutoCloseable permits OwnLoop, SharedLoop {

    /// Begins to run tasks.
    void start();

    /// Runs what was posted before, then nothing more, and waits for that. Timers that are not due
    /// are forgotten, and so is what is posted later.
    @Override
    void close();
}
