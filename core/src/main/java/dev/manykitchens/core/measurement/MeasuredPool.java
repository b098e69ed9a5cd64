package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.RunningBatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// An open pool and what it measures with. One thread runs rounds, one after the other; [#stop] may
/// be called by any other at any time.
public final class MeasuredPool implements AutoCloseable {

    /// How long the last events of a finished batch may take to arrive.
    private static final long EVENTS_SECONDS = 10;

    /// So long a worker elsewhere may take to tell what it used; it tells several times a second.
    private static final Duration HEARTBEATS = Duration.ofSeconds(3);

    private final PoolSpec spec;
    private final ProcessProbe probe;
    private final RoundRecorder recorder;
    private final Pool pool;
    private final RunEvent.PoolReady ready;
    private volatile boolean stopped;

    private MeasuredPool(PoolSpec spec, ProcessProbe probe, RoundRecorder recorder, Pool pool) {
        this.spec = spec;
        this.probe = probe;
        this.recorder = recorder;
        this.pool = pool;
        this.ready = recorder.ready();
    }

    /// Opens a pool; see [PoolOpening].
    static MeasuredPool open(PoolSpec spec, PoolOpener opener, ProcessProbe probe, EventSink also) {
        RoundRecorder recorder = new RoundRecorder();
        Pool pool = opener.open(spec, EventSink.tee(recorder, also));
        return new MeasuredPool(spec, probe, recorder, pool);
    }

    /// What was opened.
    public PoolSpec spec() {
        return spec;
    }

    /// How many jobs can run at once; empty when nothing limits them.
    public OptionalInt slots() {
        return ready.slots() == 0 ? OptionalInt.empty() : OptionalInt.of(ready.slots());
    }

    /// From the call that opened it until it could take jobs.
    public Duration startup() {
        return Duration.ofNanos(ready.startupNanos());
    }

    /// The workers that are there now.
    public List<PoolWorker> workers() {
        return recorder.workers();
    }

    /// The workers that are there and have not finished a job yet.
    public List<PoolWorker> coldWorkers() {
        return recorder.coldWorkers();
    }

    /// Warms the way to workers of other JVMs; does nothing where there are none. Afterwards the
    /// workers count as cold as before: they know the way, not the work.
    ///
    /// @param jobs what is to run afterwards
    /// @throws InterruptedException also when the pool was stopped meanwhile
    void warmLink(Batch jobs) throws InterruptedException {
        if (!spec.leavesThisJvm()) {
            return;
        }
        Set<String> haveRun = recorder.haveRun();
        try {
            LinkWarmUp.run(pool, workers().size(), ready.slots(), jobs);
        } catch (IllegalStateException e) {
            throw stoppedOr(e);
        }
        recorder.rememberOnly(haveRun);
    }

    /// Measures the way to the workers of other JVMs and back; empty where there are none of ours.
    /// Afterwards the workers count as cold as before.
    ///
    /// @param jobs what runs here, which takes the same way
    /// @throws InterruptedException also when the pool was stopped meanwhile
    Optional<Duration> measureWay(Batch jobs) throws InterruptedException {
        if (!(spec.kind() instanceof PoolSpec.Kind.Processes)) {
            return Optional.empty();
        }
        Set<String> haveRun = recorder.haveRun();
        Duration way = LinkWay.measure(this, LinkTrip.like(jobs, spec));
        recorder.rememberOnly(haveRun);
        return Optional.of(way);
    }

    /// Runs a batch and returns when every job has its outcome.
    ///
    /// @throws IllegalArgumentException when this pool cannot run the batch
    /// @throws InterruptedException also when the pool was stopped before the round could begin
    public MeasuredRound run(Batch batch, BatchListener listener) throws InterruptedException {
        return run(batch, listener, false);
    }

