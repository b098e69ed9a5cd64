package dev.manykitchens.core.cost;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.MeasuredPool;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.ListSampler;
import org.apache.commons.rng.simple.RandomSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Looks for the [BreakEven] of a pool by running jobs of many sizes on it and on one thread.
///
/// The overhead for one job is not a constant that could be divided by: tiny jobs travel together
/// and pay little each, long ones travel alone and hide it behind each other. So the overhead that
/// was measured with the jobs of the comparison is only where the search begins.
///
/// One pass lets the sizes in question take turns in random order ([SizeLadder] says which they
/// are), so that whatever changes meanwhile falls on all of them alike, and reads off the curve
/// through all that was measured where the gain crosses 1 ([BreakEvenCurve]). As long as code is
/// compiled that point falls from pass to pass, by a multiple where worker JVMs are concerned; so
/// passes follow until two of them agree, and the interval is the one that holds those of both.
public final class BreakEvenSearch {

    /// Every size of the window runs so often before the window is set anew.
    private static final int ROUNDS_A_STEP = SizeTrial.FEW_ROUNDS;

    /// A pass that has measured for so long ends with what it knows.
    private static final double PASS_SECONDS = 2;

    private static final int MOST_PASSES = 4;

    /// Two passes agree when what they found is no further apart than this.
    private static final double AGREEMENT = 1.5;

    /// Jobs of one round together compute for so long, in seconds, unless there would be fewer than
    /// two for each slot.
    private static final double ROUND_SECONDS = 0.05;

    private static final int MOST_JOBS = 10_000;

    /// More slots than that are not all filled with jobs that take long.
    private static final int MOST_SLOTS = 16;

    private final MeasuredPool one;
    private final int jobs;
    private final long seed;

    /// @param one a pool of one thread to compare with
    /// @param jobs how many jobs a round of the comparison has: those of the search have as many,
    ///   unless that takes too long or leaves slots empty
    /// @param seed fixes in which order sizes are tried
    public BreakEvenSearch(MeasuredPool one, int jobs, long seed) {
        this.one = one;
        this.jobs = jobs;
        this.seed = seed;
    }

    /// The break-even of a pool.
    ///
    /// @param overhead where to begin: what a job cost in the comparison, in seconds; NaN when not
    ///   known
    /// @throws InterruptedException also when a pool was stopped
    public BreakEven find(MeasuredPool pool, double overhead) throws InterruptedException {
        if (pool.spec().computingThreads().orElse(2) == 1) {
            return new BreakEven.OneAtATime();
        }
        return new Search(pool, overhead).run();
    }

    /// The search on one pool.
    private final class Search {

        private final MeasuredPool pool;
        private final UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        private SizeLadder ladder;
        private double spent;

        private Search(MeasuredPool pool, double overhead) {
            this.pool = pool;
            this.ladder = SizeLadder.near(overhead);
        }

        private BreakEven run() throws InterruptedException {
            BreakEven before = pass();
            BreakEven found = pass();
            for (int passes = 2; passes < MOST_PASSES && !agree(before, found); passes++) {
                before = found;
                found = pass();
            }
            return together(before, found);
        }

        private BreakEven pass() throws InterruptedException {
            ladder = ladder.again();
            spent = 0;
            do {
                step();
                ladder.moveWindow();
            } while (spent < PASS_SECONDS && !ladder.isKnownWellEnough());
            List<SizeTrial> known = ladder.known();
            return known.isEmpty()
                    ? new BreakEven.NotFound(ladder.window().getLast().cpuSeconds())
                    : verdict(known, new BreakEvenCurve(known));
        }

        private void step() throws InterruptedException {
            for (int round = 0; round < ROUNDS_A_STEP; round++) {
                List<SizeTrial> block = new ArrayList<>(ladder.window());
                ListSampler.shuffle(random, block);
                for (SizeTrial size : block) {
                    if (spent >= PASS_SECONDS) {
                        return;
                    }
                    Batch batch = batch(size.cpuSeconds());
                    double alone = wall(one, batch);
                    double shared = wall(pool, batch);
                    size.add(alone, shared);
                    spent += alone + shared;
                }
            }
        }

        private BreakEven verdict(List<SizeTrial> known, BreakEvenCurve curve) {
            double crossing = curve.crossing();
            double smallest = known.getFirst().cpuSeconds();
            double largest = known.getLast().cpuSeconds();
            if (crossing < smallest) {
                return smallest == SizeLadder.SMALLEST
                        ? new BreakEven.Always(smallest)
                        : new BreakEven.NotFound(largest);
            }
            if (crossing > largest) {
                return largest == SizeLadder.LARGEST
                        ? new BreakEven.Never(largest)
                        : new BreakEven.NotFound(largest);
            }
            return curve.interval(seed);
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

    private static boolean agree(BreakEven one, BreakEven other) {
        if (one instanceof BreakEven.Above a && other instanceof BreakEven.Above b) {
            double smaller = Math.min(a.seconds(), b.seconds());
            return Math.max(a.seconds(), b.seconds()) <= AGREEMENT * smaller;
        }
        return one.getClass() == other.getClass();
    }

    /// What the last two passes say; of two that say different kinds of things, the last.
    private static BreakEven together(BreakEven before, BreakEven last) {
        if (before instanceof BreakEven.Above a && last instanceof BreakEven.Above b) {
            return new BreakEven.Above(
                    Math.sqrt(a.seconds() * b.seconds()),
                    Math.min(a.low(), b.low()),
                    Math.max(a.high(), b.high()));
        }
        return last;
    }

    private static double wall(MeasuredPool pool, Batch batch) throws InterruptedException {
        MeasuredRound round = pool.run(batch, BatchListener.NONE);
        if (!round.complete()) {
            throw new InterruptedException("stopped while looking for a break-even");
        }
        return round.round().wallSeconds();
    }
}
