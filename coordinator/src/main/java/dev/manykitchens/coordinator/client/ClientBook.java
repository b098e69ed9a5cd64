package dev.manykitchens.coordinator.client;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ValueType;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A client's unfinished batches, and whatever is told of them: each outcome once to its submitter,
/// and events as every pool emits them. Knows nothing of streams but that one can be lost. Confined
/// to the pool's loop.
final class ClientBook {

    private static final Logger LOG = LoggerFactory.getLogger(ClientBook.class);
    private static final String NOBODY = "none";

    private final EventSink events;
    private final Consumer<Runnable> deliveries;
    private final LongSupplier clock;
    private final Map<Long, ClientBatch> unfinished = new LinkedHashMap<>();

    /// What happened before the pool was told to be ready; null afterwards.
    private @Nullable Queue<RunEvent> held = new ArrayDeque<>();

    /// @param deliveries runs what tells submitters, in sequence
    /// @param clock monotonic nanoseconds
    ClientBook(EventSink events, Consumer<Runnable> deliveries, LongSupplier clock) {
        this.events = events;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /// Passes on the events that were held back, and each that comes.
    void openEvents() {
        Queue<RunEvent> before = held;
        held = null;
        if (before != null) {
            before.forEach(this::emit);
        }
    }

    /// A batch was submitted.
    void add(ClientBatch batch) {
        emit(
                new RunEvent.BatchSubmitted(
                        batch.submittedNanos(),
                        batch.id(),
                        batch.batch().recipe().name(),
                        batch.batch().size()));
        unfinished.put(batch.id(), batch);
    }

    List<ClientBatch> all() {
        return List.copyOf(unfinished.values());
    }

    boolean isEmpty() {
        return unfinished.isEmpty();
    }

    Optional<ClientBatch> find(long number) {
        return Optional.ofNullable(unfinished.get(number));
    }

    /// Jobs `first`, `first + 1`, … of a batch succeeded.
    void succeeded(long number, int first, Column results) {
        ClientBatch batch = unfinished.get(number);
        if (batch == null || !batch.has(first, results.size())) {
            return;
        }
        ValueType wanted = batch.batch().recipe().resultType();
        if (results.type() != wanted) {
            // The coordinator does not know recipes: what a worker answers is first checked here.
            end(batch, first, results.size(), unfit(batch, wanted, results.type()));
        } else {
            batch.succeed(
                    first,
                    results,
                    (from, run) -> deliveries.accept(() -> batch.listener().succeeded(from, run)));
        }
    }

    private static Outcome unfit(ClientBatch batch, ValueType wanted, ValueType was) {
        return new Outcome.Failed(
                "a result of %s must be %s, was %s; a worker here runs another recipe of that name"
                        .formatted(batch.batch().recipe().name(), wanted.phrase(), was.phrase()),
                nowhere());
    }

    /// Jobs of a batch ended in any other way.
    void ended(long number, int first, int count, Outcome outcome) {
        ClientBatch batch = unfinished.get(number);
        if (batch != null && batch.has(first, count)) {
            end(batch, first, count, outcome);
        }
    }

    /// Somebody wants no more of these jobs: they have their outcome at once.
    ///
    /// @param jobs positions; empty: all of the batch
    void cancel(ClientBatch batch, List<Integer> jobs) {
        if (!unfinished.containsKey(batch.id())) {
            return;
        }
        if (jobs.isEmpty()) {
            endAll(batch, Outcome.CANCELLED);
        } else {
            jobs.forEach(job -> end(batch, job, 1, Outcome.CANCELLED));
        }
        boolean _ = finishIfDone(batch);
    }

    /// Nothing will come for a batch any more: every job that is left has the reason.
    void abandon(ClientBatch batch, String sentence) {
        boolean _ = batch.kept().completeExceptionally(new IllegalStateException(sentence));
        endAll(batch, new Outcome.WorkerLost(sentence, nowhere()));
        boolean _ = finishIfDone(batch);
    }

    /// Tells that a batch is over when every job has its outcome; whether it is.
    boolean finishIfDone(ClientBatch batch) {
        if (!batch.isSettled()) {
            return false;
        }
        if (unfinished.remove(batch.id(), batch)) {
            tellUntold(batch, Outcome.Kind.CANCELLED);
            emit(
                    new RunEvent.BatchFinished(
                            clock.getAsLong(),
                            batch.id(),
                            batch.succeeded(),
                            batch.notSucceeded()));
            deliveries.accept(() -> batch.done().complete(null));
        }
        return true;
    }

    /// The stream broke. Where batches end with it, what was given to workers and has no outcome
    /// will run again; elsewhere it may go on running, which is not known before the coordinator
    /// says it.
    ///
    /// @param keeps whether the coordinator keeps batches
    void loseStream(boolean keeps) {
        for (ClientBatch batch : unfinished.values()) {
            if (keeps) {
                batch.doubt();
            } else {
                boolean _ = batch.resolve();
                runAgain(batch);
            }
        }
    }

    /// The coordinator has a batch no more that it may have had: what was given to workers and has
    /// no outcome will run again.
    void forgotten(ClientBatch batch) {
        if (batch.resolve()) {
            runAgain(batch);
        }
    }

    private void runAgain(ClientBatch batch) {
        BitSet again = batch.loseGiven();
        for (int from = again.nextSetBit(0); from >= 0; ) {
            int to = again.nextClearBit(from);
            emit(
                    new RunEvent.JobsRequeued(
                            clock.getAsLong(), 0, NOBODY, batch.id(), from, to - from, false));
            from = again.nextSetBit(to);
        }
    }

    /// Something happened at the coordinator.
    ///
    /// @param event on our clock
    /// @param errorNanos by how much that may be wrong; [Long#MAX_VALUE] when nothing is known
    void happened(RunEvent event, long errorNanos) {
        switch (event) {
            case RunEvent.JobsFinished finished ->
                    find(finished.batch())
                            .flatMap(batch -> batch.firstTold(finished, clock.getAsLong()))
                            .ifPresent(this::emit);
            case RunEvent.ChunkAssigned chunk -> {
                ClientBatch batch = unfinished.get(chunk.batch());
                if (batch != null && batch.has(chunk.first(), chunk.count())) {
                    batch.give(chunk.first(), chunk.count());
                    emit(chunk);
                }
            }
            case RunEvent.WorkerMeasured measured -> emit(withError(measured, errorNanos));
            case RunEvent.JobsCopied _,
                    RunEvent.JobsRequeued _,
                    RunEvent.ResultsDropped _,
                    RunEvent.WorkerJoined _,
                    RunEvent.WorkerResized _,
                    RunEvent.WorkerChanged _,
                    RunEvent.ResourceUsed _ ->
                    emit(event);
            // Made here.
            case RunEvent.PoolReady _,
                    RunEvent.BatchSubmitted _,
                    RunEvent.BatchFinished _,
                    RunEvent.JobFailed _,
                    RunEvent.JobsInProgress _,
                    RunEvent.WorkerDescribed _,
                    RunEvent.SettingsChanged _,
                    RunEvent.PoolClosed _ -> {}
        }
    }

    /// The error of the worker's clock against the coordinator's, and of that against ours.
    private static RunEvent withError(RunEvent.WorkerMeasured measured, long errorNanos) {
        long theirs = measured.clockErrorNanos();
        boolean known = theirs != Long.MAX_VALUE && errorNanos != Long.MAX_VALUE;
        return new RunEvent.WorkerMeasured(
                measured.atNanos(),
                measured.worker(),
                measured.residentBytes(),
                measured.cpuNanos(),
                measured.lateNanos(),
                known ? theirs + errorNanos : Long.MAX_VALUE,
                measured.heapBytes(),
                measured.heapMostBytes());
    }

    private void endAll(ClientBatch batch, Outcome outcome) {
        end(batch, 0, batch.batch().size(), outcome);
        tellUntold(batch, outcome.kind());
    }

    private void end(ClientBatch batch, int first, int count, Outcome outcome) {
        for (Optional<ClientBatch.Run> run = batch.end(first, count, outcome.kind());
                run.isPresent();
                run = batch.end(first, count, outcome.kind())) {
            ClientBatch.Run jobs = run.get();
            if (outcome.kind() != Outcome.Kind.CANCELLED) {
                emit(new RunEvent.JobFailed(clock.getAsLong(), batch.id(), jobs.first(), outcome));
            }
            deliveries.accept(() -> batch.tellEnded(jobs, outcome));
        }
    }

    /// Jobs that ended here have no times of their own: that they ended is told all the same.
    private void tellUntold(ClientBatch batch, Outcome.Kind kind) {
        long now = clock.getAsLong();
        for (Optional<ClientBatch.Untold> run = batch.untold(kind);
                run.isPresent();
                run = batch.untold(kind)) {
            emit(
                    new RunEvent.JobsFinished(
                            now,
                            batch.id(),
                            NOBODY,
                            JobColumns.unreported(
                                    run.get().first(),
                                    run.get().count(),
                                    1,
                                    run.get().kind(),
                                    batch.submittedNanos(),
                                    now)));
        }
    }

    private static Origin nowhere() {
        return Origin.ofNobody();
    }

    private void emit(RunEvent event) {
        if (held != null) {
            held.add(event);
            return;
        }
        try {
            events.accept(event);
        } catch (RuntimeException e) {
            LOG.warn("a sink of events threw, which it must not", e);
        }
    }
}
