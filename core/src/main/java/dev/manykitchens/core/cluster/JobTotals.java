package dev.manykitchens.core.cluster;

/// What became of all jobs, since the dispatcher began.
///
/// The sum holds at every moment: `submitted` = `settledElsewhere` + `queued` + `running` +
/// `succeeded` + `failed` + `cancelled` + `orphaned`. A job whose client went away and handed it in
/// again was submitted twice and was orphaned once.
///
/// @param submitted jobs of all batches taken, each time that they were; it never becomes less
/// @param settledElsewhere those of them that had ended before a client handed their batch in
///   again: they are in no other count
/// @param queued jobs that wait to be given to a worker
/// @param running jobs that at least one worker has
/// @param succeeded jobs with a result
/// @param failed jobs that failed, ran longer than they may, or killed their workers
/// @param cancelled jobs that somebody cancelled before they ended
/// @param orphaned jobs that were cancelled because their client went away
/// @param requeued how often a job went back to the queue
/// @param copied how often a running job was given to a second worker too
/// @param dropped jobs of which something came too late or twice: a result, or that it was left
public record JobTotals(
        long submitted,
        long settledElsewhere,
        long queued,
        long running,
        long succeeded,
        long failed,
        long cancelled,
        long orphaned,
        long requeued,
        long copied,
        long dropped) {

    /// Jobs of all batches taken, without those that had ended before.
    public long taken() {
        return submitted - settledElsewhere;
    }

    /// Jobs of all batches taken whose client did not go away from them, without those that had
    /// ended before: what there was to do, where a job that was handed in again counts once.
    public long wanted() {
        return taken() - orphaned;
    }

    /// Jobs that have their outcome, without those that had it before.
    public long ended() {
        return succeeded + failed + cancelled + orphaned;
    }
}
