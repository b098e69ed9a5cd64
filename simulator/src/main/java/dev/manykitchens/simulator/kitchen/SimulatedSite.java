package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.StrikeCounts;
import dev.manykitchens.core.scenario.Strikes;
import dev.manykitchens.simulator.SimulatedProcess;
import dev.manykitchens.simulator.Simulation;
import dev.manykitchens.simulator.StoppedException;
import dev.manykitchens.simulator.Workplace;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/// A pool and the machine under it in virtual time, for one run: everything that lives on one
/// virtual clock.
final class SimulatedSite {

    private static final String HOST = "simulated";
    private static final long STEPS_BETWEEN_GLANCES = 1 << 16;

    private final PoolSpec spec;
    private final SimulationOptions options;
    private final Simulation simulation = new Simulation();
    private final SimulatedCores cores;
    private final List<SimulatedCores> machines = new ArrayList<>();
    private final List<SimulatedKitchen> kitchens = new ArrayList<>();
    private final Map<String, ResourceSpec> resources;

    /// Those that all worker JVMs share, by name.
    private final Map<String, SharedPermits> shared = new TreeMap<>();

    private final SiteConditions conditions;

    /// Null where none can strike.
    private @Nullable FaultDriver faults;

    private final SimulatedEngine engine;

    /// The cores of each place's machine, where every worker JVM has one of its own.
    private final Map<Integer, SimulatedCores> machineOf = new HashMap<>();

    SimulatedSite(
            PoolSpec spec,
            SimulationOptions options,
            Map<String, ResourceSpec> resources,
            SiteConditions conditions) {
        this.spec = spec;
        this.options = options;
        this.resources = new TreeMap<>(resources);
        this.conditions = conditions;
        cores = machine(options.cores());
        engine = makeEngine();
    }

    /// Refuses pools that have no model.
    ///
    /// @throws IllegalArgumentException for `cluster`, whose size its spec does not say, and those
    ///   of Python
    static void requireSimulable(PoolSpec spec) {
        if (spec.kind() instanceof PoolSpec.Kind.Cluster) {
            throw new IllegalArgumentException(
                    "a simulated pool must say its size, was "
                            + spec
                            + "; name one such as processes:4");
        }
        if (spec.kind().isPython()) {
            throw new IllegalArgumentException(
                    "a simulated pool must be one of Java, was "
                            + spec
                            + "; what a GIL does is simulated on threads:4+gil");
        }
    }

    Simulation simulation() {
        return simulation;
    }

    /// How long cores were busy until now, of all machines together.
    double busyCoreNanos() {
        return machines.stream().mapToDouble(SimulatedCores::busyNanos).sum();
    }

    SimulatedEngine engine() {
        return engine;
    }

    /// Makes the pool ready for jobs, and tells so.
    void open() {
        engine.open();
        options.events()
                .accept(
                        new RunEvent.PoolReady(
                                0, spec.toString(), spec.kind().slots().orElse(0), 0));
    }

    void close() {
        options.events().accept(new RunEvent.PoolClosed(simulation.now()));
    }

    /// Runs until nothing happens any more, or nothing that matters.
    ///
    /// @param unfinished how many jobs are there or will come; 0 is the end
    /// @param glance is called now and then
    /// @throws StoppedException when the options say so
    /// @throws IllegalStateException when it needs too many events or too much virtual time
    void run(IntSupplier unfinished, Runnable glance) {
        int unfinishedBefore = 0;
        try {
            while (unfinished.getAsInt() > 0 && simulation.step()) {
                if (simulation.steps() > options.mostEvents()) {
                    throw tooMany();
                }
                if (simulation.steps() % STEPS_BETWEEN_GLANCES == 0) {
                    glance.run();
                    if (options.stop().getAsBoolean()) {
                        throw new StoppedException();
                    }
                    int now = unfinished.getAsInt();
                    if (now == unfinishedBefore && Standstill.hasCircle(permits())) {
                        return;
                    }
                    unfinishedBefore = now;
                }
            }
        } catch (ArithmeticException _) {
            // Something was to be done too late, or at a time that no long can tell. Faults and
            // signs
            // of life go on for ever while jobs wait for each other.
            if (Standstill.hasCircle(permits())) {
                return;
            }
            throw tooLong();
        }
    }

    private IllegalStateException tooLong() {
        return new IllegalStateException(
                "a simulated run must end within %d years of virtual time, this one had jobs to do after that (%s); simulate fewer jobs, or jobs that come closer together and take less time"
                        .formatted(
                                Duration.ofNanos(Simulation.LONGEST_NANOS).toDays() / 365, spec));
    }

    private IllegalStateException tooMany() {
        return new IllegalStateException(
                "a simulated run must end within %d events, was at %s of virtual time (%s); simulate fewer jobs or allow more"
                        .formatted(options.mostEvents(), Duration.ofNanos(simulation.now()), spec));
    }

    /// How each resource was used until now.
    Map<String, ResourceUsage> usage() {
        Map<String, ResourceUsage> usage = new TreeMap<>();
        permits()
                .forEach(permits ->
                        usage.merge(permits.toString(), permits.usage(), ResourceUsage::plus));
        // Who took the place of a dead one has its permits, not more.
        usage.replaceAll((name, all) -> all.of(permitsOf(name)));
        return usage;
    }

    private int permitsOf(String name) {
        ResourceSpec its = resources.get(name);
        if (its == null) {
            throw new IllegalStateException(
                    "a resource that is used must be here, is not: " + name);
        }
        return its.scope() == ResourceSpec.Scope.KITCHEN
                        && spec.kind() instanceof PoolSpec.Kind.Processes processes
                ? its.permits() * processes.size()
                : its.permits();
    }

