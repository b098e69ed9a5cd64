package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.simulator.Simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// A pool in virtual time: runs the steps of batches as the pool of the same spec would on a
/// machine of so many cores, were everything but waiting and computing free.
///
/// ```java
/// SimulatedPool pool = new SimulatedPool(PoolSpec.parse("threads:4+gil"), SimulationOptions.onCores(4));
/// Duration elapsed = pool.run(batch).elapsed();
/// ```
///
/// What it does not know: the cost of threads, of switching between them and of starting worker
/// JVMs; the network, chunks and prefetch of `processes`; faults. Every run begins at virtual time
/// 0 and is the same whenever it is repeated. Immutable; a run is confined to the calling thread.
public final class SimulatedPool {

    /// The most jobs of one run, all batches together.
    public static final int MOST_JOBS = 10_000_000;

    private static final String HOST = "simulated";

    private final PoolSpec spec;
    private final SimulationOptions options;

    /// A pool of this kind and size.
    ///
    /// @throws IllegalArgumentException for `cluster`, whose size its spec does not say
    public SimulatedPool(PoolSpec spec, SimulationOptions options) {
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
        this.spec = spec;
        this.options = options;
    }

    /// What is simulated.
    public PoolSpec spec() {
        return spec;
    }

    /// Runs one batch to its end.
    ///
    /// @throws IllegalArgumentException when it cannot be simulated
    /// @throws IllegalStateException when its jobs wait for each other for ever, or it needs too
    ///   many events
    public SimulatedRun run(Batch batch) {
        return run(List.of(batch));
    }

    /// Runs batches that are submitted together, in this order.
    ///
    /// @throws IllegalArgumentException when they cannot be simulated
    /// @throws IllegalStateException when jobs wait for each other for ever, or it needs too many
    ///   events
    public SimulatedRun run(List<Batch> batches) {
        batches.forEach(this::requireFeasible);
        long jobs = batches.stream().mapToLong(Batch::size).sum();
        if (jobs > MOST_JOBS) {
            throw new IllegalArgumentException(
                    "a simulated run must have at most " + MOST_JOBS + " jobs, had " + jobs);
        }
        return new Run(batches).toItsEnd();
    }

    private void requireFeasible(Batch batch) {
        if (batch.options().timeout().isPresent()) {
            throw new IllegalArgumentException(
                    "a batch must have no timeout to be simulated, had "
                            + batch.options().timeout().get()
                            + " ("
                            + batch.recipe().name()
                            + ")");
        }
        if (options.makesResults() && batch.recipe().hazard() != Recipe.Hazard.NONE) {
            throw new IllegalArgumentException(
                    batch.recipe().name()
                            + " ends the JVM that makes its result; simulate it without making results");
        }
    }

    /// One run: everything that lives on one virtual clock.
    private final class Run {

        private final Simulation simulation = new Simulation();
        private final SimulatedCores cores = new SimulatedCores(simulation, options.cores());
        private final List<SimulatedBatch> batches = new ArrayList<>();
        private final List<SimulatedKitchen> kitchens = new ArrayList<>();
        private final Map<String, ResourceSpec> resources = new TreeMap<>();
        private final Map<String, SimulatedResource> shared = new LinkedHashMap<>();

        Run(List<Batch> given) {
            for (Batch batch : given) {
                batches.add(new SimulatedBatch(batches.size() + 1L, batch, options.events()));
            }
            given.forEach(batch -> batch.recipe().resources().forEach(this::addResource));
            resources.putAll(options.resources());
            resources.forEach((name, resource) -> {
                if (resource.scope() == ResourceSpec.Scope.SHARED) {
                    shared.put(name, resource(name, resource));
                }
            });
        }

        private void addResource(String name, ResourceSpec resource) {
            ResourceSpec other = resources.putIfAbsent(name, resource);
            if (other != null
                    && !other.equals(resource)
                    && !options.resources().containsKey(name)) {
                throw new IllegalArgumentException(
                        "recipes of a run must agree on the resource "
                                + name
                                + ", one wants "
                                + resource
                                + " and another "
                                + other
                                + "; give it with the options");
            }
        }

        SimulatedRun toItsEnd() {
            EventSink events = options.events();
            SimulatedEngine engine = engine();
            events.accept(
                    new RunEvent.PoolReady(0, spec.toString(), spec.kind().slots().orElse(0), 0));
            batches.forEach(batch -> batch.submit(0));
            engine.start(batches);
            simulate();
            batches.forEach(this::requireComplete);
            SimulatedRun result = result();
            events.accept(new RunEvent.PoolClosed(simulation.now()));
            return result;
        }

        private void simulate() {
            try {
                while (simulation.step()) {
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

        private void requireComplete(SimulatedBatch batch) {
            if (!batch.isComplete()) {
                throw new IllegalStateException(
                        "jobs of %s wait for each other for ever on %s; let their uses of resources nest in the same order everywhere"
                                .formatted(batch.batch().recipe().name(), spec));
            }
        }

        private SimulatedEngine engine() {
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
                        join("w" + number, number, threads);
                    }
                    yield new KitchenSlots(simulation, kitchens, threads);
                }
                case PoolSpec.Kind.Cluster _,
                        PoolSpec.Kind.PythonThreads _,
                        PoolSpec.Kind.PythonProcesses _,
                        PoolSpec.Kind.PythonAsyncio() ->
                        throw new IllegalStateException("refused by the constructor");
            };
        }

        /// The kitchen of a pool inside one JVM.
        private SimulatedKitchen here() {
            return open("local", 1);
        }

        private void join(String name, long pid, int threads) {
            SimulatedKitchen _ = open(name, pid);
            EventSink events = options.events();
            events.accept(new RunEvent.WorkerJoined(0, name, HOST, pid, threads));
            events.accept(new RunEvent.WorkerChanged(0, name, WorkerState.ACTIVE, ""));
        }

        private SimulatedKitchen open(String name, long pid) {
            Map<String, SimulatedResource> usable = new LinkedHashMap<>(shared);
            resources.forEach((resource, itsSpec) ->
                    usable.computeIfAbsent(resource, _ -> resource(resource, itsSpec)));
            StoveSpec stoves = spec.stoves();
            SimulatedKitchen kitchen =
                    new SimulatedKitchen(
                            simulation,
                            options,
                            cores,
                            stoves,
                            usable,
                            new Origin(name, HOST, pid, 1));
            kitchens.add(kitchen);
            return kitchen;
        }

        private SimulatedResource resource(String name, ResourceSpec resource) {
            return new SimulatedResource(simulation, name, resource.permits(), options.events());
        }

        private SimulatedRun result() {
            List<SimulatedRun.Jobs> jobs = batches.stream().map(SimulatedBatch::result).toList();
            long elapsed = batches.stream().mapToLong(SimulatedBatch::lastEnd).max().orElse(0);
            int stoves = kitchens.stream().mapToInt(k -> k.stove().mostHeld()).max().orElse(0);
            return new SimulatedRun(
                    elapsed,
                    jobs,
                    usage(),
                    cores.busyNanos(),
                    new SimulatedRun.Peaks(cores.mostRunning(), stoves),
                    simulation.steps());
        }

        private Map<String, ResourceUsage> usage() {
            Map<String, ResourceUsage> usage = new TreeMap<>();
            for (String name : resources.keySet()) {
                Optional.ofNullable(shared.get(name))
                        .map(List::of)
                        .orElseGet(() ->
                                kitchens.stream().map(kitchen -> kitchen.resource(name)).toList())
                        .forEach(resource ->
                                usage.merge(name, resource.usage(), ResourceUsage::plus));
            }
            return usage;
        }
    }
}
