package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.dispatch.Command;

import java.util.List;

/// The way to one worker. Confined to the coordinator's loop thread; nothing here blocks. What is
/// said after the stream has ended goes nowhere: its end is reported on its own.
///
/// What waits to be sent is bounded: assignments by the worker's credits, echoes by its heartbeats,
/// grants by its requests.
public interface WorkerLink {

    /// Accepts the worker. Said once, before anything else.
    void welcome(Greeting greeting);

    /// Sends the jobs of a lease with their slice of the batch's arguments.
    ///
    /// @param portion what they are of their batch
    void assign(Command.Assign assign, BatchTold told, Portion portion);

    /// What jobs of a lease are of their batch, for their worker.
    enum Portion {
        /// All of it: it hears what the batch is, and need not be told that it has ended.
        WHOLE,
        /// The first that it is given: it hears what the batch is.
        FIRST,
        /// Not the first.
        LATER
    }

    /// Stops these jobs of a lease.
    void cancel(long lease, List<Integer> jobs);

    /// Asks it to finish and leave.
    void drain(String reason);

    /// Makes it another size. Only one that knows this.
    void adjust(Adjustment adjustment);

    /// Ends its process, as if it were killed. Only of one that knows this.
    void halt(String reason);

    /// Answers a heartbeat.
    ///
    /// @param sentNanos when it was sent, on the worker's clock
    /// @param heardNanos when it is answered, on ours
    /// @param resultsHeard the number of the last results heard; 0: none
    void echo(long sentNanos, long heardNanos, long resultsHeard);

    /// Grants a permit of a shared resource.
    void grant(long ticket);

    /// Refuses one.
    void refuse(long ticket, String reason);

    /// Lets it forget a batch.
    void endBatch(long batch);

    /// One message was handled, the next may come: what is not acknowledged pushes back on the
    /// worker.
    void acknowledge();

    /// Ends the stream in order.
    void complete();

    /// Ends the stream because the worker is not one any more.
    void abort(String reason);

    /// Ends the stream of a worker that is not taken, and that need not try again.
    void turnAway(String reason);
}
