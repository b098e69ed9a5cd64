package dev.manykitchens.core.fakes;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.recipe.RecipeBook;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/// A pool that runs nothing: its jobs take the time that a script says, on a clock that only it
/// moves. Every batch is shared out among the workers in turn, one job after the other on each.
public final class ScriptedPool implements Pool {

    private final PoolSpec spec;
    private final EventSink events;
    private final AtomicLong clock;
    private final List<String> workers;
    private final JobNanos jobNanos;
    private @Nullable ToLongFunction<Batch> jobNanosOf;
    private Runnable duringBatch = () -> {};
    private LongPredicate othersIdle = _ -> false;
    private Outcome.Kind kindOfFirst = Outcome.Kind.SUCCEEDED;
    private long batches;
    private boolean closed;
    private final List<Integer> sizes = new ArrayList<>();
    private final List<String> batchRecipes = new ArrayList<>();
    private long wayNanos;

    /// How long each job takes.
    public interface JobNanos {
        /// In nanoseconds.
        ///
        /// @param worker its position among the workers
        /// @param batch which batch of the pool, from 1
        long of(int worker, long batch);
    }

    /// @param jobNanosOfBatch how long each job of the n-th batch takes, n from 1
    public ScriptedPool(
            PoolSpec spec,
            EventSink events,
            AtomicLong clock,
            List<String> workers,
            LongUnaryOperator jobNanosOfBatch) {
        this(spec, events, clock, workers, (_, batch) -> jobNanosOfBatch.applyAsLong(batch));
    }

    public ScriptedPool(
            PoolSpec spec,
            EventSink events,
            AtomicLong clock,
            List<String> workers,
            JobNanos jobNanos) {
        this.spec = spec;
        this.events = events;
        this.clock = clock;
        this.workers = workers;
        this.jobNanos = jobNanos;
        workers.forEach(
                w -> events.accept(new RunEvent.WorkerJoined(clock.get(), w, "here", 7, 1)));
        clock.addAndGet(1_000_000);
        events.accept(
                new RunEvent.PoolReady(clock.get(), spec.toString(), workers.size(), 1_000_000));
    }

    /// How long a job takes follows from its batch.
    public ScriptedPool jobsTake(ToLongFunction<Batch> nanos) {
        jobNanosOf = nanos;
        return this;
    }

    public ScriptedPool during(Runnable action) {
        duringBatch = action;
        return this;
    }

    /// The first worker does all the work of the first batches.
    public ScriptedPool othersIdleFor(long firstBatches) {
        othersIdle = batch -> batch <= firstBatches;
        return this;
    }

    /// The first worker does all the work of these batches.
    public ScriptedPool othersIdleIn(LongPredicate batches) {
        othersIdle = batches;
        return this;
    }

    public ScriptedPool firstJobEnds(Outcome.Kind kind) {
        kindOfFirst = kind;
        return this;
    }

    /// How long each batch of one job takes to its worker, and as long back.
    public ScriptedPool wayTakes(long nanos) {
        wayNanos = nanos;
        return this;
    }

    public List<Integer> batchSizes() {
        return sizes;
    }

    /// The recipe of each batch.
    public List<String> batchRecipes() {
        return batchRecipes;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public PoolSpec spec() {
        return spec;
    }

    @Override
    public RecipeBook recipes() {
        return RecipeBook.of(List.of());
    }

    @Override
    public RunningBatch start(Batch batch, BatchListener listener) {
        if (closed) {
            throw new IllegalStateException("the pool is closed");
        }
        long id = ++batches;
        sizes.add(batch.size());
        batchRecipes.add(batch.recipe().name());
        long submitted = clock.get();
        events.accept(
                new RunEvent.BatchSubmitted(submitted, id, batch.recipe().name(), batch.size()));
        duringBatch.run();
        int perWorker = (batch.size() + busy(id) - 1) / busy(id);
        long longest = 0;
        for (int w = 0; w < busy(id) && w < batch.size(); w++) {
            long nanos = jobNanosOf == null ? jobNanos.of(w, id) : jobNanosOf.applyAsLong(batch);
            longest = Math.max(longest, perWorker * nanos);
            events.accept(
                    new RunEvent.JobsFinished(
                            submitted,
                            id,
                            workers.get(w),
                            rows(batch.size(), w, busy(id), submitted, nanos)));
        }
        clock.addAndGet(longest);
        events.accept(new RunEvent.BatchFinished(clock.get(), id, batch.size(), 0));
        return new Finished(id);
    }

    public void loseWorker(String name) {
        events.accept(new RunEvent.WorkerChanged(clock.get(), name, WorkerState.LOST, "killed"));
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void closeNow() {
        closed = true;
    }

    private int busy(long batch) {
        return othersIdle.test(batch) ? 1 : workers.size();
    }

    private JobColumns rows(int jobs, int worker, int busy, long submitted, long nanos) {
        int count = (jobs - worker + busy - 1) / busy;
        long way = jobs == 1 ? wayNanos : 0;
        JobColumns columns = JobColumns.allocate(count);
        for (int row = 0; row < count; row++) {
            int job = worker + row * busy;
            long started = submitted + way + row * nanos;
            columns.job()[row] = job;
            columns.attempt()[row] = 1;
            columns.kind()[row] = (job == 0 ? kindOfFirst : Outcome.Kind.SUCCEEDED).code();
            columns.submitted()[row] = submitted;
            columns.assigned()[row] = started;
            columns.sent()[row] = started;
            columns.received()[row] = started;
            columns.started()[row] = started;
            columns.finished()[row] = started + nanos;
            columns.delivered()[row] = started + nanos + way;
        }
        return columns;
    }

    private record Finished(long id) implements RunningBatch {
        @Override
        public CompletableFuture<Void> done() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void cancel() {}

        @Override
        public void cancel(int job) {}
    }

    /// Columns of jobs on one worker, given as rows of `submitted, started, finished`.
    public static JobColumns columns(long[]... rows) {
        JobColumns columns = JobColumns.allocate(rows.length);
        Arrays.fill(columns.attempt(), 1);
        for (int row = 0; row < rows.length; row++) {
            columns.job()[row] = row;
            columns.submitted()[row] = rows[row][0];
            columns.assigned()[row] = rows[row][1];
            columns.sent()[row] = rows[row][1];
            columns.received()[row] = rows[row][1];
            columns.started()[row] = rows[row][1];
            columns.finished()[row] = rows[row][2];
            columns.delivered()[row] = rows[row][2];
        }
        return columns;
    }
}
