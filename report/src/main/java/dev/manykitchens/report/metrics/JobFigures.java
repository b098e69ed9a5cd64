package dev.manykitchens.report.metrics;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.lock.BriefLock;

/// What no view holds: the times of jobs, how they ended, and the sizes of chunks. Thread-safe:
/// whoever reads them holds up the thread of the events for as long as it takes to copy some
/// arrays.
final class JobFigures implements EventSink {

    private final BriefLock lock = new BriefLock();
    private final BulkHistogram waited = BulkHistogram.ofTimes();
    private final BulkHistogram ran = BulkHistogram.ofTimes();
    private final BulkHistogram chunks = BulkHistogram.ofSizes();
    private final long[] ended = new long[Outcome.Kind.values().length];

    /// @param waited from the submission of a job's batch until a thread began with it, nanoseconds
    /// @param ran from then until it ended, nanoseconds
    /// @param chunks jobs of a chunk
    /// @param ended how many jobs ended, by code of [Outcome.Kind]
    record Snapshot(BulkHistogram waited, BulkHistogram ran, BulkHistogram chunks, long[] ended) {}

    @Override
    public void accept(RunEvent event) {
        switch (event) {
            case RunEvent.JobsFinished finished -> {
                lock.lock();
                try {
                    add(finished.jobs());
                } finally {
                    lock.unlock();
                }
            }
            case RunEvent.ChunkAssigned given -> {
                lock.lock();
                try {
                    chunks.add(given.count());
                } finally {
                    lock.unlock();
                }
            }
            case RunEvent.PoolReady _,
                    RunEvent.BatchSubmitted _,
                    RunEvent.BatchFinished _,
                    RunEvent.JobFailed _,
                    RunEvent.JobsCopied _,
                    RunEvent.JobsRequeued _,
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

    private void add(JobColumns jobs) {
        for (int row = 0, end; row < jobs.size(); row = end) {
            end = jobs.endOfKind(row);
            Outcome.Kind kind = jobs.kindOf(row);
            ended[kind.code()] += end - row - jobs.settledElsewhere(row, end);
            if (kind.endedWhereItRan()) {
                waited.addSpans(jobs.submitted(), jobs.started(), row, end);
                ran.addSpans(jobs.started(), jobs.finished(), row, end);
            }
        }
    }

    Snapshot snapshot() {
        lock.lock();
        try {
            return new Snapshot(waited.copy(), ran.copy(), chunks.copy(), ended.clone());
        } finally {
            lock.unlock();
        }
    }
}
