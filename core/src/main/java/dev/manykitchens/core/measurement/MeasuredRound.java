package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.RunEvent;

import java.util.List;

/// A round with the events it was folded from, for those who list single jobs. The events are many:
/// keep the [Round], let this go.
///
/// @param round what was measured
/// @param finished every job's end, in the order heard
/// @param failures the first of the jobs without a result, at most [#MOST_FAILURES]
/// @param workers all workers that were in the pool so far, those that are gone included
/// @param complete whether every job had its outcome without the round being stopped
public record MeasuredRound(
        Round round,
        List<RunEvent.JobsFinished> finished,
        List<RunEvent.JobFailed> failures,
        List<PoolWorker> workers,
        boolean complete) {

    /// How many failures are kept.
    public static final int MOST_FAILURES = 1_000;

    public MeasuredRound {
        finished = List.copyOf(finished);
        failures = List.copyOf(failures);
        workers = List.copyOf(workers);
    }
}
