package dev.manykitchens.worker.link;

import java.util.List;

/// Hears what the coordinator says on one stream. Called by the transport's one thread, in order;
/// must not block.
public interface CoordinatorListener {

    /// A message came, of any kind, even one that is not known here, or a part of a long one whose
    /// rest is on its way: the coordinator is alive. Called before what the message says.
    void heard();

    /// The worker was accepted.
    void welcomed(Welcomed welcome);

    /// Jobs came, under a lease.
    void assigned(AssignedChunk chunk);

    /// These jobs of a lease are not wanted any more; none named: all of them.
    void cancelled(long lease, List<Integer> jobs);

    /// Take no more, finish, leave.
    void drained(String reason);

    /// Be another size.
    void adjusted(Adjusted size);

    /// End the process, as if it were killed.
    void halted(String reason);

    /// A heartbeat was heard.
    ///
    /// @param sentNanos when it was sent, on this process's clock
    /// @param heardNanos the coordinator's clock when it answered
    /// @param resultsHeard the results that need not be kept any more, up to this number
    void echoed(long sentNanos, long heardNanos, long resultsHeard);

    /// A permit of a shared resource is there.
    void granted(long ticket);

    /// A permit will never come.
    void refused(long ticket, String reason);

    /// A batch can be forgotten.
    void batchEnded(long batch);

    /// The stream ended; nothing follows. Any thread.
    void ended(StreamEnd end);

    /// Hearing failed in the worker's own code.
    void failed(Throwable failure);
}
