package dev.manykitchens.core.pool;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.QuietContext;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Value;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// A pool in which nothing happens until the test says so: started batches wait in a queue, and the
/// test ends their jobs.
final class HandDrivenPool implements Pool {

    /// Where the failures of this pool happen.
    static final Origin ORIGIN = new Origin("local", "here", 7, 1);

    private final PoolSpec spec;
    private final RecipeBook recipes;
    private final boolean atOnce;
    private final BlockingQueue<Started> started = new LinkedBlockingQueue<>();
    private final List<Started> all = new ArrayList<>();

    private HandDrivenPool(String spec, RecipeBook recipes, boolean atOnce) {
        this.spec = PoolSpec.parse(spec);
        this.recipes = recipes;
        this.atOnce = atOnce;
    }

    /// A pool whose jobs end when the test says so.
    static HandDrivenPool create() {
        return new HandDrivenPool("threads:2", RecipeBook.load(Pool.class.getClassLoader()), false);
    }

    /// A pool that runs every job before `start` returns, as `sequential` does.
    static HandDrivenPool runningAtOnce(String spec) {
        return new HandDrivenPool(spec, RecipeBook.load(Pool.class.getClassLoader()), true);
    }

    /// The next batch that was started; waits for it.
    Started awaitStarted() throws InterruptedException {
        return started.take();
    }

    /// Every batch that was started so far.
    List<Started> started() {
        synchronized (all) {
            return List.copyOf(all);
        }
    }

    @Override
    public PoolSpec spec() {
        return spec;
    }

    @Override
    public RecipeBook recipes() {
        return recipes;
    }

    @Override
    public RunningBatch start(Batch batch, BatchListener listener) {
        Started running = new Started(batch, listener);
        synchronized (all) {
            all.add(running);
        }
        started.add(running);
        if (atOnce) {
            running.finish();
        }
        return running;
    }

    @Override
    public void close() {
        closeNow();
    }

    @Override
    public void closeNow() {
        started().forEach(Started::cancel);
    }

    /// One started batch.
    static final class Started implements RunningBatch {
        private final Batch batch;
        private final BatchListener listener;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final BitSet ended = new BitSet();
        private int cancellations;

        Started(Batch batch, BatchListener listener) {
            this.batch = batch;
            this.listener = listener;
            completeWhenAllEnded();
        }

        Batch batch() {
            return batch;
        }

        /// How many jobs ended by being cancelled.
        synchronized int cancellations() {
            return cancellations;
        }

        /// Runs the code of a job and tells its outcome.
        void run(int job) {
            try {
                Value value =
                        batch.recipe().result(batch.arguments().row(job), QuietContext.create());
                end(job, new Outcome.Succeeded(value));
            } catch (Exception e) {
                end(job, new Outcome.Failed(String.valueOf(e.getMessage()), ORIGIN));
            }
        }

        /// Runs the code of jobs that must not fail and tells their results as one column.
        void runTogether(int from, int to) throws Exception {
            List<Value> values = new ArrayList<>();
            for (int job = from; job < to; job++) {
                values.add(
                        batch.recipe().result(batch.arguments().row(job), QuietContext.create()));
            }
            listener.succeeded(from, Column.of(batch.recipe().resultType(), values));
            synchronized (this) {
                ended.set(from, to);
            }
            completeWhenAllEnded();
        }

        /// Runs every job that has not ended.
        void finish() {
            for (int job = 0; job < batch.size(); job++) {
                if (!hasEnded(job)) {
                    run(job);
                }
            }
        }

        void end(int job, Outcome outcome) {
            switch (outcome) {
                case Outcome.Succeeded(Value value) ->
                        listener.succeeded(job, Column.of(value.type(), List.of(value)));
                case Outcome.Failed _,
                        Outcome.TimedOut _,
                        Outcome.Cancelled _,
                        Outcome.WorkerLost _ ->
                        listener.ended(job, outcome);
            }
            synchronized (this) {
                ended.set(job);
            }
            completeWhenAllEnded();
        }

        private synchronized boolean hasEnded(int job) {
            return ended.get(job);
        }

        private synchronized void completeWhenAllEnded() {
            if (ended.cardinality() == batch.size()) {
                done.complete(null);
            }
        }

        @Override
        public long id() {
            return 1;
        }

        @Override
        public CompletableFuture<Void> done() {
            return done;
        }

        @Override
        public void cancel() {
            for (int job = 0; job < batch.size(); job++) {
                cancel(job);
            }
        }

        @Override
        public void cancel(int job) {
            synchronized (this) {
                if (ended.get(job)) {
                    return;
                }
                ended.set(job);
                cancellations++;
            }
            listener.ended(job, Outcome.CANCELLED);
            completeWhenAllEnded();
        }
    }
}
