package dev.manykitchens.coordinator.journal;

import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import java.time.Instant;

/// What a fact is about and the dispatcher does not know: names, arguments, results.
public sealed interface Payload {

    /// Of [dev.manykitchens.core.journal.Fact.SubmitterCame].
    ///
    /// @param session made at random by the client, the same on every stream that it opens; empty:
    ///   it never comes back
    record OfSubmitter(long submitter, String session, ClientHello hello) implements Payload {}

    /// Of [dev.manykitchens.core.journal.Fact.WorkerCame].
    record OfWorker(String worker, WorkerHello hello) implements Payload {}

    /// Of [dev.manykitchens.core.journal.Fact.BatchAccepted].
    ///
    /// @param theirs its submitter's number for it
    /// @param key whoever hands in a batch with the same key means this one
    /// @param detached whether it is run although its submitter goes
    /// @param submitted when it came, on the wall clock
    /// @param told the jobs with their arguments, and what their workers must know
    record OfBatch(
            long batch,
            long submitter,
            long theirs,
            BatchKey key,
            boolean detached,
            Instant submitted,
            BatchTold told)
            implements Payload {}

    /// Results of jobs `first`, `first + 1`, … of a batch, which succeeded. Of
    /// [dev.manykitchens.core.journal.Fact.JobsReported].
    record OfResults(long batch, int first, Column results) implements Payload {}

    /// The outcome of jobs `first` to `first + count - 1` of a batch, which is no result. Of
    /// [dev.manykitchens.core.journal.Fact.JobsEnded].
    record OfEnded(long batch, int first, int count, Outcome outcome) implements Payload {}

    /// When a batch was finished, on the wall clock. Of
    /// [dev.manykitchens.core.journal.Fact.BatchFinished].
    record OfFinish(long batch, Instant finished) implements Payload {}

    /// Nobody will ask for a batch any more, which is finished: its outcomes are deleted, and it is
    /// no more. Of no fact.
    record Forgotten(long batch) implements Payload {}
}
