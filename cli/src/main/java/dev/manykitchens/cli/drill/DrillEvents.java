package dev.manykitchens.cli.drill;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;

import java.util.HashMap;
import java.util.Map;

/// Which worker has which jobs, and how often jobs ran again, as events tell it. Thread-safe.
final class DrillEvents implements EventSink {

    // Guarded by this monitor.
    private final Map<Long, Map<Integer, String>> workersOfJobs = new HashMap<>();
    private long again;

    /// How many jobs a worker has.
    synchronized int inProgress(String worker) {
        return (int)
                workersOfJobs.values().stream()
                        .flatMap(jobs -> jobs.values().stream())
                        .filter(worker::equals)
                        .count();
    }

    /// How many jobs all workers have.
    synchronized int inProgress() {
        return workersOfJobs.values().stream().mapToInt(Map::size).sum();
    }

    /// How often a job went back to the queue, or was given to a second worker too.
    synchronized long again() {
        return again;
    }

    @Override
    public synchronized void accept(RunEvent event) {
        switch (event) {
            case RunEvent.ChunkAssigned chunk -> {
                Map<Integer, String> jobs =
                        workersOfJobs.computeIfAbsent(chunk.batch(), _ -> new HashMap<>());
                for (int job = chunk.first(); job < chunk.first() + chunk.count(); job++) {
                    jobs.put(job, chunk.worker());
                }
            }
            case RunEvent.JobsFinished finished -> {
                Map<Integer, String> jobs =
                        workersOfJobs.getOrDefault(finished.batch(), new HashMap<>());
                for (int row = 0; row < finished.jobs().size(); row++) {
                    jobs.remove(finished.jobs().job()[row]);
                }
            }
            case RunEvent.JobsRequeued requeued -> {
                again += requeued.count();
                Map<Integer, String> jobs =
                        workersOfJobs.getOrDefault(requeued.batch(), new HashMap<>());
                for (int job = requeued.first(); job < requeued.first() + requeued.count(); job++) {
                    jobs.remove(job);
                }
            }
            case RunEvent.JobsCopied copied -> again += copied.count();
            case RunEvent.BatchFinished finished -> workersOfJobs.remove(finished.batch());
            case RunEvent.PoolReady _,
                    RunEvent.BatchSubmitted _,
                    RunEvent.JobFailed _,
                    RunEvent.ResultsDropped _,
                    RunEvent.WorkerJoined _,
                    RunEvent.WorkerChanged _,
                    RunEvent.WorkerMeasured _,
                    RunEvent.JobsInProgress _,
                    RunEvent.WorkerDescribed _,
                    RunEvent.WorkerResized _,
                    RunEvent.SettingsChanged _,
                    RunEvent.ResourceUsed _,
                    RunEvent.PoolClosed _ -> {}
        }
    }
}
