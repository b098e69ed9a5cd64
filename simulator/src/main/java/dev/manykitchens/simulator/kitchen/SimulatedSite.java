package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.simulator.Simulation;
import dev.manykitchens.simulator.StoppedException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

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
    private final Map<String, SimulatedResource> shared = new LinkedHashMap<>();
    private final SimulatedEngine engine;

    SimulatedSite(PoolSpec spec, SimulationOptions options, Map<String, ResourceSpec> resources) {
        this.spec = spec;
        this.options = options;
        this.resources = new TreeMap<>(resources);
        cores = machine();
        this.resources.forEach((name, resource) -> {
            if (resource.scope() == ResourceSpec.Scope.SHARED) {
                shared.put(name, resource(name, resource));
            }
        });
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

    /// Tells who is there.
    void open() {
        EventSink events = options.events();
        if (spec.leavesThisJvm()) {
            int threads = spec.kind().slots().orElse(0) / kitchens.size();
            for (SimulatedKitchen kitchen : kitchens) {
                Origin origin = kitchen.origin();
                events.accept(
                        new RunEvent.WorkerJoined(0, origin.worker(), HOST, origin.pid(), threads));
                events.accept(
                        new RunEvent.WorkerChanged(0, origin.worker(), WorkerState.ACTIVE, ""));
            }
        }
        events.accept(new RunEvent.PoolReady(0, spec.toString(), spec.kind().slots().orElse(0), 0));
    }

    void close() {
        options.events().accept(new RunEvent.PoolClosed(simulation.now()));
    }

    /// Runs until nothing happens any more.
    ///
    /// @throws StoppedException when the options say so
    /// @throws IllegalStateException when it needs too many events or too much virtual time
    void run() {
        try {
            while (simulation.step()) {
                if (simulation.steps() % STEPS_BETWEEN_GLANCES == 0
                        && options.stop().getAsBoolean()) {
                    throw new StoppedException();
                }
                if (simulation.steps() > options.mostEvents()) {
                    throw new IllegalStateException(
                            "a simulated run must end within %d events, was at %s of virtual time (%s); simulate fewer jobs or allow more"
                                    .formatted(
                                            options.mostEvents(),
                                            Duration.ofNanos(simulation.now()),
                                            spec));
                }
            }
        } catch (ArithmeticException e) {
            throw new IllegalStateException(
                    "a simulated run must end within 292 years of virtual time, was at %s (%s)"
                            .formatted(Duration.ofNanos(simulation.now()), spec),
                    e);
        }
    }

    /// How each resource was used until now.
    Map<String, ResourceUsage> usage() {
        Map<String, ResourceUsage> usage = new TreeMap<>();
        for (String name : resources.keySet()) {
            Optional.ofNullable(shared.get(name))
                    .map(List::of)
                    .orElseGet(
                            () -> kitchens.stream().map(kitchen -> kitchen.resource(name)).toList())
                    .forEach(resource -> usage.merge(name, resource.usage(), ResourceUsage::plus));
        }
        return usage;
    }

    /// The most of what was had at the same instant until now.
    SimulatedRun.Peaks peaks() {
        int stoves = kitchens.stream().mapToInt(k -> k.stove().mostHeld()).max().orElse(0);
        int computing = machines.stream().mapToInt(SimulatedCores::mostRunning).max().orElse(0);
        return new SimulatedRun.Peaks(computing, stoves);
    }

    /// Why nothing happens any more although jobs have not ended, for people.
    String standstill() {
        return Standstill.of(
                kitchens.stream()
                        .flatMap(kitchen -> kitchen.resources().values().stream())
                        .distinct()
                        .toList());
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
            case PoolSpec.Kind.Processes(int size, int threads) -> {
                for (int number = 1; number <= size; number++) {
                    SimulatedKitchen _ = kitchen("w" + number, number);
                }
                yield new DispatchedKitchens(simulation, kitchens, threads, options.events());
            }
            case PoolSpec.Kind.Cluster _,
                    PoolSpec.Kind.PythonThreads _,
                    PoolSpec.Kind.PythonProcesses _,
                    PoolSpec.Kind.PythonAsyncio() ->
                    throw new IllegalStateException("has no model: " + spec);
        };
    }

    /// The kitchen of a pool inside one JVM.
    private SimulatedKitchen here() {
        return kitchen("local", 1);
    }

    private SimulatedKitchen kitchen(String name, long pid) {
        Map<String, SimulatedResource> usable = new LinkedHashMap<>(shared);
        resources.forEach((resource, itsSpec) ->
                usable.computeIfAbsent(resource, _ -> resource(resource, itsSpec)));
        SimulatedKitchen kitchen =
                new SimulatedKitchen(
                        simulation,
                        options,
                        options.coresInEach() && spec.leavesThisJvm() ? machine() : cores,
                        spec.stoves(),
                        usable,
                        new Origin(name, HOST, pid, 1));
        kitchens.add(kitchen);
        return kitchen;
    }

    private SimulatedCores machine() {
        SimulatedCores machine = new SimulatedCores(simulation, options.cores());
        machines.add(machine);
        return machine;
    }

    private SimulatedResource resource(String name, ResourceSpec resource) {
        return new SimulatedResource(simulation, name, resource.permits(), options.events());
    }
}
