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

    public Recovered {
        submitters = Map.copyOf(submitters);
        workers = Map.copyOf(workers);
        batches = Map.copyOf(batches);
    }
}
