package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.resource.ResourceSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
/// JVMs; the network; faults, which a [SimulatedScenario] has. Every run begins at virtual time 0
/// and is the same whenever it is repeated. Immutable; a run is confined to the calling thread.
public final class SimulatedPool {

    /// The most jobs of one run, all batches together.
    public static final int MOST_JOBS = 10_000_000;

    private final PoolSpec spec;
    private final SimulationOptions options;

    /// A pool of this kind and size.
    ///
    /// @throws IllegalArgumentException for `cluster`, whose size its spec does not say
    public SimulatedPool(PoolSpec spec, SimulationOptions options) {
        SimulatedSite.requireSimulable(spec);
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
        return run(batches, resources(batches));
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

    /// Runs batches on a site of their own.
    private SimulatedRun run(List<Batch> given, Map<String, ResourceSpec> resources) {
        SimulatedSite site = new SimulatedSite(spec, options, resources, SiteConditions.fair());
        EventSink events = options.events();
        List<SimulatedBatch> batches = new ArrayList<>();
        for (Batch batch : given) {
            batches.add(new SimulatedBatch(batches.size() + 1L, batch, events));
        }
        site.open();
        batches.forEach(batch -> batch.submit(0));
        site.engine().start(batches);
        site.run(() -> unfinished(batches), () -> {});
        batches.forEach(batch -> requireComplete(batch, site));
        SimulatedRun result =
                new SimulatedRun(
                        batches.stream().mapToLong(SimulatedBatch::lastEnd).max().orElse(0),
                        batches.stream().map(SimulatedBatch::result).toList(),
                        site.usage(),
                        site.busyCoreNanos(),
                        site.peaks(),
                        site.simulation().steps());
        site.close();
        return result;
    }

    private static int unfinished(List<SimulatedBatch> batches) {
        int unfinished = 0;
        for (int i = 0; i < batches.size(); i++) {
            unfinished += batches.get(i).unfinished();
        }
        return unfinished;
    }

    private void requireComplete(SimulatedBatch batch, SimulatedSite site) {
        if (!batch.isComplete()) {
            throw new IllegalStateException(
                    "jobs of %s wait for each other for ever on %s: %s; let their uses of resources nest in the same order everywhere"
                            .formatted(batch.batch().recipe().name(), spec, site.standstill()));
        }
    }

    private Map<String, ResourceSpec> resources(List<Batch> batches) {
        Map<String, ResourceSpec> resources = new TreeMap<>();
        for (Batch batch : batches) {
            batch.recipe()
                    .resources()
                    .forEach((name, resource) -> addResource(resources, name, resource));
        }
        resources.putAll(options.resources());
        return resources;
    }

    private void addResource(
            Map<String, ResourceSpec> resources, String name, ResourceSpec resource) {
        ResourceSpec other = resources.putIfAbsent(name, resource);
        if (other != null && !other.equals(resource) && !options.resources().containsKey(name)) {
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
}
