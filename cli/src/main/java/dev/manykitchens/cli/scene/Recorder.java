package dev.manykitchens.cli.scene;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.measurement.PoolWorker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Keeps the events of one pool that a scene asks about: who the workers are, and what ran since
/// [#forget]. Thread-safe; meant for the few hundred jobs of a scene.
final class Recorder implements EventSink {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Map<String, PoolWorker> workers = new LinkedHashMap<>();
    private final List<RunEvent.JobsFinished> finished = new ArrayList<>();
    private final List<RunEvent.ResourceUsed> uses = new ArrayList<>();
    private final Set<Long> finishedBatches = new HashSet<>();
    private final Set<String> measured = new HashSet<>();

    @Override
    public synchronized void accept(RunEvent event) {
        switch (event) {
            case RunEvent.WorkerJoined joined ->
                    workers.put(
                            joined.worker(),
                            new PoolWorker(
                                    joined.worker(),
                                    joined.host(),
                                    joined.pid(),
                                    joined.threads()));
            case RunEvent.JobsFinished jobs -> finished.add(jobs);
            case RunEvent.ResourceUsed use -> uses.add(use);
            case RunEvent.WorkerMeasured usage -> {
                measured.add(usage.worker());
                notifyAll();
            }
            case RunEvent.BatchFinished batch -> {
                finishedBatches.add(batch.batch());
                notifyAll();
            }
            case RunEvent.PoolReady _,
                    RunEvent.JobsInProgress _,
                    RunEvent.WorkerDescribed _,
                    RunEvent.WorkerResized _,
                    RunEvent.SettingsChanged _,
                    RunEvent.BatchSubmitted _,
                    RunEvent.JobFailed _,
                    RunEvent.ChunkAssigned _,
                    RunEvent.JobsCopied _,
                    RunEvent.JobsRequeued _,
                    RunEvent.ResultsDropped _,
                    RunEvent.WorkerChanged _,
                    RunEvent.PoolClosed _ -> {}
        }
    }

    /// Forgets what ran, not who the workers are.
    synchronized void forget() {
        finished.clear();
        uses.clear();
        finishedBatches.clear();
    }

    /// Returns when the events of this batch are complete.
    ///
    /// @throws IllegalStateException when they do not come
    synchronized void awaitEnd(long batch) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!finishedBatches.contains(batch)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException(
                        "a batch that is done must be followed by its last event, batch " + batch);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /// Where the jobs of a batch ran, in order of submission.
    synchronized List<JobRun> runsOf(long batch, int size) {
        JobRun[] runs = new JobRun[size];
        for (RunEvent.JobsFinished event : finished) {
            if (event.batch() == batch) {
                JobColumns jobs = event.jobs();
                PoolWorker worker = workers.get(event.worker());
                long pid = worker == null ? ProcessHandle.current().pid() : worker.pid();
                for (int row = 0; row < jobs.size(); row++) {
                    runs[jobs.job()[row]] = JobRun.of(jobs, row, pid);
                }
            }
        }
        return List.of(runs);
    }

    /// Who joined, in order.
    synchronized List<PoolWorker> workers() {
        return List.copyOf(workers.values());
    }

    /// Returns when all who joined have told what they hold, so that whoever looks on has heard it,
    /// or after a while.
    synchronized void awaitMeasured() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        long left;
        while (!measured.containsAll(workers.keySet())
                && (left = deadline - System.nanoTime()) > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /// Every use of a resource.
    synchronized List<RunEvent.ResourceUsed> uses() {
        return List.copyOf(uses);
    }
}