    /// @param counts whether it is worth a wait to know what workers elsewhere used
    private MeasuredRound run(Batch batch, BatchListener listener, boolean counts)
            throws InterruptedException {
        List<PoolWorker> workersBefore = recorder.workers();
        Optional<ProcessUsage> before = usage(workersBefore);
        RoundRecorder.Sheet sheet = recorder.begin();
        RunningBatch running = start(batch, listener);
        awaitDone(running);
        boolean heardAll = sheet.awaitBatchFinished(EVENTS_SECONDS, TimeUnit.SECONDS);
        List<PoolWorker> workersAfter = recorder.workers();
        if (isElsewhere() && before.isPresent()) {
            // Their figures come with heartbeats: those of before the end would leave out the end.
            boolean told =
                    counts
                            && recorder.vitals()
                                    .await(workersAfter, sheet.finishedNanos(), HEARTBEATS);
            // One that comes within the round brings along all it ever used.
            if (!told || !Set.copyOf(workersBefore).equals(Set.copyOf(workersAfter))) {
                before = Optional.empty();
            }
        }
        Optional<ProcessUsage> after = usage(workersAfter);

        List<RunEvent.JobsFinished> finished = sheet.finished(running.id());
        int heard = finished.stream().mapToInt(event -> event.jobs().size()).sum();
        boolean complete = heardAll && heard == batch.size();
        if (!complete && !stopped) {
            throw new IllegalStateException(
                    "the pool %s must report each of %d jobs once, reported %d%s"
                            .formatted(spec, batch.size(), heard, heardAll ? "" : " and no end"));
        }
        Round round =
                Round.of(
                        sheet.wallNanos(),
                        finished,
                        sheet.changes(),
                        slots().isPresent(),
                        recorder.clockErrorNanos(),
                        before,
                        after);
        return new MeasuredRound(
                round, finished, sheet.failures(running.id()), recorder.everKnown(), !stopped);
    }

    private boolean isElsewhere() {
        return spec.kind() instanceof PoolSpec.Kind.Cluster;
    }

    private Optional<ProcessUsage> usage(List<PoolWorker> workers) {
        Optional<ProcessUsage> here = probe.read(workers);
        return isElsewhere() ? here.flatMap(read -> recorder.vitals().addTo(read, workers)) : here;
    }

    /// Runs a batch of which nobody wants the results.
    ///
    /// @throws IllegalArgumentException when this pool cannot run the batch
    /// @throws InterruptedException also when the pool was stopped before the round was complete
    public MeasuredRound runComplete(Batch batch) throws InterruptedException {
        return runComplete(batch, false);
    }

    /// The same, and afterwards waits for what workers on other machines tell of the time and
    /// memory they used: up to some heartbeats.
    ///
    /// @throws IllegalArgumentException when this pool cannot run the batch
    /// @throws InterruptedException also when the pool was stopped before the round was complete
    public MeasuredRound runCounted(Batch batch) throws InterruptedException {
        return runComplete(batch, true);
    }

    private MeasuredRound runComplete(Batch batch, boolean counts) throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("stopped between rounds");
        }
        MeasuredRound round = run(batch, BatchListener.NONE, counts);
        if (!round.complete()) {
            throw new InterruptedException("stopped within a round");
        }
        return round;
    }

    /// Starts a batch that is no round: who opened the pool hears its events, and nothing of it is
    /// kept here. Batches may run side by side; those of a round may not be among them.
    ///
    /// @throws IllegalArgumentException when this pool cannot run the batch
    /// @throws InterruptedException when the pool was stopped
    public RunningBatch start(Batch batch) throws InterruptedException {
        recorder.pause();
        return start(batch, BatchListener.NONE);
    }

    /// Cancels what runs, ends the pool at once, and makes the round that runs an incomplete one.
    public void stop() {
        stopped = true;
        pool.closeNow();
    }

    @Override
    public void close() {
        if (stopped) {
            pool.closeNow();
        } else {
            pool.close();
        }
    }

    private RunningBatch start(Batch batch, BatchListener listener) throws InterruptedException {
        try {
            return pool.start(batch, listener);
        } catch (IllegalStateException e) {
            throw stoppedOr(e);
        }
    }

    private InterruptedException stoppedOr(IllegalStateException e) {
        if (stopped) {
            return new InterruptedException("the pool " + spec + " was stopped");
        }
        throw e;
    }

    private static void awaitDone(RunningBatch running) throws InterruptedException {
        try {
            running.done().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch's end must never fail", e);
        }
    }
}
