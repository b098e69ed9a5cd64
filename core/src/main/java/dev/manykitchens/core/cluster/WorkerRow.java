package dev.manykitchens.core.cluster;

import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.event.WorkerState;

/// A worker that is here.
///
/// @param facts what it said about itself
/// @param running jobs that it has: waiting there, running, on their way
/// @param chunks in how many leases it has them; a lease keeps one of its threads busy
/// @param succeeded jobs that ended here with a result
/// @param failed jobs that ended here without one, cancelled ones aside
/// @param residentBytes memory resident in its process; 0 while unknown
/// @param cpuNanos CPU time of its process
/// @param pauseNanos the longest pause of its JVM or host before its last heartbeat
/// @param joinedNanos when it joined
/// @param heardNanos when it last gave a sign of life that an event tells of
/// @param busyNanos how long its threads were busy with jobs that have ended, all together
public record WorkerRow(
        String name,
        String host,
        long pid,
        int threads,
        WorkerFacts facts,
        WorkerState state,
        int running,
        int chunks,
        long succeeded,
        long failed,
        long residentBytes,
        long cpuNanos,
        long pauseNanos,
        long joinedNanos,
        long heardNanos,
        long busyNanos) {

    /// How many jobs can run here at once; none while it does not take any.
    public int slots() {
        return state == WorkerState.ACTIVE ? threads : 0;
    }

    /// How many chunks can begin here at once.
    public int freeSlots() {
        return Math.max(0, slots() - chunks);
    }
}
