package dev.manykitchens.worker.link;

import dev.manykitchens.core.attempt.AttemptProgress;
import dev.manykitchens.core.event.JobStage;

/// What a worker runs at one moment: at most one job of each of its chunks. Not thread-safe.
public final class ChunksInProgress {

    /// More are only counted.
    private static final int MOST = 1_000;

    private final dev.manykitchens.proto.v1.JobsInProgress.Builder jobs =
            dev.manykitchens.proto.v1.JobsInProgress.newBuilder();

    private final long[] started = new long[MOST];
    private int inAll;

    /// Takes in the job that a chunk runs.
    public void add(long lease, AttemptProgress progress) {
        if (inAll < MOST) {
            started[inAll] = progress.startedNanos();
            jobs.addLeases(lease).addJobs(progress.job()).addStages(stage(progress.stage()));
        }
        inAll++;
    }

    /// As it is sent at this moment, `System.nanoTime`.
    dev.manykitchens.proto.v1.JobsInProgress message(long nowNanos) {
        jobs.clearRunningNanos();
        for (int i = 0; i < jobs.getLeasesCount(); i++) {
            jobs.addRunningNanos(Math.max(0, nowNanos - started[i]));
        }
        return jobs.setInAll(inAll).build();
    }

    private static dev.manykitchens.proto.v1.JobStage stage(JobStage stage) {
        return switch (stage) {
            case CPU -> dev.manykitchens.proto.v1.JobStage.JOB_STAGE_CPU;
            case WAIT -> dev.manykitchens.proto.v1.JobStage.JOB_STAGE_WAIT;
            case STOVE -> dev.manykitchens.proto.v1.JobStage.JOB_STAGE_STOVE;
            case RESOURCE -> dev.manykitchens.proto.v1.JobStage.JOB_STAGE_RESOURCE;
        };
    }
}
