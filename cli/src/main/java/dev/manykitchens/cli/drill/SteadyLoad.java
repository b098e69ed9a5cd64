package dev.manykitchens.cli.drill;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.report.drill.Completions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/// Submitters who each hand in a batch of short waits, wait for all its results and hand in the
/// next, as a loop around `pool.map` does. One job that hangs holds its submitter up. Thread-safe.
final class SteadyLoad {

    /// What each job does before it has its square.
    static final Work WORK = Work.parse("wait:20ms");

    private final Pool pool;
    private final int jobs;
    private final Recipe recipe;
    private final Completions completions = new Completions();
    private final AtomicLong nextArgument = new AtomicLong(1);
    private final List<Thread> submitters = new ArrayList<>();
    private volatile boolean stopped;

    // Guarded by its monitor.
    private final List<Book> books = new ArrayList<>();

    /// @param jobs in each batch
    private SteadyLoad(Pool pool, int jobs) {
        this.pool = pool;
        this.jobs = jobs;
        this.recipe = pool.recipes().get(new ComputeSquare().name());
    }

    /// Begins.
    static SteadyLoad start(Pool pool, DrilledCluster.Load wanted) {
        SteadyLoad load = new SteadyLoad(pool, wanted.jobs());
        for (int i = 0; i < wanted.submitters(); i++) {
            load.submitters.add(
                    Thread.ofPlatform().daemon().name("submitter-" + i).start(load::submit));
        }
        return load;
    }

    private void submit() {
        try {
            while (!stopped) {
                long first = nextArgument.getAndAdd(jobs);
                Book book = new Book(first, jobs, System.nanoTime(), completions);
                synchronized (books) {
                    books.add(book);
                }
                pool.start(batch(first), book).done().get();
            }
        } catch (InterruptedException | ExecutionException | IllegalStateException _) {
            // The drill was interrupted, or the pool is closed: its jobs stay without results.
        }
    }

    private Batch batch(long first) {
        List<List<Value>> rows =
                LongStream.range(first, first + jobs)
                        .mapToObj(n -> List.<Value>of(new Value.Int(n)))
                        .toList();
        return new Batch(
                recipe, RecipeBook.pack(recipe, rows), BatchOptions.DEFAULTS.withWork(WORK));
    }

    /// When results were heard.
    Completions completions() {
        return completions;
    }

    /// The batches that were handed in between two moments.
    List<Book> between(long fromNanos, long toNanos) {
        synchronized (books) {
            return books.stream()
                    .filter(book ->
                            book.handedInNanos() >= fromNanos && book.handedInNanos() < toNanos)
                    .toList();
        }
    }

    /// Hands in no more and waits for what was handed in; what has not ended by then is lost.
    void finish(Duration limit) throws InterruptedException {
        stopped = true;
        long until = System.nanoTime() + limit.toNanos();
        for (Thread submitter : submitters) {
            long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
            submitter.join(left);
        }
    }
}
