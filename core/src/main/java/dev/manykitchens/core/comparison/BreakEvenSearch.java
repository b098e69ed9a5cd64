package dev.manykitchens.core.comparison;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.apache.commons.statistics.descriptive.Median;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Looks for the [BreakEven] of a pool by running jobs of one size after the other on it and on one
/// thread.
///
/// The overhead for one job is not a constant that could be divided by: tiny jobs travel together
/// and pay little each, long ones travel alone and hide it behind each other. So the overhead that
/// was measured with the jobs of the comparison is only where the search begins. It goes by factors
/// of [#STEP] until the pool has become faster or slower, and halves the gap, on a scale of ratios,
/// until it is below [#CLOSE_ENOUGH].
public final class BreakEvenSearch {

    /// The smallest and the largest CPU time of a job that is tried, in seconds.
    static final double SMALLEST = 1e-6;

    static final double LARGEST = 0.05;

    private static final double STEP = 4;

    private static final double CLOSE_ENOUGH = 1.2;

    /// So often each size runs on both, in turn.
    private static final int ROUNDS = 5;

    /// Jobs of one round together compute for so long, in seconds, unless there would be fewer than
    /// two for each slot.
    private static final double ROUND_SECONDS = 0.05;

    private static final int MOST_JOBS = 10_000;

    /// More slots than that are not all filled with jobs that take long.
    private static final int MOST_SLOTS = 16;

    /// A search that has taken so long ends with what it knows.
    private static final double MOST_SECONDS = 6;

    private final MeasuredPool one;
    private final int jobs;

    /// @param one a pool of one thread to compare with
    /// @param jobs how many jobs a round of the comparison has: those of the search have as many,
    ///   unless that takes too long or leaves slots empty
    public BreakEvenSearch(MeasuredPool one, int jobs) {
        this.one = one;
        this.jobs = jobs;
    }

    /// The break-even of a pool.
    ///
    /// @param overhead where to begin: what a job cost in the comparison, in seconds; NaN when not
    ///   known
    /// @throws InterruptedException also when a pool was stopped
    public BreakEven find(MeasuredPool pool, double overhead) throws InterruptedException {
        if (Caution.computingThreads(pool.spec()).orElse(2) == 1) {
            return new BreakEven.OneAtATime();
        }
        return new Search(pool).run(overhead);
    }

    /// The search on one pool.
    private final class Search {

        private final MeasuredPool pool;
        private double spent;

        private Search(MeasuredPool pool) {
            this.pool = pool;
        }

        private BreakEven run(double overhead) throws InterruptedException {
            double size =
                    Math.clamp(Double.isNaN(overhead) ? SMALLEST : overhead, SMALLEST, LARGEST);
            pays(size);
            boolean pays = pays(size);
            double paying = size;
            double losing = size;
            while ((pays ? paying > SMALLEST : losing < LARGEST) && spent < MOST_SECONDS) {
                double next = Math.clamp(pays ? paying / STEP : losing * STEP, SMALLEST, LARGEST);
                boolean paysThere = pays(next);
                if (paysThere) {
                    paying = next;
                } else {
                    losing = next;
                }
                if (paysThere != pays) {
                    return halve(losing, paying);
                }
            }
            double last = pays ? paying : losing;
            if (last > SMALLEST && last < LARGEST) {
                return new BreakEven.NotFound(last);
            }
            return pays ? new BreakEven.Always(last) : new BreakEven.Never(last);
        }

        private BreakEven halve(double from, double to) throws InterruptedException {
            double losing = from;
            double paying = to;
            while (paying / losing > CLOSE_ENOUGH && spent < MOST_SECONDS) {
                double middle = Math.sqrt(losing * paying);
                if (pays(middle)) {
                    paying = middle;
                } else {
                    losing = middle;
                }
            }
            return new BreakEven.Above(losing, paying);
        }

        private boolean pays(double seconds) throws InterruptedException {
            Batch batch = batch(seconds);
            List<Double> ratios = new ArrayList<>();
            while (ratios.size() < ROUNDS && (ratios.isEmpty() || spent < MOST_SECONDS)) {
                double alone = wall(one, batch);
                double shared = wall(pool, batch);
                spent += alone + shared;
                ratios.add(alone / shared);
            }
            double[] all = ratios.stream().mapToDouble(ratio -> ratio).toArray();
            return Median.withDefaults().evaluate(all) > 1;
        }

        private Batch batch(double seconds) {
            int affordable = (int) Math.min(ROUND_SECONDS / seconds, MOST_JOBS);
            int wanted = Math.min(jobs, affordable);
            // As many on every slot: otherwise some would stand idle while the last jobs run.
            int slots = Math.clamp(pool.slots().orElse(1), 1, Math.min(jobs, MOST_SLOTS));
            int onEach = Math.max(2, (wanted + slots / 2) / slots);
            int count = onEach * slots;
            DurationRange size = DurationRange.fixed(Duration.ofNanos(Math.round(seconds * 1e9)));
            return new Batch(
                    new ComputeSquare(),
                    Columns.of(
                            Column.of(ValueType.INTEGER, Collections.nCopies(count, Value.of(1)))),
                    BatchOptions.DEFAULTS.withWork(new Work.Computing(size)));
        }
    }

    private static double wall(MeasuredPool pool, Batch batch) throws InterruptedException {
        MeasuredRound round = pool.run(batch, Comparison.IGNORE);
        if (!round.complete()) {
            throw new InterruptedException("stopped while looking for a break-even");
        }
        return round.round().wallSeconds();
    }
}
