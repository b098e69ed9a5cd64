package dev.manykitchens.core.cluster;

/// A batch that is not finished.
///
/// @param client whose it is; 0 when it is the coordinator's own
/// @param settledElsewhere how many of its jobs had ended before its client handed it in again:
///   they are in no other count
/// @param jobs how many others it has
/// @param running jobs that workers have
/// @param cancelled jobs that somebody cancelled
/// @param orphaned jobs cancelled because their client went away: with them its last ones ended, so
///   that it is found only in the last row of a batch
/// @param submittedNanos when it was submitted
public record BatchRow(
        long batch,
        long client,
        String recipe,
        int settledElsewhere,
        int jobs,
        int running,
        int succeeded,
        int failed,
        int cancelled,
        int orphaned,
        long submittedNanos) {

    /// How many jobs it has in all, as its client counts.
    public int allJobs() {
        return settledElsewhere + jobs;
    }

    /// Jobs that have their outcome, without those that had it before.
    public int ended() {
        return succeeded + failed + cancelled + orphaned;
    }

    /// Jobs that wait.
    public int queued() {
        return jobs - running - ended();
    }
}
