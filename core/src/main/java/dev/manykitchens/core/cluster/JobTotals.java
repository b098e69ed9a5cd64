package dev.manykitchens.core.cluster;

/// What became of all jobs, since the dispatcher began.
///
/// @param submitted jobs of all batches taken; it never becomes less
/// @param settledElsewhere those of them that had ended before a client handed their batch in
///   again: they are in no other count, and all others are queued, running or ended
/// @param queued jobs that wait to be given to a worker
/// @param running jobs that at least one worker has
/// @param succeeded jobs with a result
/// @param failed jobs that failed, ran longer than they may, or killed their workers
/// @param cancelled jobs cancelled before they ended
/// @param requeued how often a job went back to the queue
/// @param copied how often a running job was given to a second worker too
/// @param dropped results that came too late or twice, as jobs
public record JobTotals(
        long submitted,
        long settledElsewhere,
        long queued,
        long running,
        long succeeded,
        long failed,
        long cancelled,
        long requeued,
        long copied,
        long dropped) {

    /// Jobs of all batches taken, without those that had ended before.
    public long taken() {
        return submitted - settledElsewhere;
    }

    /// Jobs that have their outcome, without those that had it before.
    public long ended() {
        return succeeded + failed + cancelled;
    }
}
