package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.resource.ResourceSpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// From what a journal kept to what a driver goes on with, see [DispatchDriver#restore].
///
/// @param submitters the shared resources that each brought, by key
/// @param workers those that were here, by name
/// @param begun the unfinished batches, in the order in which they came; who waits for their
///   outcomes reads them from the journal
record Restart(
        Map<Long, Map<String, ResourceSpec>> submitters,
        Map<String, WorkerHello> workers,
        List<LiveBatch> begun) {

    /// @param nowNanos when those batches count as submitted
    static Restart of(Recovered recovered, long nowNanos) {
        Map<Long, Map<String, ResourceSpec>> submitters = new HashMap<>();
        recovered
                .submitters()
                .forEach((number, submitter) ->
                        submitters.put(
                                number, ResourceKey.keyed(number, submitter.hello().resources())));
        Map<String, WorkerHello> workers = new HashMap<>();
        recovered.workers().forEach((name, worker) -> workers.put(name, worker.hello()));
        List<LiveBatch> begun = new ArrayList<>();
        for (OpenWork.UnfinishedBatch open : recovered.work().batches()) {
            begun.add(begun(open, recovered.batches().get(open.batch().batch()), nowNanos));
        }
        return new Restart(submitters, workers, begun);
    }

    private static LiveBatch begun(
            OpenWork.UnfinishedBatch open, Payload.@Nullable OfBatch kept, long nowNanos) {
        long number = open.batch().batch();
        if (kept == null) {
            throw new IllegalStateException(
                    "a batch that is recovered must have its jobs, %d has none".formatted(number));
        }
        BitSet settled = open.succeeded();
        settled.or(open.failed());
        Submission submission =
                new Submission(
                        kept.told(),
                        kept.submitter(),
                        open.batch().speculate(),
                        settled,
                        new Claim(kept.theirs(), kept.key(), kept.detached()),
                        BatchListener.NONE);
        return LiveBatch.begun(number, submission, nowNanos, open.givenOut());
    }
}
