package dev.manykitchens.coordinator.journal;

import dev.manykitchens.coordinator.link.BatchKey;

import java.time.Instant;
import java.util.Optional;

/// A batch that is kept, without its arguments and outcomes.
///
/// @param number the coordinator's
/// @param session whose it is, see [Payload.OfSubmitter]
/// @param theirs its submitter's number for it
/// @param key see [Payload.OfBatch]
/// @param detached whether it is run although its submitter goes
/// @param succeeded how many jobs have their result
/// @param ended how many have any other outcome
/// @param cancelled whether a cancellation is the last that became of its jobs so far
/// @param submitted when it came, on the wall clock
/// @param finished when its last job had its outcome; empty: it is not
public record KeptBatch(
        long number,
        String session,
        long theirs,
        BatchKey key,
        boolean detached,
        String recipe,
        int jobs,
        int succeeded,
        int ended,
        boolean cancelled,
        Instant submitted,
        Optional<Instant> finished) {}
