package dev.manykitchens.core.comparison;

import dev.manykitchens.core.cost.BreakEven;
import dev.manykitchens.core.cost.BreakEvenSearch;
import dev.manykitchens.core.cost.ThreadCost;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.measurement.MeasuredPool;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.measurement.PoolOpener;
import dev.manykitchens.core.measurement.PoolOpening;
import dev.manykitchens.core.measurement.PoolWarmUp;
import dev.manykitchens.core.measurement.ProcessProbe;
import dev.manykitchens.core.measurement.Round;
import dev.manykitchens.core.measurement.Timeline;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.stove.StoveSpec;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.ListSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;

/// Runs the same jobs on several pools and measures them.
///
/// All pools are open from the beginning to the end; only one has jobs at a time. Each is warmed
/// up, then rounds come in blocks: every pool that still wants one gets one round a block, in an
/// order drawn anew. So heat, other programs and the compiler's progress fall on all pools alike.
///
/// [#run] is called once, by one thread; [#stop] by any thread at any time.
public final class Comparison {

    /// The most pools in one comparison.
    public static final int MOST_POOLS = 100;

    /// The most jobs in one comparison: every response time of a round is kept.
    public static final int MOST_JOBS = 1_000_000;

    /// This round of a pool is kept for drawing, or the last one when there are fewer.
    private static final int DRAWN_ROUND = 3;

    /// Jobs that compute for a smaller part of their own time are jobs that wait.
    private static final double WAITS_BELOW = 0.2;

    private static final PoolSpec ONE_THREAD =
            new PoolSpec(new PoolSpec.Kind.Sequential(), StoveSpec.UNLIMITED);

    private final List<PoolSpec> specs;
    private final Batch batch;
    private final ComparisonOptions options;
    private final ProcessProbe probe;
    private final PoolOpening opening;
    private final ComparisonListener listener;
    private final List<Entrant> entrants = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private volatile @Nullable MeasuredPool alone;
    private ThreadCost threadCost = ThreadCost.UNKNOWN;

    /// A comparison that has not begun. A pool may be named twice: then the two show how much noise
    /// there is.
    ///
    /// @throws IllegalArgumentException when there are no jobs, no pools, or too many of either
    public Comparison(
            List<PoolSpec> specs,
            Batch batch,
            ComparisonOptions options,
            PoolOpener opener,
            ProcessProbe probe,
            ComparisonListener listener) {
        requireFeasible(specs.size(), batch.size());
        this.specs = List.copyOf(specs);
        this.batch = batch;
        this.options = options;
        this.probe = probe;
        this.opening = new PoolOpening(opener, probe);
        this.listener = listener;
    }

    /// Checks that so many pools and jobs can be compared.
    ///
    /// @throws IllegalArgumentException in one line when they cannot
    public static void requireFeasible(int pools, int jobs) {
        requireCount("a comparison's pools", pools, MOST_POOLS);
        requireCount("a comparison's jobs", jobs, MOST_JOBS);
    }

    /// Opens the pools, warms them up, measures them, and closes them, whatever happens.
    ///
    /// @return what was measured of the pools that were opened; partial when it was stopped
    /// @throws IllegalArgumentException when a pool cannot run the batch
    /// @throws IllegalStateException when a pool cannot be opened
    /// @throws CancellationException when it was stopped before the first pool was open
    public ComparisonResult run() {
        try {
            open();
            warmUp();
            measure();
            measureCosts();
        } catch (InterruptedException e) {
            stopped = true;
        } finally {
            entrants.forEach(entrant -> entrant.pool.close());
        }
        if (entrants.isEmpty()) {
            throw new CancellationException("stopped before the first pool was open");
        }
        return new ComparisonResult(
                batch,
                options,
                entrants.stream().map(Entrant::measurement).toList(),
                threadCost,
                stopped);
    }

    /// Ends the comparison at once: what runs is cancelled, complete rounds are kept, and [#run]
    /// returns.
    public void stop() {
        stopped = true;
        opening.stop();
        entrants.forEach(entrant -> entrant.pool.stop());
        MeasuredPool one = alone;
        if (one != null) {
            one.stop();
        }
    }

