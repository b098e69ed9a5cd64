package dev.manykitchens.worker.link;

import dev.manykitchens.core.resource.ResourceSpec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Hears what the coordinator says. Called by the transport's one thread, in order; must not block.
public interface CoordinatorListener {

    /// The worker was accepted.
    ///
    /// @param worker the name it goes by
    /// @param heartbeat how often it must send a heartbeat
    /// @param silence without a word from the coordinator for so long it gives up
    /// @param prefetch how many chunks may wait at each thread
    void welcomed(
            String worker,
            Duration heartbeat,
            Duration silence,
            Map<String, ResourceSpec> resources,
            int prefetch);

    /// Jobs came, under a lease.
    void assigned(AssignedChunk chunk);

    /// These jobs of a lease are not wanted any more; none named: all of them.
    void cancelled(long lease, List<Integer> jobs);

    /// Take no more, finish, leave.
    void drained(String reason);

    /// A heartbeat was heard.
    ///
    /// @param heardNanos the coordinator's clock when it answered
    void echoed(long heardNanos);

    /// A permit of a shared resource is there.
    void granted(long ticket);

    /// A permit will never come.
    void refused(long ticket, String reason);

    /// A batch can be forgotten.
    void batchEnded(long batch);

    /// The stream ended; nothing follows.
    ///
    /// @param failure why, in words; empty when the coordinator ended it in order
    void ended(Optional<String> failure);
}
