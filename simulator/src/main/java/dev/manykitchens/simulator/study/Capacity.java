package dev.manykitchens.simulator.study;

import dev.manykitchens.core.load.KeepingUp;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// How much of what a pool has the jobs of a scenario need, before anything is run. What is needed
/// to a part of 1 or more cannot keep up, whatever else there is.
///
/// A lower bound: a job that waits for a resource keeps its thread too, and faults take workers
/// away, which is not counted here.
///
/// @param needs what there is, the scarcest first
/// @param rate how many jobs come a second in the long run; of a trace, how many came a second on
///   average; empty for jobs that come all at once, for a closed loop and for a trace of fewer than
///   [KeepingUp#FEWEST_JOBS] jobs
public record Capacity(List<Need> needs, OptionalDouble rate) {

    /// Something that a pool has a limited number of.
    ///
    /// @param what it is called
    /// @param have how many there are
    /// @param each how long a job needs one, on average, in seconds
    public record Need(String what, double have, double each) {

        /// The most jobs a second that it can do.
        public double mostPerSecond() {
            return each == 0 ? Double.POSITIVE_INFINITY : have / each;
        }
    }

    public Capacity {
        needs = List.copyOf(needs);
    }

    /// Of a scenario on a pool.
    ///
    /// @param load what a job needs
    /// @param cores of the machine
    public static Capacity of(Scenario scenario, PoolSpec spec, OfferedLoad load, int cores) {
        List<Need> needs = new ArrayList<>();
        int kitchens = kitchens(spec);
        SpeedMix mix = SpeedMix.of(scenario.workers(), spec, load);
        double computing = mix.computing(load.computing());
        needs.add(new Need(cores == 1 ? "core" : "cores", cores, computing));
        spec.stoves()
                .count()
                .ifPresent(stoves ->
                        needs.add(
                                new Need(
                                        "stoves",
                                        (double) stoves * kitchens,
                                        mix.computing(load.stove()))));
        switch (spec.kind()) {
            case PoolSpec.Kind.Async() -> needs.add(new Need("event loop", 1, computing));
            case PoolSpec.Kind.Hybrid(int size) ->
                    needs.add(new Need("computing threads", size, computing));
            case PoolSpec.Kind.Sequential _,
                    PoolSpec.Kind.Threads _,
                    PoolSpec.Kind.ForkJoin _,
                    PoolSpec.Kind.Virtual _,
                    PoolSpec.Kind.Processes _,
                    PoolSpec.Kind.Cluster _,
                    PoolSpec.Kind.PythonThreads _,
                    PoolSpec.Kind.PythonProcesses _,
                    PoolSpec.Kind.PythonAsyncio _ ->
                    spec.kind()
                            .slots()
                            .ifPresent(
                                    slots -> needs.add(new Need("threads", slots, mix.service())));
        }
        for (Map.Entry<String, Double> held : load.held().entrySet()) {
            ResourceSpec resource = scenario.resources().get(held.getKey());
            if (resource != null) {
                int permits = resource.permits();
                boolean each = resource.scope() == ResourceSpec.Scope.KITCHEN;
                needs.add(
                        new Need(
                                held.getKey(),
                                each ? (double) permits * kitchens : permits,
                                held.getValue()));
            }
        }
        if (spec.kind() instanceof PoolSpec.Kind.Processes) {
            lines(scenario).ifPresent(each -> needs.add(new Need("lines", kitchens, each)));
        }
        needs.sort(Comparator.comparingDouble(Need::mostPerSecond));
        return new Capacity(needs, rate(scenario));
    }

    /// How long a job takes the line of its worker, in the direction that it takes for longer, on
    /// average; empty where lines carry any amount at once, or nothing.
    private static Optional<Double> lines(Scenario scenario) {
        double weights = scenario.classes().stream().mapToDouble(JobClass::weight).sum();
        double there = 0;
        double back = 0;
        for (JobClass its : scenario.classes()) {
            there += its.weight() / weights * its.bytes().arguments();
            back += its.weight() / weights * its.bytes().result();
        }
        double bytes = Math.max(there, back);
        return scenario.workers()
                .network()
                .filter(network -> network.bytesPerSecond().isPresent() && bytes > 0)
                .map(network -> bytes / network.bytesPerSecond().getAsDouble());
    }

    /// The scarcest.
    public Need bottleneck() {
        return needs.getFirst();
    }

    /// How many jobs come a second, on average, in a trace of so few jobs that it may be a single
    /// rush and says nothing of how it would go on: no pool is told by it that it cannot keep up.
    /// Empty for all other arrivals.
    public static OptionalDouble rushRate(Scenario scenario) {
        if (!(scenario.arrivals() instanceof Arrivals.Trace(long[] nanos, String _))) {
            return OptionalDouble.empty();
        }
        int jobs = jobs(scenario, nanos);
        return jobs < KeepingUp.FEWEST_JOBS ? meanRate(nanos, jobs) : OptionalDouble.empty();
    }

    /// The part of something's time that jobs need in the long run; NaN where jobs have no rate.
    public double utilisation(Need need) {
        return rate.isPresent() ? rate.getAsDouble() / need.mostPerSecond() : Double.NaN;
    }

    /// Whether jobs come at least as fast as the scarcest can do them.
    public boolean isOverloaded() {
        return rate.isPresent() && utilisation(bottleneck()) >= 1;
    }

    private static int kitchens(PoolSpec spec) {
        return spec.kind() instanceof PoolSpec.Kind.Processes processes ? processes.size() : 1;
    }

    private static OptionalDouble rate(Scenario scenario) {
        return switch (scenario.arrivals()) {
            case Arrivals.AllAtOnce _, Arrivals.Closed _ -> OptionalDouble.empty();
            case Arrivals.Every every -> OptionalDouble.of(1e9 / every.gap().toNanos());
            case Arrivals.Poisson poisson -> OptionalDouble.of(poisson.rate().perSecond());
            case Arrivals.Bursts bursts ->
                    OptionalDouble.of(bursts.size() * 1e9 / bursts.gap().toNanos());
            case Arrivals.Trace(long[] nanos, String _) -> recorded(nanos, jobs(scenario, nanos));
        };
    }

    private static int jobs(Scenario scenario, long[] nanos) {
        return Math.min(scenario.jobs().orElse(nanos.length), nanos.length);
    }

    /// The mean rate of what was recorded, which stands for how it would go on. A few jobs, or all
    /// of them at once, are a rush and have none.
    private static OptionalDouble recorded(long[] nanos, int jobs) {
        return jobs < KeepingUp.FEWEST_JOBS ? OptionalDouble.empty() : meanRate(nanos, jobs);
    }

    private static OptionalDouble meanRate(long[] nanos, int jobs) {
        return nanos[jobs - 1] == nanos[0]
                ? OptionalDouble.empty()
                : OptionalDouble.of((jobs - 1) * 1e9 / (nanos[jobs - 1] - nanos[0]));
    }
}
