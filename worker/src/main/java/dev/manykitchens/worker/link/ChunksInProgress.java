package dev.manykitchens.worker.link;

import dev.manykitchens.core.attempt.AttemptProgress;
import dev.manykitchens.core.event.JobStage;

import java.util.HashMap;
import java.util.Map;

/// What a worker runs at one moment: at most one job of each of its chunks. Not thread-safe.
public final class ChunksInProgress {

    /// More are only counted.
    private static final int MOST = 1_000;

    /// Resources beyond these are not named.
    private static final int MOST_RESOURCES = 100;

    private final dev.manykitchens.proto.v1.JobsInProgress.Builder jobs =
            dev.manykitchens.proto.v1.JobsInProgress.newBuilder();

    private final long[] started = new long[MOST];

    /// The place of each resource in the message, from 1.
    private final Map<String, Integer> resources = new HashMap<>();

    private final int[] awaited = new int[MOST];
    private int inAll;

    /// Takes in the job that a chunk runs.
    ///
    /// @param resource the key of the resource that it waits for; empty when it waits for none
    public void add(long lease, AttemptProgress progress, String resource) {
        if (inAll < MOST) {
            started[inAll] = progress.startedNanos();
            awaited[inAll] = resource.isEmpty() ? 0 : place(resource);
            jobs.addLeases(lease).addJobs(progress.job()).addStages(stage(progress.stage()));
        }
        inAll++;
    }

    private int place(String resource) {
        Integer known = resources.get(resource);
        if (known != null) {
            return known;
        }
        if (resources.size() == MOST_RESOURCES) {
            return 0;
        }
        jobs.addResources(resource);
        resources.put(resource, resources.size() + 1);
        return resources.size();
    }

    /// As it is sent at this moment, `System.nanoTime`.
    dev.manykitchens.proto.v1.JobsInProgress message(long nowNanos) {
        jobs.clearRunningNanos();
        for (int i = 0; i < jobs.getLeasesCount(); i++) {
            jobs.addRunningNanos(Math.max(0, nowNanos - started[i]));
        }
        jobs.clearAwaited();
        for (int i = 0; i < jobs.getLeasesCount() && !resources.isEmpty(); i++) {
            jobs.addAwaited(awaited[i]);
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
