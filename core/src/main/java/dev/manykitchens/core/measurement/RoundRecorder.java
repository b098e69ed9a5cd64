package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Collects a pool's events, one [Sheet] a round. Thread-safe; adding an event never blocks.
/// Folding waits until the round is over, so that it does not compete with what is measured.
final class RoundRecorder implements EventSink {

    private final Map<String, PoolWorker> workers = new ConcurrentHashMap<>();
    private final Map<String, PoolWorker> everKnown = new ConcurrentHashMap<>();
    private final VitalsBoard vitals = new VitalsBoard();
    private final Collection<String> haveRun = ConcurrentHashMap.newKeySet();
    private volatile Optional<RunEvent.PoolReady> ready = Optional.empty();
    private final Sheet blank = new Sheet(false);
    private volatile Sheet sheet = new Sheet(true);

    @Override
    public void accept(RunEvent event) {
        Sheet current = sheet;
        switch (event) {
            case RunEvent.PoolReady first -> ready = Optional.of(first);
            case RunEvent.JobsFinished jobs -> {
                haveRun.add(jobs.worker());
                current.add(jobs);
            }
            case RunEvent.JobFailed failure -> current.addFailure(failure);
            case RunEvent.BatchSubmitted batch -> current.submittedNanos = batch.atNanos();
            case RunEvent.BatchFinished batch -> {
                current.finishedNanos = batch.atNanos();
                current.batchFinished.countDown();
            }
            case RunEvent.WorkerJoined(_, String name, String host, long pid, int threads) -> {
                PoolWorker worker = new PoolWorker(name, host, pid, threads);
                workers.put(name, worker);
                everKnown.put(name, worker);
            }
            case RunEvent.WorkerChanged change -> {
                current.add(change);
                if (change.state() == WorkerState.LOST || change.state() == WorkerState.LEFT) {
                    workers.remove(change.worker());
                    vitals.forget(change.worker());
                }
            }
            case RunEvent.WorkerMeasured measured -> vitals.put(measured);
            case RunEvent.ChunkAssigned _,
                    RunEvent.JobsCopied _,
                    RunEvent.JobsRequeued _,
                    RunEvent.ResultsDropped _,
                    RunEvent.JobsInProgress _,
                    RunEvent.WorkerDescribed _,
                    RunEvent.WorkerResized _,
                    RunEvent.SettingsChanged _,
                    RunEvent.ResourceUsed _,
                    RunEvent.PoolClosed _ -> {}
        }
    }

    /// The pool's first word.
    ///
    /// @throws IllegalStateException before it was heard
    RunEvent.PoolReady ready() {
        return ready.orElseThrow(
                () -> new IllegalStateException("an open pool must have said that it is ready"));
    }

    /// The workers that are there now.
    List<PoolWorker> workers() {
        return List.copyOf(workers.values());
    }

    /// All workers that ever joined, those that are gone included.
    List<PoolWorker> everKnown() {
        return List.copyOf(everKnown.values());
    }

    /// The workers that are there and have not finished a job yet.
    List<PoolWorker> coldWorkers() {
        return workers.values().stream()
                .filter(worker -> !haveRun.contains(worker.name()))
                .toList();
    }

    /// How far the times of a worker that is there may be off at most, as last heard; 0 when nobody
    /// said.
    long clockErrorNanos() {
        return vitals.clockErrorNanos();
    }

    /// What the workers last told of themselves.
    VitalsBoard vitals() {
        return vitals;
    }

    /// The names of the workers that have finished a job.
    Set<String> haveRun() {
        return Set.copyOf(haveRun);
    }

    /// Counts all other workers as cold again.
    void rememberOnly(Set<String> workers) {
        haveRun.retainAll(workers);
    }

    /// Begins a new sheet; what still comes for the old one is lost with it.
    Sheet begin() {
        Sheet fresh = new Sheet(true);
        sheet = fresh;
        return fresh;
    }

    /// Keeps no events until the next sheet.
    void pause() {
        sheet = blank;
    }

    /// The events of one round.
    static final class Sheet {

        private final Queue<RunEvent.JobsFinished> finished = new ConcurrentLinkedQueue<>();
        private final Queue<RunEvent.WorkerChanged> changes = new ConcurrentLinkedQueue<>();
        private final Queue<RunEvent.JobFailed> failures = new ConcurrentLinkedQueue<>();
        private final AtomicInteger failureCount = new AtomicInteger();
        private final boolean keeps;
        private final CountDownLatch batchFinished = new CountDownLatch(1);
        private volatile long submittedNanos;
        private volatile long finishedNanos;

        /// @param keeps whether events are kept
        private Sheet(boolean keeps) {
            this.keeps = keeps;
        }

        /// Waits until the pool has said that the batch is over: its other events come before that
        /// one.
        boolean awaitBatchFinished(long timeout, TimeUnit unit) throws InterruptedException {
            return batchFinished.await(timeout, unit);
        }

        /// When the batch was over.
        long finishedNanos() {
            return finishedNanos;
        }

        /// From the batch's submission until its last outcome was known, or until the last that was
        /// heard of when it never came to an end. A batch is told to be over when that is decided,
        /// which may be a moment before the last result is handed on.
        long wallNanos() {
            long decided = batchFinished.getCount() == 0 ? finishedNanos : submittedNanos;
            long lastKnown =
                    finished.stream()
                            .flatMapToLong(event -> Arrays.stream(event.jobs().delivered()))
                            .max()
                            .orElse(submittedNanos);
            return Math.max(decided, lastKnown) - submittedNanos;
        }

        List<RunEvent.JobsFinished> finished(long batch) {
            return finished.stream().filter(event -> event.batch() == batch).toList();
        }

        List<RunEvent.JobFailed> failures(long batch) {
            return failures.stream().filter(event -> event.batch() == batch).toList();
        }

        List<RunEvent.WorkerChanged> changes() {
            return new ArrayList<>(changes);
        }

        private void add(RunEvent.JobsFinished jobs) {
            if (keeps) {
                finished.add(jobs);
            }
        }

        private void add(RunEvent.WorkerChanged change) {
            if (keeps) {
                changes.add(change);
            }
        }

        private void addFailure(RunEvent.JobFailed failure) {
            if (keeps && failureCount.incrementAndGet() <= MeasuredRound.MOST_FAILURES) {
                failures.add(failure);
            }
        }
    }
}
