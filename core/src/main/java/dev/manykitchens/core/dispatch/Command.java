package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import java.util.List;

/// What must now be done, told by the [Dispatcher]. Commands are carried out in order.
///
/// Every [Input.ResultsReceived] is answered by exactly one [Deliver] or one [Drop], in the list
/// that its `on` returns: what came with it can be let go of after that list. A lease ends with one
/// [ForgetLease]; a batch with one [FinishBatch] (or, when it is not even begun, one
/// [RefuseBatch]).
public sealed interface Command {

    /// Send jobs `first` to `first + count - 1` of a batch to a worker under a lease. A single job
    /// may run under another lease already: what gives its outcome first counts.
    ///
    /// @param lease a number higher than any before
    /// @param attempt which try this is for each of these jobs, from 1
    /// @param line the number that came with [Input.WorkerJoined]
    record Assign(
            String worker, long lease, long batch, int first, int count, int attempt, int line)
            implements Command {}

    /// Take the report of these jobs, which came under this lease. Jobs reported that neither stand
    /// in `wanted` nor in a [DeliverOutcome] of the same lease right after have had their outcome
    /// before (they were cancelled, or another lease of the same job was first).
    ///
    /// @param first the first job reported now
    /// @param count how many were reported
    /// @param wanted those of them, as positions in the batch, that are to be delivered as
    ///   succeeded, in order
    record Deliver(long lease, long batch, int first, int count, int[] wanted) implements Command {}

    /// Deliver this outcome of jobs `first` to `first + count - 1` to the submitter of the batch.
    ///
    /// @param lease the lease whose report said so, in the same list; 0 when no report did
    record DeliverOutcome(long lease, long batch, int first, int count, Outcome outcome)
            implements Command {}

    /// Drop the report that came for this lease: it is not valid (any more) or says what is known
    /// already.
    record Drop(String worker, long lease) implements Command {}

    /// Forget what you keep about a lease: nothing that comes for it will be delivered.
    record ForgetLease(long lease) implements Command {}

    /// Tell a worker to stop these jobs of a lease.
    ///
    /// @param jobs positions in the batch; empty: all jobs of the lease
    record CancelJobs(String worker, long lease, List<Integer> jobs) implements Command {
        public CancelJobs {
            jobs = List.copyOf(jobs);
        }
    }

    /// Tell a worker to finish what it has and leave.
    record Drain(String worker, String reason) implements Command {}

    /// End the connection to a worker that is lost; if it is a process of ours, kill it.
    record Disconnect(String worker, String reason) implements Command {}

    /// Send the worker that has just said hello away.
    ///
    /// @param reason a sentence for people
    record RefuseWorker(String worker, String reason) implements Command {}

    /// Tell the submitter that the batch just submitted is not taken; nothing more will be said
    /// about it.
    ///
    /// @param reason a sentence for people
    record RefuseBatch(long batch, String reason) implements Command {}

    /// A job of this worker may have the permit that it asked for. A worker that does not know the
    /// ticket (any more) gives it back at once.
    record GrantResource(String worker, long ticket) implements Command {}

    /// A request for a resource cannot be granted: its name is unknown or too many wait.
    record RefuseResource(String worker, long ticket, String reason) implements Command {}

    /// Every job of this batch has its outcome; nothing more will be said about it. Workers can
    /// forget it.
    record FinishBatch(long batch) implements Command {}

    /// Give an [Input.Tick] at this time; replaces an earlier wish. A tick may come early, late or
    /// too often.
    record WakeAt(long atNanos) implements Command {}

    /// Publish an event.
    record Announce(RunEvent event) implements Command {}
}
