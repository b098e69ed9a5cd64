package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.BatchKey;

/// How a batch is found again by whoever handed it in.
///
/// @param theirs its submitter's number for it
/// @param key whoever hands in a batch with the same key means this one
/// @param detached whether it is run although its submitter goes
public record Claim(long theirs, BatchKey key, boolean detached) {

    /// Of a batch that nobody looks for.
    public static final Claim NONE = new Claim(0, BatchKey.NONE, false);
}
