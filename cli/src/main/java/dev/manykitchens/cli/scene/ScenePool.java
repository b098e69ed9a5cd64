package dev.manykitchens.cli.scene;

import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.JobResult;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.pool.BatchCollector;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.value.Value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An open pool whose runs are measured. Confined to the thread that plays the scene.
final class ScenePool implements AutoCloseable {

    private static final int REHEARSALS = 5;

    private final Pool pool;
    private final Recorder recorder;
    private final long startupNanos;

    ScenePool(Pool pool, Recorder recorder, long startupNanos) {
        this.pool = pool;
        this.recorder = recorder;
        this.startupNanos = startupNanos;
    }

    /// What was opened, such as `threads:4+gil`.
    String spec() {
        return pool.spec().toString();
    }

    /// What opening it took.
    long startupNanos() {
        return startupNanos;
    }

    /// The processes that joined it; none where its jobs run in this one.
    List<PoolWorker> workers() {
        return recorder.workers();
    }

    /// Returns when those processes have told what they hold, or after a while.
    void awaitMeasured() throws InterruptedException {
        recorder.awaitMeasured();
    }

    /// Runs groups of jobs that start together and returns when all have ended.
    ///
    /// @throws SceneFailedException when a job did not succeed
    Performance perform(Jobs... groups) throws InterruptedException {
        recorder.forget();
        List<BatchCollector> collectors = new ArrayList<>();
        for (Jobs jobs : groups) {
            collectors.add(new BatchCollector(jobs.recipe().resultType(), jobs.size()));
        }
        List<RunningBatch> running = new ArrayList<>();
        List<BatchResult> results = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < groups.length; i++) {
            running.add(pool.start(groups[i].batch(), collectors.get(i)));
        }
        for (int i = 0; i < groups.length; i++) {
            results.add(collectors.get(i).await(running.get(i)));
        }
        long elapsed = System.nanoTime() - start;
        if (Thread.interrupted()) {
            throw new InterruptedException("a scene was interrupted");
        }
        List<List<Value>> values = new ArrayList<>();
        List<List<JobRun>> runs = new ArrayList<>();
        for (int i = 0; i < groups.length; i++) {
            values.add(valuesOf(groups[i], results.get(i)));
            recorder.awaitEnd(running.get(i).id());
            runs.add(recorder.runsOf(running.get(i).id(), groups[i].size()));
        }
        return new Performance(spec(), elapsed, startupNanos, values, runs, recorder.uses());
    }

    /// Runs the same jobs a few times, too short to be worth measuring: threads, classes and
    /// connections are then warm.
    void rehearse(Jobs... groups) throws InterruptedException {
        Jobs[] shorter = Arrays.stream(groups).map(Jobs::rehearsal).toArray(Jobs[]::new);
        for (int i = 0; i < REHEARSALS; i++) {
            perform(shorter);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private List<Value> valuesOf(Jobs jobs, BatchResult result) {
        if (!result.allSucceeded()) {
            JobResult failure = result.firstFailure().orElseThrow();
            throw new SceneFailedException(
                    "job %d of %s on %s %s"
                            .formatted(
                                    failure.job() + 1,
                                    jobs.recipe().name(),
                                    spec(),
                                    failure.outcome().describe()));
        }
        return result.values();
    }
}
