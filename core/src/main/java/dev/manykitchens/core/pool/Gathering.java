package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.WorkRate;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ColumnBuilder;
import dev.manykitchens.core.value.Columns;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/// Single jobs on their way to a pool of other processes. A job that comes while nothing else is on
/// the way goes at once; those that come before it was taken go together, as one batch: the busier
/// the pool, the fuller its messages, and nobody waits for a timer. Thread-safe; never blocks.
///
/// ```
/// submit, from any thread ──▶ gathered … ──take, on the thread that decides──▶ one batch a recipe
/// ```
///
/// How many can be gathered is up to [Way#admit].
public final class Gathering {

    /// The way into a pool.
    public interface Way {

        /// Waits until there is room for one more job.
        ///
        /// @throws IllegalArgumentException when this pool cannot run the job
        /// @throws IllegalStateException when the pool takes no more
        void admit(Batch alone);

        /// Calls `take`, on the thread that starts batches, once for each call: as soon as the jobs
        /// taken before are under way, so that what waits is gathered here.
        void takeSoon(Runnable take);

        /// Starts jobs that were admitted one by one. On the thread that takes.
        ///
        /// @param unitsPerSecond of calibrated work; 0 when there is none
        /// @param listener does not wait and runs nobody's code: it may be told at once, on any
        ///   thread
        RunningBatch start(Batch batch, double unitsPerSecond, BatchListener listener);

        /// Runs what hangs on outcomes, on a thread that may wait.
        void deliver(Runnable told);

        /// So many jobs have their outcomes.
        void ended(int jobs);
    }

    private final Way way;
    private final AtomicReference<@Nullable Gathered> newest = new AtomicReference<>();
    private final Map<Recipe, Double> rates = new ConcurrentHashMap<>();

    /// A job that was submitted; the ones before it hang on it.
    private static final class Gathered {

        private final JobFuture future = new JobFuture();
        private final Recipe recipe;
        private final Columns arguments;
        private final double unitsPerSecond;
        private @Nullable Gathered before;

        Gathered(Recipe recipe, Columns arguments, double unitsPerSecond) {
            this.recipe = recipe;
            this.arguments = arguments;
            this.unitsPerSecond = unitsPerSecond;
        }
    }

    public Gathering(Way way) {
        this.way = way;
    }

    /// Hands in a job, with random numbers of its own.
    ///
    /// @throws IllegalArgumentException when the arguments do not fit the recipe, or the pool
    ///   cannot run it
    /// @throws IllegalStateException when the pool takes no more
    public JobFuture submit(Recipe recipe, List<?> arguments) {
        Batch alone =
                new Batch(
                        recipe,
                        Arguments.pack(
                                recipe,
                                // A list in a list: the arguments of one job.
                                arguments.size() == 1 && !(arguments.getFirst() instanceof List)
                                        ? arguments
                                        : List.of(arguments)),
                        BatchOptions.DEFAULTS);
        Double known = rates.get(recipe);
        double rate = known == null ? learnRate(alone) : known;
        way.admit(alone);
        Gathered job = new Gathered(recipe, alone.arguments(), rate);
        Gathered before;
        do {
            before = newest.get();
            job.before = before;
        } while (!newest.compareAndSet(before, job));
        if (before == null) {
            way.takeSoon(this::take);
        }
        return job.future;
    }

    private double learnRate(Batch first) {
        double rate = WorkRate.of(first);
        rates.put(first.recipe(), rate);
        return rate;
    }

    private void take() {
        Gathered last = newest.getAndSet(null);
        if (last == null) {
            throw new AssertionError("what is to be taken was announced by the first of it");
        }
        if (last.before == null) {
            start(List.of(last));
            return;
        }
        List<Gathered> newestFirst = new ArrayList<>();
        for (Gathered job = last; job != null; job = job.before) {
            newestFirst.add(job);
        }
        Map<Recipe, List<Gathered>> byRecipe = new LinkedHashMap<>();
        for (Gathered job : newestFirst.reversed()) {
            byRecipe.computeIfAbsent(job.recipe, _ -> new ArrayList<>()).add(job);
        }
        byRecipe.values().forEach(this::start);
    }

    /// Starts jobs of one recipe as one batch.
    private void start(List<Gathered> jobs) {
        Gathered first = jobs.getFirst();
        JobFuture[] futures = new JobFuture[jobs.size()];
        for (int job = 0; job < futures.length; job++) {
            futures[job] = jobs.get(job).future;
            // Whoever keeps the future of one job keeps no other.
            jobs.get(job).before = null;
        }
        Batch batch =
                new Batch(
                        first.recipe,
                        arguments(jobs),
                        BatchOptions.DEFAULTS.withSeed(ThreadLocalRandom.current().nextLong()));
        RunningBatch running = way.start(batch, first.unitsPerSecond, new Told(futures));
        for (int job = 0; job < futures.length; job++) {
            futures[job].runBy(running, job);
        }
    }

    private static Columns arguments(List<Gathered> jobs) {
        Columns first = jobs.getFirst().arguments;
        if (jobs.size() == 1) {
            return first;
        }
        List<Column> columns = new ArrayList<>(first.columns().size());
        for (int parameter = 0; parameter < first.columns().size(); parameter++) {
            ColumnBuilder column =
                    new ColumnBuilder(first.columns().get(parameter).type(), jobs.size());
            for (Gathered job : jobs) {
                column.add(job.arguments.columns().get(parameter).get(0));
            }
            columns.add(column.build());
        }
        return new Columns(jobs.size(), columns);
    }

    /// Tells each future its job's outcome. It may be told on the thread that decides: what others
    /// hung on a future runs elsewhere.
    private final class Told implements BatchListener {

        private final JobFuture[] futures;

        Told(JobFuture[] futures) {
            this.futures = futures;
        }

        @Override
        public void succeeded(int first, Column results) {
            int count = results.size();
            boolean watched = false;
            for (int i = 0; i < count; i++) {
                watched |= futures[first + i].end(new Outcome.Succeeded(results.get(i)));
            }
            tell(watched, first, count);
        }

        @Override
        public void ended(int job, Outcome outcome) {
            tell(futures[job].end(outcome), job, 1);
        }

        private void tell(boolean watched, int first, int count) {
            if (watched) {
                way.deliver(() -> {
                    for (int job = first; job < first + count; job++) {
                        futures[job].tellWatchers();
                    }
                });
            }
            way.ended(count);
        }
    }
}
