package dev.manykitchens.core.cluster;

/// A batch that is not finished.
///
/// @param client whose it is; 0 when it is the coordinator's own
/// @param jobs how many jobs it has in all
/// @param running jobs that workers have
/// @param submittedNanos when it was submitted
public record BatchRow(
        long batch,
        long client,
        String recipe,
        int jobs,
        int running,
        int succeeded,
        int failed,
        int cancelled,
        long submittedNanos) {

    /// Jobs that have their outcome.
    public int ended() {
        return succeeded + failed + cancelled;
    }

    /// Jobs that wait.
    public int queued() {
        return jobs - running - ended();
    }
}