    private void open() throws InterruptedException {
        Map<PoolSpec, Integer> seen = new HashMap<>();
        for (PoolSpec spec : specs) {
            int count = seen.merge(spec, 1, Integer::sum);
            String name = count == 1 ? spec.toString() : spec + " #" + count;
            listener.opening(name);
            Entrant entrant = new Entrant(name, opening.open(spec, EventSink.NONE));
            entrants.add(entrant);
            if (stopped) {
                entrant.pool.stop();
                throw new InterruptedException("stopped while pools were opened");
            }
            listener.opened(name, entrant.pool.startup());
        }
    }

    private void warmUp() throws InterruptedException {
        if (!options.warmUp().isWanted()) {
            return;
        }
        for (Entrant entrant : entrants) {
            listener.warmingUp(entrant.name);
            entrant.warmUp.run(
                    batch, options.warmUp(), round -> listener.warmedUp(entrant.name, round));
            entrant.warmUp.way().ifPresent(way -> listener.wayMeasured(entrant.name, way));
        }
    }

    private void measure() throws InterruptedException {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(options.seed());
        while (true) {
            List<Entrant> block =
                    new ArrayList<>(entrants.stream().filter(this::wantsRound).toList());
            if (block.isEmpty()) {
                return;
            }
            ListSampler.shuffle(random, block);
            for (Entrant entrant : block) {
                listener.measuring(entrant.name);
                MeasuredRound round = entrant.pool.runCounted(batch);
                entrant.measured(round);
                listener.measured(entrant.name, entrant.rounds.size(), round);
            }
        }
    }

    /// What follows the rounds, so that it cannot disturb them.
    private void measureCosts() throws InterruptedException {
        if (options.breakEven()) {
            listener.openingReference(ONE_THREAD);
            try (MeasuredPool one = opening.open(ONE_THREAD, EventSink.NONE)) {
                alone = one;
                BreakEvenSearch search = new BreakEvenSearch(one, batch.size(), options.seed());
                for (Entrant entrant : entrants) {
                    listener.seekingBreakEven(entrant.name);
                    seekBreakEven(entrant, search);
                }
            }
        }
        if (specs.stream().anyMatch(PoolSpec::hasThreadsHere)) {
            threadCost = ThreadCost.measure(probe);
        }
    }

    /// A pool that breaks now has been measured all the same.
    private void seekBreakEven(Entrant entrant, BreakEvenSearch search)
            throws InterruptedException {
        try {
            entrant.seekBreakEven(search);
        } catch (IllegalStateException e) {
            if (stopped) {
                throw new InterruptedException("stopped while looking for a break-even");
            }
        }
    }

    private boolean wantsRound(Entrant entrant) {
        return options.wantsRound(entrant.rounds.size(), entrant.measuredNanos);
    }

    private static void requireCount(String what, int count, int most) {
        if (count < 1 || count > most) {
            throw new IllegalArgumentException(
                    what + " must be from 1 to " + most + ", were " + count);
        }
    }

    /// A pool that takes part, and how far it is. Confined to the thread that runs the comparison,
    /// but for its pool.
    private static final class Entrant {

        private final String name;
        private final MeasuredPool pool;
        private final PoolWarmUp warmUp;
        private final List<Round> rounds = new ArrayList<>();
        private long measuredNanos;
        private Optional<BreakEven> breakEven = Optional.empty();
        private Optional<Timeline> timeline = Optional.empty();

        private Entrant(String name, MeasuredPool pool) {
            this.name = name;
            this.pool = pool;
            this.warmUp = new PoolWarmUp(pool);
        }

        /// A pool whose jobs fail has no speed to speak of, and what jobs that compute cost says
        /// nothing about jobs that wait.
        private void seekBreakEven(BreakEvenSearch search) throws InterruptedException {
            PoolMeasurement measured = measurement();
            boolean waits = measured.split().computingShare() < WAITS_BELOW;
            if (measured.isComparable() && !waits) {
                breakEven = Optional.of(search.find(pool, measured.overhead()));
            }
        }

        private void measured(MeasuredRound round) {
            rounds.add(round.round());
            measuredNanos += round.round().wallNanos();
            // One of the first will do, and folding every round of many jobs would take its time.
            if (rounds.size() <= DRAWN_ROUND) {
                timeline = Optional.of(Timeline.of(rounds.size(), round.finished()));
            }
        }

        private PoolMeasurement measurement() {
            return new PoolMeasurement(
                    name,
                    pool.spec(),
                    pool.slots(),
                    pool.startup(),
                    warmUp.outcome(),
                    rounds,
                    breakEven,
                    timeline);
        }
    }
}
