package dev.manykitchens.core.cluster;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Follows the events of one dispatcher from its beginning, for as long as it runs.
///
/// Confined to one thread, unlike other sinks: the coordinator's loop, which emits all events of
/// workers, leases and jobs and takes the views. The views themselves may go anywhere.
///
/// Events that name a batch or worker which is not there (any more) are passed over.
public final class ClusterWatch implements EventSink {

    private final long sinceNanos;
    private final Map<String, WorkerHere> workers = new LinkedHashMap<>();
    private final Map<Long, OpenBatch> batches = new LinkedHashMap<>();
    private final long[] endedByKind = new long[Outcome.Kind.values().length];
    private long submitted;
    private long settledElsewhere;
    private long requeued;
    private long copied;
    private long dropped;
    private long workersLost;

    /// @param sinceNanos now, on the clock of the events
    public ClusterWatch(long sinceNanos) {
        this.sinceNanos = sinceNanos;
    }

    @Override
    public void accept(RunEvent event) {
        switch (event) {
            case RunEvent.BatchSubmitted batch -> {
                submitted += batch.jobs();
                batches.put(batch.batch(), new OpenBatch(batch));
            }
            case RunEvent.ChunkAssigned given -> {
                OpenBatch batch = batches.get(given.batch());
                if (batch != null) {
                    WorkerHere worker = workers.get(given.worker());
                    batch.assign(given.lease(), worker, given.first(), given.count());
                }
            }
            case RunEvent.JobsCopied given -> {
                copied += given.count();
                OpenBatch batch = batches.get(given.batch());
                if (batch != null) {
                    WorkerHere worker = workers.get(given.worker());
                    batch.copy(given.lease(), worker, given.first(), given.count());
                }
            }
            case RunEvent.JobsRequeued back -> {
                requeued += back.count();
                OpenBatch batch = batches.get(back.batch());
                if (batch != null) {
                    batch.requeue(back.first(), back.count());
                }
            }
            case RunEvent.JobsFinished finished -> finish(finished);
            case RunEvent.BatchFinished finished -> {
                OpenBatch batch = batches.remove(finished.batch());
                if (batch != null) {
                    batch.removeAll();
                }
            }
            case RunEvent.ResultsDropped results -> dropped += results.jobs();
            case RunEvent.WorkerJoined hello -> workers.put(hello.worker(), new WorkerHere(hello));
            case RunEvent.WorkerDescribed said -> {
                WorkerHere worker = workers.get(said.worker());
                if (worker != null) {
                    worker.describe(said.facts());
                }
            }
            case RunEvent.WorkerResized resized -> {
                WorkerHere worker = workers.get(resized.worker());
                if (worker != null) {
                    worker.resize(resized);
                }
            }
            case RunEvent.WorkerChanged change -> change(change);
            case RunEvent.WorkerMeasured measured -> {
                WorkerHere worker = workers.get(measured.worker());
                if (worker != null) {
                    worker.measure(measured);
                }
            }
            case RunEvent.PoolReady _,
                    RunEvent.JobFailed _,
                    RunEvent.JobsInProgress _,
                    RunEvent.SettingsChanged _,
                    RunEvent.ResourceUsed _,
                    RunEvent.PoolClosed _ -> {}
        }
    }

    private void finish(RunEvent.JobsFinished finished) {
        OpenBatch batch = batches.get(finished.batch());
        if (batch == null) {
            return;
        }
        JobColumns jobs = finished.jobs();
        batch.finish(jobs);
        for (int row = 0, end; row < jobs.size(); row = end) {
            end = jobs.endOfKind(row);
            int before = jobs.settledElsewhere(row, end);
            settledElsewhere += before;
            endedByKind[jobs.kind()[row]] += end - row - before;
        }
        WorkerHere worker = workers.get(finished.worker());
        if (worker != null) {
            worker.finish(finished);
        }
    }

    private void change(RunEvent.WorkerChanged change) {
        WorkerState state = change.state();
        workersLost += state == WorkerState.LOST ? 1 : 0;
        WorkerHere worker = workers.get(change.worker());
        if (worker == null) {
            return;
        }
        worker.change(change);
        if (state == WorkerState.LOST || state == WorkerState.LEFT) {
            workers.remove(change.worker());
            worker.leases().forEach(lease -> lease.batch().remove(lease));
        }
    }

    /// What is known of one worker; empty when it is not here (any more).
    public Optional<WorkerRow> worker(String name) {
        return Optional.ofNullable(workers.get(name)).map(worker -> worker.row());
    }

    /// What is known of one batch; empty when it is not there (any more).
    public Optional<BatchRow> batch(long number, ClusterFacts facts) {
        return Optional.ofNullable(batches.get(number)).map(batch -> batch.row(facts));
    }

    /// What is known now.
    ///
    /// @param nowNanos the time on the clock of the events
    /// @param facts what no event tells
    public ClusterView view(long nowNanos, ClusterFacts facts) {
        List<BatchRow> rows = batches.values().stream().map(batch -> batch.row(facts)).toList();
        Map<Long, Integer> batchesOfClient = new HashMap<>();
        rows.forEach(row -> batchesOfClient.merge(row.client(), 1, Integer::sum));
        return new ClusterView(
                nowNanos,
                sinceNanos,
                facts.buildVersion(),
                facts.isDraining(),
                totals(),
                workersLost,
                workers.values().stream().map(WorkerHere::row).toList(),
                rows,
                facts.clients().stream()
                        .map(client ->
                                new ClientRow(
                                        client, batchesOfClient.getOrDefault(client.client(), 0)))
                        .toList());
    }

    /// The counts alone, which takes a moment a batch.
    public JobTotals totals() {
        long open = 0;
        long running = 0;
        for (OpenBatch batch : batches.values()) {
            open += batch.open();
            running += batch.runningJobs();
        }
        long failed = 0;
        for (Outcome.Kind kind :
                List.of(Outcome.Kind.FAILED, Outcome.Kind.TIMED_OUT, Outcome.Kind.WORKER_LOST)) {
            failed += endedByKind[kind.code()];
        }
        return new JobTotals(
                submitted,
                settledElsewhere,
                open - running,
                running,
                endedByKind[Outcome.Kind.SUCCEEDED.code()],
                failed,
                endedByKind[Outcome.Kind.CANCELLED.code()],
                endedByKind[Outcome.Kind.ORPHANED.code()],
                requeued,
                copied,
                dropped);
    }
}
