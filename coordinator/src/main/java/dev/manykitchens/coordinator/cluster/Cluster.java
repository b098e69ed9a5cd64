package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.Submission;
import dev.manykitchens.core.event.RunEvent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// What the clients need of the coordinator.
interface Cluster {

    /// Nanoseconds, monotonic.
    long now();

    /// Runs something on the loop, later.
    void schedule(Duration delay, Runnable task);

    /// Runs something on the loop, after what waits there.
    void post(Runnable task);

    /// Runs something where deliveries are made, after what was posted before.
    void deliver(Runnable task);

    /// A client will submit batches.
    void open(ClientSession client);

    /// A client is gone; what it submitted is cancelled.
    void close(long client);

    /// Nothing that a client submitted is given to a worker from now on, or is again.
    void pause(long client, boolean paused);

    /// Runs something behind all that was decided so far, and is on disk by then if it must be.
    void afterwards(Runnable task);

    /// A finished batch need not be kept any more.
    void forget(long batch);

    /// Hands in a batch.
    ///
    /// @param numbered called with its number here before any event tells of it
    /// @param onAccepted called on the loop once it is accepted and, where things are kept, is
    /// @param onFinished called on the loop when every job has its outcome and all were told
    /// @return why it is not taken, a sentence; empty when it is
    Optional<String> submit(
            Submission submission, LongConsumer numbered, Runnable onAccepted, Runnable onFinished);

    /// Cancels a batch.
    void cancel(long batch);

    /// Cancels a job.
    void cancel(long batch, int job);

    /// The workers that take jobs.
    List<RunEvent.WorkerJoined> workers();

    /// Tells a client of a worker that runs its jobs, once.
    void tellOf(ClusterClient client, RunEvent.WorkerJoined worker);

    /// Whether one of the workers here runs this recipe.
    boolean canRun(String recipe);
}
