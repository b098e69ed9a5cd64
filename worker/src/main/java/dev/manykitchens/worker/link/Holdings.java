package dev.manykitchens.worker.link;

import java.util.List;

/// What a worker has of its coordinator, as it says in its hello.
///
/// @param received how many chunks have come, counted as its credits are
/// @param leases those that are here or of which there are results that nobody has heard; each once
/// @param permits those that its jobs hold
public record Holdings(long received, List<Long> leases, List<HeldPermit> permits) {

    /// What a worker has that has just begun.
    public static final Holdings NOTHING = new Holdings(0, List.of(), List.of());

    public Holdings {
        leases = List.copyOf(leases);
        permits = List.copyOf(permits);
    }

    /// A permit of a shared resource, as it was asked for.
    ///
    /// @param key the resource's
    /// @param user the number of whoever asked
    /// @param job its position in its batch
    public record HeldPermit(long ticket, String key, long user, int job) {}
}
