package dev.manykitchens.core.load;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.RunningBatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/// Hears how the jobs of one load end, each of them a batch of its own. Thread-safe; adding an
/// event never blocks.
///
/// Batches are numbered by their pool, and nobody else starts any meanwhile: so a batch's number,
/// less that of the first, says as how many-th its job was handed in.
final class LoadRecorder implements EventSink {

    private static final long UNKNOWN = -1;
    private static final int NOT_ENDED = 0;

    private final AtomicLong firstBatch = new AtomicLong(UNKNOWN);
    private final AtomicInteger ended = new AtomicInteger();
    private final Map<Integer, RunningBatch> open = new ConcurrentHashMap<>();
    private final Queue<Outcome> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failureCount = new AtomicInteger();

    /// One more than the code of its [Outcome.Kind]; set after the times of the job.
    private final AtomicIntegerArray kinds;

    /// The jobs in the order in which they are handed in; each is written before it is.
    private final int[] jobs;

    private final long[] deliveredNanos;
    private final long[] serviceNanos;
    private final long[] cpuNanos;
    private final long[] waitNanos;
    private final long[] wayNanos;
    private volatile IntConsumer whenEnded = _ -> {};

    LoadRecorder(int jobs) {
        kinds = new AtomicIntegerArray(jobs);
        this.jobs = new int[jobs];
        deliveredNanos = new long[jobs];
        serviceNanos = new long[jobs];
        cpuNanos = new long[jobs];
        waitNanos = new long[jobs];
        wayNanos = new long[jobs];
    }

    /// From now on somebody hears which jobs have ended, whose times are known then.
    void whenEnded(IntConsumer listener) {
        whenEnded = listener;
    }

    @Override
    public void accept(RunEvent event) {
        switch (event) {
            case RunEvent.BatchSubmitted submitted ->
                    firstBatch.compareAndSet(UNKNOWN, submitted.batch());
            case RunEvent.JobsFinished finished -> add(finished.batch(), finished.jobs());
            case RunEvent.JobFailed failure -> {
                if (isOfThisLoad(failure.batch())
                        && failureCount.incrementAndGet() <= LoadMeasurement.MOST_FAILURES) {
                    failures.add(failure.outcome());
                }
            }
            case RunEvent.PoolReady _,
                    RunEvent.BatchFinished _,
                    RunEvent.ChunkAssigned _,
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

    /// Jobs of an earlier load that did not listen when they were cancelled may end in this one.
    private boolean isOfThisLoad(long batch) {
        long first = firstBatch.get();
        return first != UNKNOWN && batch >= first && batch - first < kinds.length();
    }

    private void add(long batch, JobColumns rows) {
        if (!isOfThisLoad(batch)) {
            return;
        }
        int job = jobs[(int) (batch - firstBatch.get())];
        for (int row = 0; row < rows.size(); row++) {
            deliveredNanos[job] = rows.delivered()[row];
            serviceNanos[job] = rows.finished()[row] - rows.started()[row];
            cpuNanos[job] = rows.cpuNanos()[row];
            waitNanos[job] = rows.waitNanos()[row];
            wayNanos[job] =
                    rows.received()[row]
                            - rows.assigned()[row]
                            + rows.delivered()[row]
                            - rows.finished()[row];
            kinds.set(job, rows.kind()[row] + 1);
            open.remove(job);
            ended.incrementAndGet();
            whenEnded.accept(job);
        }
    }

    /// A job is about to be handed in.
    ///
    /// @param place how many were before it
    void handingIn(int place, int job) {
        jobs[place] = job;
    }

    /// A job was handed in.
    ///
    /// @param place how many were before it
    /// @throws IllegalStateException when its pool does not number batches one after the other
    void handedIn(int place, RunningBatch running) {
        boolean _ = firstBatch.compareAndSet(UNKNOWN, running.id() - place);
        if (running.id() - firstBatch.get() != place) {
            throw new IllegalStateException(
                    "a pool must number its batches one after the other, job %d of a load was batch %d after %d"
                            .formatted(place, running.id(), firstBatch.get()));
        }
        int job = jobs[place];
        open.put(job, running);
        if (hasEnded(job)) {
            open.remove(job);
        }
    }

    /// How many jobs have their outcome.
    int ended() {
        return ended.get();
    }

    /// Cancels what has not ended.
    void cancelOpen() {
        open.values().forEach(RunningBatch::cancel);
    }

    boolean hasEnded(int job) {
        return kinds.get(job) != NOT_ENDED;
    }

    /// How a job that has ended did.
    Outcome.Kind kindOf(int job) {
        return Outcome.Kind.ofCode((byte) (kinds.get(job) - 1));
    }

    /// When the outcome of a job that has ended was known.
    long deliveredNanos(int job) {
        return deliveredNanos[job];
    }

    /// How long a job that has ended ran.
    long serviceNanos(int job) {
        return serviceNanos[job];
    }

    /// How long a job that has ended computed.
    long cpuNanos(int job) {
        return cpuNanos[job];
    }

    /// How long a job that has ended was in steps that wait.
    long waitNanos(int job) {
        return waitNanos[job];
    }

    /// How long a job that has ended was on its way to where it ran, and its outcome on the way
    /// back.
    long wayNanos(int job) {
        return wayNanos[job];
    }

    /// How the first jobs that failed did.
    List<Outcome> failures() {
        return new ArrayList<>(failures);
    }
}
