package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.WorkRate;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ColumnBuilder;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Single jobs on their way to a pool of other processes. A job that comes while none waits to be
/// given to a worker goes at once; those that come before it was taken go together, as one batch
/// for each recipe: the busier the pool, the fuller its messages, and nobody waits for a timer.
/// Thread-safe; blocks only in [Way#admit].
///
/// ```
/// submit, from any thread ──▶ a line for each recipe ──take, on the thread that decides──▶ a batch
/// ```
///
/// How many can be gathered is up to [Way#admit].
public final class Gathering {

    /// The way into a pool.
    public interface Way {

        /// Refuses a recipe that this pool cannot run. Asked for the first job of each, at least.
        ///
        /// @throws IllegalArgumentException saying why
        void requireRunnable(Recipe recipe);

        /// Waits until there is room for one more job.
        ///
        /// @param arguments one value a parameter
        /// @throws IllegalArgumentException when the arguments are too large for this pool
        /// @throws IllegalStateException when the pool takes no more
        void admit(Recipe recipe, List<Value> arguments);

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

    private static final int MOST_ASKED = 1_024;

    private final Way way;
    private final Map<Recipe, Line> lines = new ConcurrentHashMap<>();

    /// A job that was submitted; the ones of its recipe before it hang on it. One object with its
    /// future: millions of them are under way.
    private static final class Gathered extends JobFuture {

        /// Empty once they are packed.
        private List<Value> arguments;

        private @Nullable Gathered before;

        /// How many there are before it.
        private int position;

        Gathered(List<Value> arguments) {
            this.arguments = arguments;
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
        Line known = lines.get(recipe);
        List<Value> row = Arguments.row(recipe, arguments);
        Line line = known == null ? open(recipe) : known;
        line.calibrate(row);
        way.admit(recipe, row);
        Gathered job = new Gathered(row);
        line.add(job);
        return job;
    }

    private Line open(Recipe recipe) {
        way.requireRunnable(recipe);
        return lines.computeIfAbsent(recipe, Line::new);
    }

    /// The jobs of one recipe that wait to be taken.
    private final class Line {

        private final Recipe recipe;
        private final AtomicReference<@Nullable Gathered> newest = new AtomicReference<>();
        private final AtomicInteger asked = new AtomicInteger();

        /// Of calibrated work; 0 as long as no job that was asked had any.
        private volatile double unitsPerSecond;

        Line(Recipe recipe) {
            this.recipe = recipe;
        }

        /// Calibrates when this job has work to calibrate. Whether it has is not asked of each: of
        /// the first, second, fourth, eighth, … and last the 1,024th, because to count them all
        /// takes threads their time. The jobs of a recipe seldom differ in this, and workers
        /// calibrate by themselves what comes without.
        void calibrate(List<Value> arguments) {
            if (unitsPerSecond == 0
                    && asked.get() < MOST_ASKED
                    && Integer.bitCount(asked.incrementAndGet()) == 1) {
                unitsPerSecond =
                        WorkRate.of(
                                new Batch(recipe, Columns.ofRow(arguments), BatchOptions.DEFAULTS));
            }
        }

        void add(Gathered job) {
            Gathered before;
            do {
                before = newest.get();
                job.before = before;
                job.position = before == null ? 0 : before.position + 1;
            } while (!newest.compareAndSet(before, job));
            if (before == null) {
                way.takeSoon(this::take);
            }
        }

        /// Starts them as one batch.
        private void take() {
            Gathered last = newest.getAndSet(null);
            if (last == null) {
                throw new AssertionError("what is to be taken was announced by the first of it");
            }
            Gathered[] jobs = new Gathered[last.position + 1];
            for (Gathered job = last; job != null; ) {
                jobs[job.position] = job;
                Gathered before = job.before;
                // Whoever keeps the future of one job keeps no other.
                job.before = null;
                job = before;
            }
            Told told = new Told(jobs);
            try {
                RunningBatch running = way.start(batch(jobs), unitsPerSecond, told);
                for (int job = 0; job < jobs.length; job++) {
                    jobs[job].runBy(running, job);
                }
            } catch (Throwable failure) {
                told.fail(failure);
                throw failure;
            }
        }

        private Batch batch(Gathered[] jobs) {
            return new Batch(
                    recipe,
                    arguments(jobs),
                    BatchOptions.DEFAULTS.withSeed(ThreadLocalRandom.current().nextLong()));
        }

        private Columns arguments(Gathered[] jobs) {
            List<Parameter> parameters = recipe.parameters();
            List<Column> columns = new ArrayList<>(parameters.size());
            for (int parameter = 0; parameter < parameters.size(); parameter++) {
                ColumnBuilder column =
                        new ColumnBuilder(parameters.get(parameter).type(), jobs.length);
                for (Gathered job : jobs) {
                    column.add(job.arguments.get(parameter));
                }
                columns.add(column.build());
            }
            for (Gathered job : jobs) {
                job.arguments = List.of();
            }
            return new Columns(jobs.length, columns);
        }
    }

    /// Tells each future its job's outcome. It may be told on the thread that decides: what others
    /// hung on a future runs elsewhere.
    private final class Told implements BatchListener {

        private final JobFuture[] futures;
        private int ended;
        private boolean failed;

        Told(JobFuture[] futures) {
            this.futures = futures;
        }

        /// They could not be started, which is nobody's fault but ours: whoever waits is told all
        /// the same, and what their pool still says of them counts no more.
        void fail(Throwable failure) {
            Outcome outcome =
                    new Outcome.Failed(
                            "the job could not be started, please report this: " + failure,
                            Origin.ofNobody());
            int left = futures.length - ended;
            for (JobFuture future : futures) {
                if (future.end(outcome)) {
                    way.deliver(future::tellWatchers);
                }
            }
            failed = true;
            way.ended(left);
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
            if (failed) {
                return;
            }
            ended += count;
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
