package dev.manykitchens.report.summary;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;

import org.HdrHistogram.Histogram;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Counts what happens in a pool while it happens. Thread-safe: events come from many threads and
/// hold a lock for as long as it takes to add up one chunk.
public final class RunSummary implements EventSink {

    /// Three digits of every response time are kept, up to a day.
    private static final int DIGITS = 3;

    private final Histogram responses = new Histogram(DIGITS);
    private final long[] jobsByKind = new long[Outcome.Kind.values().length];
    private final Map<String, Integer> threadsOfWorker = new HashMap<>();
    private final Map<String, Long> jobsOfWorker = new HashMap<>();
    private final Set<String> lost = new HashSet<>();
    private int slots;
    private long startupNanos;
    private long submittedJobs;
    private long submittedNanos;
    private long lastEndNanos;
    private long retriedJobs;

    public RunSummary() {
        responses.setAutoResize(true);
    }

    /// The counts at one moment.
    ///
    /// @param slots how many jobs can run at once; 0 when nothing limits them
    /// @param startupNanos from opening the pool until it could take jobs
    /// @param submitted jobs submitted so far
    /// @param succeeded jobs with a result so far
    /// @param failed jobs that ended without one so far
    /// @param retried jobs that ended after more than one attempt
    /// @param workersLost workers that died or fell silent
    /// @param everySlotFinishedOne whether every worker has finished as many jobs as it has threads
    /// @param submittedNanos when the first batch was submitted; 0 before that
    /// @param lastEndNanos when the last job so far ended; 0 before the first
    /// @param p50Nanos half of the successful jobs had a response time of at most so much
    /// @param p99Nanos ninety-nine in a hundred
    public record Snapshot(
            int slots,
            long startupNanos,
            long submitted,
            long succeeded,
            long failed,
            long retried,
            int workersLost,
            boolean everySlotFinishedOne,
            long submittedNanos,
            long lastEndNanos,
            long p50Nanos,
            long p99Nanos) {

        /// Jobs that have their outcome.
        public long ended() {
            return succeeded + failed;
        }
    }

    @Override
    public synchronized void accept(RunEvent event) {
        switch (event) {
            case RunEvent.PoolReady ready -> {
                slots = ready.slots();
                startupNanos = ready.startupNanos();
            }
            case RunEvent.BatchSubmitted batch -> {
                submittedNanos = submittedJobs == 0 ? batch.atNanos() : submittedNanos;
                submittedJobs += batch.jobs();
            }
            case RunEvent.JobsFinished finished -> add(finished);
            case RunEvent.WorkerJoined joined ->
                    threadsOfWorker.put(joined.worker(), joined.threads());
            case RunEvent.WorkerResized resized -> {
                Integer before = threadsOfWorker.replace(resized.worker(), resized.threads());
                if (slots > 0) {
                    // Pools inside this JVM are their own and only worker.
                    slots += resized.threads() - (before == null ? slots : before);
                }
            }
            case RunEvent.WorkerChanged change -> {
                if (change.state() == WorkerState.LOST) {
                    lost.add(change.worker());
                }
                if (change.state() == WorkerState.LOST || change.state() == WorkerState.LEFT) {
                    threadsOfWorker.remove(change.worker());
                }
            }
            case RunEvent.BatchFinished _,
                    RunEvent.JobFailed _,
                    RunEvent.ChunkAssigned _,
                    RunEvent.JobsCopied _,
                    RunEvent.JobsRequeued _,
                    RunEvent.ResultsDropped _,
                    RunEvent.WorkerMeasured _,
                    RunEvent.JobsInProgress _,
                    RunEvent.WorkerDescribed _,
                    RunEvent.SettingsChanged _,
                    RunEvent.ResourceUsed _,
                    RunEvent.PoolClosed _ -> {}
        }
    }

    /// The counts now.
    public synchronized Snapshot snapshot() {
        long succeeded = jobsByKind[Outcome.Kind.SUCCEEDED.code()];
        long ended = 0;
        for (long jobs : jobsByKind) {
            ended += jobs;
        }
        return new Snapshot(
                slots,
                startupNanos,
                submittedJobs,
                succeeded,
                ended - succeeded,
                retriedJobs,
                lost.size(),
                ended >= slots && ended > 0 && everyWorkerRan(),
                submittedNanos,
                lastEndNanos,
                responses.getValueAtPercentile(50),
                responses.getValueAtPercentile(99));
    }

    private void add(RunEvent.JobsFinished finished) {
        JobColumns jobs = finished.jobs();
        for (int row = 0; row < jobs.size(); row++) {
            Outcome.Kind kind = jobs.kindOf(row);
            jobsByKind[kind.code()]++;
            retriedJobs += jobs.attempt()[row] > 1 ? 1 : 0;
            if (kind == Outcome.Kind.SUCCEEDED) {
                responses.recordValue(Math.max(0, jobs.delivered()[row] - jobs.submitted()[row]));
            }
        }
        lastEndNanos = finished.atNanos();
        jobsOfWorker.merge(finished.worker(), (long) jobs.size(), Long::sum);
    }

    private boolean everyWorkerRan() {
        return threadsOfWorker.entrySet().stream()
                .allMatch(w -> jobsOfWorker.getOrDefault(w.getKey(), 0L) >= w.getValue());
    }
}
