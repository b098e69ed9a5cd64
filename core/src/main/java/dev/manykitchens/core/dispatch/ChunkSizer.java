package dev.manykitchens.core.dispatch;

/// How many jobs of one batch to give at once.
///
/// A chunk holds about `chunkTarget` of work, judged by a mean of service times in which every
/// report weighs three quarters of the one after it. It starts at one job, grows by one for every
/// job that is finished, and shrinks at once. So a single worker sees its chunks double, and a
/// thousand workers need not each answer ten times before chunks are as long as they should be.
/// Towards the end of the batch it is guided: half of an even share of what is left, so that nobody
/// sits on much work when the others run out, but never less than a sixteenth of the target.
///
/// Single jobs of one recipe that were gathered into batches have one sizer for all of these: each
/// batch begins with what the one before has taught, as if all were one.
final class ChunkSizer {

    private static final double FADING = 0.75;
    private static final int SHORTEST_SHARE = 16;

    private final double targetNanos;
    private final double prefetchBelowNanos;
    private final DispatchOptions options;
    private int most;

    private double jobs;
    private double nanos;
    private int grown = 1;

    /// @param longestJobBytes an upper bound of one job's bytes; 0 when none travel
    ChunkSizer(DispatchOptions options, long longestJobBytes) {
        this.options = options;
        targetNanos = options.chunkTarget().toNanos();
        prefetchBelowNanos = options.prefetchBelow().toNanos();
        most = most(options, longestJobBytes);
    }

    /// Goes on with another batch whose jobs are thought to take as long.
    ///
    /// @param longestJobBytes an upper bound of one of its jobs' bytes; 0 when none travel
    void goOn(long longestJobBytes) {
        most = most(options, longestJobBytes);
    }

    /// How many jobs a chunk may have at most.
    ///
    /// @param longestJobBytes an upper bound of one job's bytes; 0 when none travel
    static int most(DispatchOptions options, long longestJobBytes) {
        long fitting = options.largestChunkBytes() / Math.max(1, longestJobBytes);
        return Math.clamp(fitting, 1, options.longestChunk());
    }

    /// Takes in that a worker was busy with so many jobs for so long.
    void observe(int reported, long busyNanos) {
        jobs = jobs * FADING + reported;
        nanos = nanos * FADING + Math.max(1, busyNanos);
        grown = (int) Math.min(grown, 2L * byTime(targetNanos));
    }

    /// Takes in that a chunk of so many jobs was finished.
    void finished(int chunk) {
        grown = Math.clamp((long) grown + chunk, grown, Math.max(grown, most));
    }

    /// How many jobs the next chunk should have.
    ///
    /// @param remaining how many wait, at least 1
    /// @param slots how many chunks can run at once, at least 1
    int size(int remaining, int slots) {
        return Math.min(Math.min(wish(), guided(remaining, slots)), remaining);
    }

    /// Whether the jobs are known to be so short that the way to the worker matters.
    boolean isShort() {
        return jobs > 0 && nanos / jobs < prefetchBelowNanos;
    }

    /// Whether a chunk may wait at a worker whose threads are all busy: only of short jobs, and not
    /// in the tail.
    ///
    /// @param mostJobs how many jobs it may have at most
    boolean mayWait(int remaining, int slots, int mostJobs) {
        return isShort()
                && remaining > 2L * slots
                && Math.min(wish(), mostJobs) <= guided(remaining, slots);
    }

    private int wish() {
        return Math.min(Math.min(grown, most), byTime(targetNanos));
    }

    private int guided(int remaining, int slots) {
        long half = Math.ceilDiv(remaining, 2L * slots);
        return (int) Math.max(half, byTime(targetNanos / SHORTEST_SHARE));
    }

    private int byTime(double target) {
        return jobs == 0 ? 1 : (int) Math.clamp(target * jobs / nanos, 1, most);
    }
}
