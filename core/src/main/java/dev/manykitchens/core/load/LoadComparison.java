package dev.manykitchens.core.load;

import dev.manykitchens.core.comparison.Comparison;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.measurement.MeasuredPool;
import dev.manykitchens.core.measurement.PoolOpener;
import dev.manykitchens.core.measurement.PoolOpening;
import dev.manykitchens.core.measurement.PoolWarmUp;
import dev.manykitchens.core.measurement.ProcessProbe;
import dev.manykitchens.core.pool.PoolSpec;

import org.apache.commons.rng.sampling.ListSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Puts the same load on several pools, one after the other.
///
/// All pools are open from the beginning to the end; only one has jobs at a time. Each is warmed up
/// as in a [Comparison], and with a second of the load if a job is to be expected in that; then
/// they take turns in random order, and each gets the same jobs at the same intended times.
///
/// [#run] is called once, by one thread; [#stop] by any thread at any time. An interrupt of the
/// thread that runs stops the loads as well.
public final class LoadComparison {

    private static final int MOST_WARM_UP_JOBS = 32;

    private final List<PoolSpec> specs;
    private final Batch batch;
    private final LoadPlan plan;
    private final PoolOpening opening;
    private final LoadListener listener;
    private final LoadClock clock;
    private final ArrivalSchedule schedule;
    private final List<Entrant> entrants = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private volatile @Nullable Driver driver;

    /// A load that has not begun.
    ///
    /// @param batch its jobs come over and over; in a closed loop, each comes once at most
    /// @throws IllegalArgumentException when there are no jobs, no pools, or too many of either
    public LoadComparison(
            List<PoolSpec> specs,
            Batch batch,
            LoadPlan plan,
            PoolOpener opener,
            LoadListener listener) {
        this(specs, batch, plan, opener, listener, LoadClock.SYSTEM);
    }

    LoadComparison(
            List<PoolSpec> specs,
            Batch batch,
            LoadPlan plan,
            PoolOpener opener,
            LoadListener listener,
            LoadClock clock) {
        if (specs.isEmpty() || specs.size() > Comparison.MOST_POOLS) {
            throw new IllegalArgumentException(
                    "a load's pools must be from 1 to %d, were %d"
                            .formatted(Comparison.MOST_POOLS, specs.size()));
        }
        if (batch.size() == 0) {
            throw new IllegalArgumentException("a load needs at least one job to repeat, had none");
        }
        this.specs = List.copyOf(specs);
        this.batch = batch;
        this.plan = plan;
        this.opening = new PoolOpening(opener, ProcessProbe.NONE);
        this.listener = listener;
        this.clock = clock;
        this.schedule = plan.schedule();
    }

    /// Opens the pools, warms them up, puts the load on each, and closes them, whatever happens.
    ///
    /// @return what was measured of the pools that were opened; partial when it was stopped
    /// @throws IllegalArgumentException when a pool cannot run the jobs
    /// @throws IllegalStateException when a pool cannot be opened
    /// @throws CancellationException when it was stopped before the first pool was open
    public LoadResult run() {
        try {
            open();
            warmUp();
            measure();
        } catch (InterruptedException e) {
            stopped = true;
        } finally {
            entrants.forEach(entrant -> entrant.pool.close());
        }
        if (entrants.isEmpty()) {
            throw new CancellationException("stopped before the first pool was open");
        }
        return new LoadResult(
                batch, plan, entrants.stream().map(Entrant::loaded).toList(), stopped);
    }

    /// Ends everything at once: what runs is cancelled, what was measured is kept, and [#run]
    /// returns.
    public void stop() {
        stopped = true;
        opening.stop();
        Driver current = driver;
        if (current != null) {
            current.stop();
        }
        entrants.forEach(entrant -> entrant.pool.stop());
    }

    private void open() throws InterruptedException {
        Map<PoolSpec, Integer> seen = new HashMap<>();
        for (PoolSpec spec : specs) {
            int count = seen.merge(spec, 1, Integer::sum);
            String name = count == 1 ? spec.toString() : spec + " #" + count;
            listener.opening(name);
            Tap tap = new Tap();
            Entrant entrant = new Entrant(name, opening.open(spec, tap), tap);
            entrants.add(entrant);
            if (stopped) {
                entrant.pool.stop();
                throw new InterruptedException("stopped while pools were opened");
            }
        }
    }

    private void warmUp() throws InterruptedException {
        for (Entrant entrant : entrants) {
            if (plan.warmUp().isWanted()) {
                listener.warmingUp(entrant.name);
                entrant.warmUp.run(warmUpBatch(), plan.warmUp(), _ -> {});
                entrant.warmUp.way().ifPresent(way -> listener.wayMeasured(entrant.name, way));
                Optional<LoadPlan> second = plan.warmUpLoad();
                if (second.isPresent()) {
                    warmUp(entrant, second.get());
                }
            }
        }
    }

