package dev.manykitchens.coordinator.journal;

import dev.manykitchens.core.dispatch.OpenWork;

import java.util.Map;

/// What the coordinators before left.
///
/// @param life the number of this life of the coordinator, from 1: higher than that of any before,
///   whatever the clocks say
/// @param work what is open
/// @param lastBatch the highest number of a batch so far; 0 when there is none
/// @param lastSubmitter the highest number of a submitter so far; 0 when there is none
/// @param submitters of each in `work`, by its number
/// @param workers of each in `work`, by its name
/// @param batches of each in `work`, by its number
public record Recovered(
        long life,
        OpenWork work,
        long lastBatch,
        long lastSubmitter,
        Map<Long, Payload.OfSubmitter> submitters,
        Map<String, Payload.OfWorker> workers,
        Map<Long, Payload.OfBatch> batches) {

    /// Each life may give so many leases, as a power of two: more than a dispatcher can in a month.
    private static final int LEASES_A_LIFE_BITS = 40;

    /// The number of the first lease of this life, above all those of the lives before: whoever
    /// comes back with one of theirs can be told from whoever has one of this life.
    public long firstLease() {
        return life << LEASES_A_LIFE_BITS;
    }

    public Recovered {
        submitters = Map.copyOf(submitters);
        workers = Map.copyOf(workers);
        batches = Map.copyOf(batches);
    }
}
