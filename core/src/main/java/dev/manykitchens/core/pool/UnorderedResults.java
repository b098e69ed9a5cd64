package dev.manykitchens.core.pool;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.JobResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Column;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Gives results as jobs complete, and starts more jobs only as results are taken.
///
/// ```
/// inputs ──slices──▶ pool.start ──▶ arrived ──▶ tryAdvance
///            ▲                                      │
///            └── while fewer than WINDOW are out ◀──┘
/// ```
///
/// A job counts as out from its submission until its result is taken, so nothing here grows beyond
/// the window, however many inputs there are and however slow the reader is. Confined to the
/// reading thread, except [#close].
final class UnorderedResults extends Spliterators.AbstractSpliterator<JobResult>
        implements AutoCloseable {

    /// The most jobs that are out at once.
    static final int WINDOW = 10_000;

    private static final int SLICE = WINDOW / 8;

    private final Pool pool;
    private final Recipe recipe;
    private final Iterator<?> inputs;
    private final BatchOptions options;
    private final int slice;
    private final int window;
    private final BlockingQueue<Iterator<JobResult>> arrived = new LinkedBlockingQueue<>();
    private final Queue<RunningBatch> running = new ConcurrentLinkedQueue<>();
    private Iterator<JobResult> current = Collections.emptyIterator();
    private int submitted;
    private int taken;
    private volatile boolean closed;

    UnorderedResults(Pool pool, Recipe recipe, Iterable<?> inputs, BatchOptions options) {
        super(Long.MAX_VALUE, Spliterator.NONNULL | Spliterator.DISTINCT);
        this.pool = pool;
        this.recipe = recipe;
        this.inputs = inputs.iterator();
        this.options = options;
        // The sequential pool runs jobs while they are submitted: one by one, they arrive as they
        // complete there too.
        boolean oneByOne = pool.spec().kind() instanceof PoolSpec.Kind.Sequential;
        this.slice = oneByOne ? 1 : SLICE;
        this.window = oneByOne ? 1 : WINDOW;
    }

    @Override
    public boolean tryAdvance(Consumer<? super JobResult> action) {
        while (!closed && submitted - taken <= window - slice && inputs.hasNext()) {
            startSlice();
        }
        if (closed || taken == submitted) {
            return false;
        }
        while (!current.hasNext()) {
            current = next();
        }
        taken++;
        action.accept(current.next());
        return true;
    }

    /// Cancels every job that has not ended, and starts no more.
    @Override
    public void close() {
        closed = true;
        running.forEach(RunningBatch::cancel);
    }

    private void startSlice() {
        List<Object> rows = new ArrayList<>();
        while (rows.size() < slice && inputs.hasNext()) {
            rows.add(inputs.next());
        }
        if (rows.size() > Batch.MOST_JOBS - submitted) {
            throw new IllegalArgumentException(
                    "a stream must have at most " + Batch.MOST_JOBS + " jobs, had more");
        }
        int offset = submitted;
        // Slicing must not show: each job draws the numbers it would draw in one large batch.
        BatchOptions shifted = options.withSeed(JobRandom.seedFrom(options.seed(), offset));
        Batch batch = new Batch(recipe, Arguments.pack(recipe, rows), shifted);
        submitted += rows.size();
        running.removeIf(started -> started.done().isDone());
        running.add(pool.start(batch, new Arrivals(offset)));
        if (closed) {
            close();
        }
    }

    private Iterator<JobResult> next() {
        try {
            return arrived.take();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            CancellationException cancelled =
                    new CancellationException(
                            "interrupted while waiting for results; the other jobs were cancelled");
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    private final class Arrivals implements BatchListener {
        private final int offset;

        Arrivals(int offset) {
            this.offset = offset;
        }

        @Override
        public void succeeded(int first, Column results) {
            arrived.add(
                    IntStream.range(0, results.size())
                            .mapToObj(i ->
                                    new JobResult(
                                            offset + first + i,
                                            new Outcome.Succeeded(results.get(i))))
                            .iterator());
        }

        @Override
        public void ended(int job, Outcome outcome) {
            arrived.add(List.of(new JobResult(offset + job, outcome)).iterator());
        }
    }
}
