package dev.manykitchens.cli.fault;

import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.load.LoadListener;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.measurement.PoolOpener;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StrikeCounts;
import dev.manykitchens.core.scenario.Strikes;
import dev.manykitchens.core.scenario.WorkerConditions;
import dev.manykitchens.report.text.FaultWords;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/// Has the faults of a scenario strike the worker JVMs of the pools that are opened through it, in
/// every measured round at the same times and places, counted from its first job. Pools inside this
/// JVM have none to strike, and what is not a process of this machine cannot be struck from here.
///
/// Confined to the thread that runs the comparison, except for the events of pools.
public final class RealFaults implements ComparisonListener, LoadListener {

    private final PoolOpener opener;
    private final WorkerConditions wanted;
    private final WorkerConditions conditions;
    private final long seed;
    private final Map<String, Struck> pools = new HashMap<>();
    private final Map<String, StrikeCounts> counts = new LinkedHashMap<>();
    private String opening = "";
    private String struckNow = "";
    private @Nullable RoundOfFaults now;

    /// A pool whose workers can be struck. Its events come on its own threads.
    private static final class Struck implements EventSink {

        private final int size;
        private final WorkerPlaces places;
        private volatile EventSink round = EventSink.NONE;

        Struck(int size) {
            this.size = size;
            this.places = new WorkerPlaces(size);
        }

        @Override
        public void accept(RunEvent event) {
            places.accept(event);
            round.accept(event);
        }
    }

    /// The faults of a scenario, if there is one.
    ///
    /// @param opener what opens the pools themselves
    public RealFaults(PoolOpener opener, Optional<Scenario> scenario) {
        this.opener = opener;
        this.wanted = scenario.map(Scenario::workers).orElse(WorkerConditions.FAIR);
        this.seed = scenario.map(Scenario::seed).orElse(0L);
        this.conditions = possible(wanted);
    }

    /// What is in a scenario and cannot be had for real on these pools, for people; empty when
    /// nothing is left out.
    public Optional<String> leftOut(List<PoolSpec> specs) {
        boolean processes = specs.stream().anyMatch(RealFaults::hasWorkers);
        boolean all = specs.stream().allMatch(RealFaults::hasWorkers);
        boolean struck = wanted.hasFaults() || !wanted.kinds().isEmpty();
        if (struck && !all) {
            return Optional.of(
                    processes
                            ? "Workers and faults of the scenario are those of processes:N; other pools run without."
                            : "Workers and faults of the scenario are those of processes:N, which is not among the pools.");
        }
        boolean cuts = wanted.faults().stream().anyMatch(Fault.Cut.class::isInstance);
        if (processes && (cuts || wanted.network().isPresent())) {
            return Optional.of(
                    "Worker JVMs of this machine have the loopback for a network: what the scenario says of the network%s is left out; kitchen simulate has it."
                            .formatted(cuts ? " and of cuts" : ""));
        }
        return Optional.empty();
    }

    /// The faults that cannot strike on these pools, for people: a sentence for each that has some.
    public List<String> never(List<PoolSpec> specs) {
        return FaultWords.never(conditions, specs);
    }

    /// Of each pool whose workers were struck in measured rounds: which faults did.
    public Map<String, StrikeCounts> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /// What is said of a job that failed: that its worker died is no fault of the job where it may
    /// have been killed.
    public String fair(String failure) {
        boolean kills = conditions.faults().stream().anyMatch(Fault.Kill.class::isInstance);
        return kills
                ? failure.replace(
                        Outcome.WorkerLost.WHAT_TO_DO,
                        "the scenario's faults kill workers; allow more attempts, or let fewer be killed")
                : failure;
    }

    private static boolean hasWorkers(PoolSpec spec) {
        return spec.kind() instanceof PoolSpec.Kind.Processes;
    }

    /// Of what workers are like and what happens to them, that which can be had for real.
    public static WorkerConditions possible(WorkerConditions all) {
        return new WorkerConditions(
                all.kinds(),
                Optional.empty(),
                all.faults().stream().filter(fault -> !(fault instanceof Fault.Cut)).toList(),
                all.startup());
    }

    /// Whether there are any.
    public boolean strike() {
        return conditions.hasFaults();
    }

    /// Opens a pool whose workers can be struck.
    public Pool open(PoolSpec spec, EventSink events) {
        if (!(spec.kind() instanceof PoolSpec.Kind.Processes(int size, _))
                || !conditions.hasFaults()) {
            return opener.open(spec, events);
        }
        Struck struck = new Struck(size);
        pools.put(opening, struck);
        return opener.open(spec, EventSink.tee(events, struck));
    }

    @Override
    public void opening(String pool) {
        opening = pool;
    }

    @Override
    public void warmingUp(String pool) {}

    @Override
    public void wayMeasured(String pool, Duration way) {}

    @Override
    public void measuring(String pool) {
        begin(pool, true);
    }

    @Override
    public void measured(String pool, int number, MeasuredRound round) {
        end();
    }

    @Override
    public void loading(String pool, IntSupplier inSystem) {
        begin(pool, false);
    }

    @Override
    public void loaded(String pool, LoadMeasurement measurement) {
        end();
    }

    /// @param ofBatch whether they are those of the batch that comes next
    private void begin(String pool, boolean ofBatch) {
        end();
        Struck struck = pools.get(pool);
        if (struck != null) {
            Strikes strikes =
                    new Strikes(conditions, struck.size, RandomStreams.seeded(seed).replication(0));
            struckNow = pool;
            List<Fault> faults = conditions.faults();
            FaultClock clock = FaultClock.ofThisMachine();
            RoundOfFaults round =
                    ofBatch
                            ? RoundOfFaults.ofNextBatch(faults, strikes, struck.places, clock)
                            : RoundOfFaults.fromNow(faults, strikes, struck.places, clock);
            now = round;
            struck.round = round;
        }
    }

    /// No fault strikes any more, and whoever stands still goes on.
    public void end() {
        RoundOfFaults ended = now;
        now = null;
        if (ended != null) {
            Struck struck = pools.get(struckNow);
            if (struck != null) {
                struck.round = EventSink.NONE;
            }
            ended.close();
            counts.merge(struckNow, ended.counts(), StrikeCounts::plus);
        }
    }
}
