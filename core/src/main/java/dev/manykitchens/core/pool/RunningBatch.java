package dev.manykitchens.core.pool;

import java.util.concurrent.CompletableFuture;

/// A batch that was started. Thread-safe.
public interface RunningBatch {

    /// The batch's number in its pool's events, from 1.
    long id();

    /// Completes, with nothing, when every job has its outcome; never fails.
    CompletableFuture<Void> done();

    /// Cancels every job that has no outcome: those that did not start never will, those that run
    /// are interrupted.
    void cancel();

    /// Cancels one job, likewise; without effect when it has its outcome.
    void cancel(int job);
}
