package dev.manykitchens.cli.scene;

import dev.manykitchens.core.event.JobColumns;

/// Where one job ran and where its time went.
///
/// @param job position in its batch
/// @param pid the process that ran it
/// @param startedNanos when a thread began with it
/// @param finishedNanos when it ended, on the same clock
/// @param stoveNanos of the time between, waiting for a stove
record JobRun(int job, long pid, long startedNanos, long finishedNanos, long stoveNanos) {

    /// From its start to its end.
    long serviceNanos() {
        return finishedNanos - startedNanos;
    }

    static JobRun of(JobColumns jobs, int row, long pid) {
        return new JobRun(
                jobs.job()[row],
                pid,
                jobs.started()[row],
                jobs.finished()[row],
                jobs.stoveNanos()[row]);
    }
}