    private void warmUp(Entrant entrant, LoadPlan second) throws InterruptedException {
        LoadMeasurement _ =
                load(entrant, second, second.schedule(), Duration.ZERO, _ -> {}, () -> {});
    }

    private void measure() throws InterruptedException {
        List<Entrant> turns = new ArrayList<>(entrants);
        ListSampler.shuffle(RandomSource.XO_SHI_RO_256_PP.create(plan.seed()), turns);
        for (Entrant entrant : turns) {
            LoadMeasurement measured =
                    load(
                            entrant,
                            plan,
                            schedule,
                            plan.drainLimit(),
                            current -> listener.loading(entrant.name, current::inSystem),
                            () -> listener.draining(entrant.name));
            if (measured.counts().offered() > 0) {
                entrant.load = Optional.of(measured);
            }
            listener.loaded(entrant.name, measured);
        }
    }

    private LoadMeasurement load(
            Entrant entrant,
            LoadPlan load,
            ArrivalSchedule arrivals,
            Duration drainLimit,
            Consumer<Driver> onBegin,
            Runnable onLast)
            throws InterruptedException {
        boolean isClosed = load.arrivals() instanceof LoadArrivals.Closed;
        LoadRecorder recorder = new LoadRecorder(isClosed ? batch.size() : arrivals.size());
        Driver current = driver(load, arrivals, drainLimit, recorder);
        driver = current;
        if (stopped) {
            throw new InterruptedException("stopped between loads");
        }
        onBegin.accept(current);
        entrant.tap.flowTo(recorder);
        try {
            LoadDriver.Trace trace = current.drive(entrant.pool::start, onLast);
            if (trace.ending() == LoadDriver.Ending.STOPPED) {
                // Also by an interrupt, which is answered herewith.
                stopped = true;
                boolean _ = Thread.interrupted();
            }
            int atOnce =
                    load.arrivals() instanceof LoadArrivals.Planned planned ? planned.atOnce() : 1;
            return LoadFold.measurement(
                    current.arrivals(),
                    recorder,
                    trace,
                    new LoadFold.Aim(atOnce, isClosed, load.deadlines()));
        } finally {
            entrant.tap.flowTo(EventSink.NONE);
            driver = null;
        }
    }

    private Driver driver(
            LoadPlan load, ArrivalSchedule arrivals, Duration drainLimit, LoadRecorder recorder) {
        LoadJobs jobs = new LoadJobs(batch, load.priorities());
        return load.arrivals() instanceof LoadArrivals.Closed loop
                ? new ClosedDriver(
                        jobs, batch.size(), loop, load.duration(), drainLimit, recorder, clock)
                : new LoadDriver(
                        jobs,
                        arrivals,
                        load.duration(),
                        drainLimit,
                        LoadPlan.MOST_IN_SYSTEM,
                        recorder,
                        clock);
    }

    /// A load that is planned has a batch of all its jobs, of which some are enough here.
    private Batch warmUpBatch() {
        boolean all = plan.arrivals() instanceof LoadArrivals.AtRate;
        return all || batch.size() <= MOST_WARM_UP_JOBS
                ? batch
                : new Batch(
                        batch.recipe(),
                        batch.arguments().slice(0, MOST_WARM_UP_JOBS),
                        batch.options());
    }

    /// Leads a pool's events to whoever listens now.
    private static final class Tap implements EventSink {

        private volatile EventSink target = EventSink.NONE;

        private void flowTo(EventSink other) {
            target = other;
        }

        @Override
        public void accept(RunEvent event) {
            target.accept(event);
        }
    }

    /// A pool that takes part, and how far it is. Confined to the thread that runs the loads, but
    /// for its pool and its tap.
    private static final class Entrant {

        private final String name;
        private final MeasuredPool pool;
        private final PoolWarmUp warmUp;
        private final Tap tap;
        private Optional<LoadMeasurement> load = Optional.empty();

        private Entrant(String name, MeasuredPool pool, Tap tap) {
            this.name = name;
            this.pool = pool;
            this.warmUp = new PoolWarmUp(pool);
            this.tap = tap;
        }

        private LoadedPool loaded() {
            return new LoadedPool(
                    new PoolMeasurement(
                            name,
                            pool.spec(),
                            pool.slots(),
                            pool.startup(),
                            warmUp.outcome(),
                            List.of(),
                            Optional.empty(),
                            Optional.empty()),
                    load);
        }
    }
}
