package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.job.Outcome;
import java.util.List;
import java.util.Optional;

/// What happened outside, told to the [Dispatcher]. Inputs may come late, twice, in any order or not at all (except those
/// of the submitter): the dispatcher keeps its promises all the same.
public sealed interface Input {

    /// A batch of `jobs` jobs (positions 0 to `jobs - 1`) is to be run.
    ///
    /// @param batch    a number not used before
    /// @param attempts how often a job is tried at most
    /// @param longestJobBytes an upper bound of one job's arguments on the wire, to bound chunks; 0 when none travel
    record BatchSubmitted(long batch, int jobs, int attempts, long longestJobBytes) implements Input {}

    /// The submitter wants no more of this batch.
    record BatchCancelled(long batch) implements Input {}

    /// The submitter does not want this job any more.
    record JobCancelled(long batch, int job) implements Input {}

    /// A worker said hello.
    ///
    /// @param worker  a name not used before (a worker that comes back joins anew under a new name)
    /// @param threads how many chunks it runs at the same instant
    record WorkerJoined(String worker, String host, long pid, int threads) implements Input {}

    /// A worker offers to take so many more leases.
    record CreditsOffered(String worker, int credits) implements Input {}

    /// A worker finished all jobs of a lease, or the next part of them.
    ///
    /// @param lease        the lease they were given under
    /// @param first        position in the batch of the first job reported now; parts follow each other without gaps
    /// @param jobs         how many jobs are reported now, in order of position
    /// @param failures     those among them that did not succeed
    /// @param serviceNanos how long the worker was busy with them
    record ResultsReceived(
            String worker, long lease, int first, int jobs, List<JobFailure> failures, long serviceNanos)
            implements Input {
        public ResultsReceived {
            failures = List.copyOf(failures);
        }
    }

    /// A job that did not succeed where it ran.
    ///
    /// @param job     position in the batch
    /// @param outcome what to deliver
    record JobFailure(int job, Outcome outcome) {}

    /// A worker is alive and holds these leases.
    record HeartbeatReceived(String worker, List<Long> leases) implements Input {
        public HeartbeatReceived {
            leases = List.copyOf(leases);
        }
    }

    /// A worker gives back a lease that it did not start (because it drains).
    record LeaseReturned(String worker, long lease) implements Input {}

    /// The stream of a worker ended, or its process died.
    ///
    /// @param lastWords how it died, for people: exit code or signal, the end of its error output; empty when it left
    ///                  in order (then its leases, if any, are requeued without counting)
    record WorkerGone(String worker, Optional<String> lastWords) implements Input {}

    /// No worker will come any more: every job without an outcome gets this one, and so do the jobs of later batches.
    record WorkersUnavailable(Outcome outcome) implements Input {}

    /// Somebody wants this worker to finish what it has and leave.
    record DrainRequested(String worker, String reason) implements Input {}

    /// Time passed; see [Command.WakeAt].
    record Tick() implements Input {}

    /// A worker's job asks for a permit of a shared resource.
    ///
    /// @param ticket the worker's own number for this request, unique on its stream
    record ResourceAsked(String worker, long ticket, String resource) implements Input {}

    /// A worker's job gives a permit back, or asks no more.
    record ResourceReturned(String worker, long ticket) implements Input {}
}
