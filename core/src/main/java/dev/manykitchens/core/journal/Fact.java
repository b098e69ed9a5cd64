package dev.manykitchens.core.journal;

import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.resource.ResourceSpec;

import java.util.Map;
import java.util.Set;

/// Something that happened in dispatch and must be known after a crash.
///
/// A *promise* is a fact that others build on once they hear of it; so whatever a step of the
/// dispatcher that makes one says to anybody waits until its facts are on disk, and so does
/// whatever is said after it, but for jobs that are given out of a batch that is on disk:
/// - [BatchAccepted]: workers remember batches by their numbers, submitters by what they were told;
/// - [JobsReported] and [JobsEnded]: the submitter takes the outcomes, the worker forgets them;
/// - [SubmitterCame] and [WorkerCame]: batches and leases name them.
///
/// The others may be lost, if what came before them is not: then jobs run again.
public sealed interface Fact {

    /// A submitter came.
    record SubmitterCame(Input.SubmitterOpened submitter) implements Fact {}

    /// A submitter is gone.
    record SubmitterWent(long submitter) implements Fact {}

    /// A batch was accepted: its jobs will have their outcomes.
    record BatchAccepted(Input.BatchSubmitted batch) implements Fact {}

    /// Every job of a batch has its outcome.
    record BatchFinished(long batch) implements Fact {}

    /// The next jobs of a lease were reported.
    ///
    /// @param first position of the first that was reported
    /// @param count how many were
    /// @param succeeded those of them that have their result by this report, ascending
    record JobsReported(long lease, long batch, int first, int count, int[] succeeded)
            implements Fact {}

    /// Jobs have an outcome that is no result.
    record JobsEnded(long batch, int first, int count) implements Fact {}

    /// A worker died under jobs, which are to run again.
    ///
    /// @param lease under which they ran
    record JobsTried(long lease, long batch, int first, int count) implements Fact {}

    /// A worker was given jobs.
    record LeaseGiven(long lease, String worker, long batch, int first, int count, int attempt)
            implements Fact {}

    /// A lease is no more.
    record LeaseEnded(long lease) implements Fact {}

    /// A worker joined.
    record WorkerCame(Input.WorkerJoined worker) implements Fact {}

    /// A worker has another number of threads.
    record WorkerResized(String worker, int threads) implements Fact {}

    /// A worker left, or is lost.
    record WorkerWent(String worker) implements Fact {}

    /// There are more shared resources.
    record ResourcesCame(Map<String, ResourceSpec> resources) implements Fact {}

    /// Shared resources are no more.
    record ResourcesWent(Set<String> names) implements Fact {}

    /// Whether nobody may hear of it before it is on disk.
    default boolean isPromise() {
        return switch (this) {
            case SubmitterCame _, BatchAccepted _, JobsReported _, JobsEnded _, WorkerCame _ ->
                    true;
            case SubmitterWent _,
                    BatchFinished _,
                    JobsTried _,
                    LeaseGiven _,
                    LeaseEnded _,
                    WorkerResized _,
                    WorkerWent _,
                    ResourcesCame _,
                    ResourcesWent _ ->
                    false;
        };
    }
}
