package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import java.util.List;

/// What must now be done, told by the [Dispatcher]. Commands are carried out in order.
public sealed interface Command {

    /// Send jobs `first` to `first + count - 1` of a batch to a worker under a lease.
    ///
    /// @param attempt which try this is for each of these jobs, from 1
    record Assign(String worker, long lease, long batch, int first, int count, int attempt)
            implements Command {}

    /// Deliver the results of these jobs, which came under this lease, to the submitter of the batch.
    ///
    /// @param first  the first job reported now
    /// @param count  how many were reported
    /// @param wanted those of them, as positions in the batch, that are to be delivered as succeeded, in order
    record Deliver(long lease, long batch, int first, int count, int[] wanted) implements Command {}

    /// Deliver this outcome of a job to the submitter of the batch.
    record DeliverOutcome(long batch, int job, Outcome outcome) implements Command {}

    /// Drop what came for this lease: it is not valid (any more).
    record Drop(String worker, long lease) implements Command {}

    /// Tell a worker to stop these jobs of a lease.
    record CancelJobs(String worker, long lease, List<Integer> jobs) implements Command {
        public CancelJobs {
            jobs = List.copyOf(jobs);
        }
    }

    /// Tell a worker to finish what it has and leave.
    record Drain(String worker, String reason) implements Command {}

    /// End the connection to a worker that is lost; if it is a process of ours, kill it.
    record Disconnect(String worker, String reason) implements Command {}

    /// A job of this worker may have the permit that it asked for.
    record GrantResource(String worker, long ticket) implements Command {}

    /// A request for a resource cannot be granted: its name is unknown or too many wait.
    record RefuseResource(String worker, long ticket, String reason) implements Command {}

    /// Every job of this batch has its outcome; nothing more will be said about it. Workers can forget it.
    record FinishBatch(long batch) implements Command {}

    /// Give a [Input.Tick] at this time if no other input came before; replaces an earlier one.
    record WakeAt(long atNanos) implements Command {}

    /// Publish an event.
    record Announce(RunEvent event) implements Command {}
}