    private List<NamedPermits> permits() {
        return kitchens.stream()
                .flatMap(kitchen -> kitchen.resources().values().stream())
                .map(SimulatedResource::permits)
                .distinct()
                .toList();
    }

    /// How many times a job was run again until now, because its worker was lost.
    int retried() {
        return engine.retried();
    }

    /// How many workers were lost until now.
    int workersLost() {
        return engine.workersLost();
    }

    /// Which faults struck until now.
    StrikeCounts strikes() {
        FaultDriver driver = faults;
        return driver == null ? StrikeCounts.NONE : driver.counts();
    }

    /// The most of what was had at the same instant until now.
    SimulatedRun.Peaks peaks() {
        int stoves = kitchens.stream().mapToInt(k -> k.stove().mostHeld()).max().orElse(0);
        int computing = machines.stream().mapToInt(SimulatedCores::mostRunning).max().orElse(0);
        return new SimulatedRun.Peaks(computing, stoves);
    }

    /// Why nothing happens any more although jobs have not ended, for people.
    String standstill() {
        return Standstill.of(permits());
    }

    private SimulatedEngine makeEngine() {
        return switch (spec.kind()) {
            case PoolSpec.Kind.Sequential() ->
                    new ThreadSlots(here(), 1, ThreadSlots.Turns.OLDEST_FIRST);
            case PoolSpec.Kind.Threads(int size) ->
                    new ThreadSlots(here(), size, ThreadSlots.Turns.IN_WINDOWS);
            case PoolSpec.Kind.ForkJoin(int size) ->
                    new ThreadSlots(here(), size, ThreadSlots.Turns.OLDEST_FIRST);
            case PoolSpec.Kind.Virtual(OptionalInt limit) ->
                    new VirtualThreads(here(), limit.orElse(PoolSpec.MOST_VIRTUAL));
            case PoolSpec.Kind.Async() -> new LoopAttempts(here(), 0, PoolSpec.MOST_VIRTUAL);
            case PoolSpec.Kind.Hybrid(int size) ->
                    new LoopAttempts(here(), size, PoolSpec.MOST_VIRTUAL);
            case PoolSpec.Kind.Processes kind -> workers(kind);
            case PoolSpec.Kind.Cluster _,
                    PoolSpec.Kind.PythonThreads _,
                    PoolSpec.Kind.PythonProcesses _,
                    PoolSpec.Kind.PythonAsyncio() ->
                    throw new IllegalStateException("has no model: " + spec);
        };
    }

    private SimulatedEngine workers(PoolSpec.Kind.Processes kind) {
        Map<String, ResourceSpec> dispatched = new TreeMap<>(resources);
        dispatched.values().removeIf(its -> its.scope() == ResourceSpec.Scope.KITCHEN);
        dispatched.forEach((name, its) ->
                shared.put(
                        name,
                        new SharedPermits(simulation, name, its.permits(), options.events())));
        KitchenCrew crew =
                KitchenCrew.of(kind, conditions.workers(), options.way(), conditions.endedByJobs());
        DispatchedKitchens kitchens =
                new DispatchedKitchens(
                        simulation,
                        crew,
                        dispatched,
                        conditions.streams(),
                        (name, place, process, desk) ->
                                worker(crew, new Worker(name, place, process, desk)),
                        options.events());
        FaultDriver driver =
                new FaultDriver(
                        simulation,
                        crew.conditions().faults(),
                        new Strikes(crew.conditions(), crew.size(), conditions.streams()),
                        kitchens.places());
        driver.begin();
        faults = driver;
        return kitchens;
    }

    private record Worker(
            String name, int place, SimulatedProcess process, Workplace.PermitDesk desk) {}

    private SimulatedKitchen worker(KitchenCrew crew, Worker worker) {
        Map<String, SimulatedResource> usable = new LinkedHashMap<>();
        shared.forEach((name, permits) ->
                usable.put(name, permits.askedAt(worker.desk(), worker.process())));
        return kitchen(
                worker.process(),
                crew.isMortal(),
                crew.conditions().speedAt(worker.place()),
                coresAt(worker.place()),
                usable,
                worker.name());
    }

    private SimulatedCores coresAt(int place) {
        OptionalInt own = options.ownCores();
        return own.isPresent()
                ? machineOf.computeIfAbsent(place, _ -> machine(own.getAsInt()))
                : cores;
    }

    /// The kitchen of a pool inside one JVM.
    private SimulatedKitchen here() {
        return kitchen(
                new SimulatedProcess(simulation, 1),
                false,
                1,
                cores,
                new LinkedHashMap<>(),
                "local");
    }

    /// @param usable the resources that it shares, to which its own are added
    private SimulatedKitchen kitchen(
            SimulatedProcess process,
            boolean mortal,
            double speed,
            SimulatedCores its,
            Map<String, SimulatedResource> usable,
            String name) {
        resources.forEach((resource, itsSpec) ->
                usable.computeIfAbsent(
                        resource,
                        _ ->
                                new OwnPermits(
                                        simulation,
                                        resource,
                                        itsSpec.permits(),
                                        options.events())));
        SimulatedKitchen kitchen =
                new SimulatedKitchen(
                        simulation,
                        process,
                        mortal,
                        speed,
                        options,
                        its,
                        spec.stoves(),
                        usable,
                        new Origin(name, HOST, process.pid(), 1));
        kitchens.add(kitchen);
        return kitchen;
    }

    private SimulatedCores machine(int many) {
        SimulatedCores machine = new SimulatedCores(simulation, many);
        machines.add(machine);
        return machine;
    }
}
