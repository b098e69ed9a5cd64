package dev.manykitchens.benchmarks.real;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A scenario as it is tried here: on which pools, and how much faster than it was written.
///
/// @param scenario with its times multiplied
/// @param timeScale what they were multiplied by, at most 1
/// @param pools what it runs on; worker JVMs are among them
record Trial(Scenario scenario, double timeScale, List<PoolSpec> pools) {

    /// What a step computes stays at least so long, where it was: the time of less is made of
    /// switches of threads and of the clock's steps.
    static final Duration LEAST_COMPUTED = Duration.ofMillis(1);

    /// The means of fewer jobs that come at random say little.
    private static final int FEWEST_JOBS = 100;

    /// What wakes threads and carries jobs takes its own time, which counts for more when all else
    /// is shorter.
    private static final double LEAST_SCALE = 0.25;

    /// Scales are multiples of this part of 1.
    private static final int STEPS = 20;

    /// For scenarios that name no worker JVMs.
    private static final PoolSpec WORKERS = PoolSpec.parse("processes:2x2");

    Trial {
        pools = List.copyOf(pools);
    }

    /// Scales a scenario so that its longest run takes about `effort.length()`, unless it takes
    /// less, or computing would become too short. Where scaling is not enough, fewer jobs come.
    static Trial of(Scenario written, Effort effort) {
        List<PoolSpec> pools = pools(written.pools(), effort.pools());
        double wanted = effort.length().toNanos() / 1e9;
        double scale = scale(written, wanted / longest(written, pools));
        Scenario scaled = written.scaledBy(scale);
        return new Trial(shortened(scaled, wanted), scale, pools);
    }

    /// How the scenario is called in the table.
    String name() {
        return scenario.name();
    }

    private static double longest(Scenario scenario, List<PoolSpec> pools) {
        SimulatedRuns runs = new SimulatedRuns(scenario);
        return pools.stream()
                .mapToDouble(pool -> runs.run(pool).elapsedSeconds())
                .max()
                .orElseThrow();
    }

    private static double scale(Scenario scenario, double wanted) {
        double shortest =
                scenario.classes().stream()
                        .flatMap(jobClass -> computed(jobClass.steps()))
                        .mapToDouble(DurationDistribution::meanSeconds)
                        .min()
                        .orElse(Double.POSITIVE_INFINITY);
        double least = Math.max(LEAST_SCALE, LEAST_COMPUTED.toNanos() / 1e9 / shortest);
        return Math.min(1, Math.ceil(STEPS * Math.max(wanted, least)) / STEPS);
    }

    private static Stream<DurationDistribution> computed(List<StepPlan> steps) {
        return steps.stream()
                .flatMap(step ->
                        switch (step) {
                            case StepPlan.Cpu(DurationDistribution amount) -> Stream.of(amount);
                            case StepPlan.Offload(DurationDistribution amount) -> Stream.of(amount);
                            case StepPlan.Use(String _, List<StepPlan> inner) -> computed(inner);
                            case StepPlan.Wait _, StepPlan.Run _, StepPlan.Replay _ ->
                                    Stream.empty();
                        });
    }

    private static Scenario shortened(Scenario scenario, double wanted) {
        double perSecond =
                switch (scenario.arrivals()) {
                    case Arrivals.Every(Duration gap) -> 1e9 / gap.toNanos();
                    case Arrivals.Poisson poisson -> poisson.rate().perSecond();
                    case Arrivals.AllAtOnce _,
                            Arrivals.Bursts _,
                            Arrivals.Closed _,
                            Arrivals.Trace _ ->
                            Double.POSITIVE_INFINITY;
                };
        double jobs = Math.max(FEWEST_JOBS, Math.ceil(wanted * perSecond));
        boolean isLonger =
                scenario.duration().isPresent()
                        && scenario.duration().get().toNanos() / 1e9 * perSecond > jobs;
        return isLonger && jobs < Scenario.MOST_JOBS ? scenario.withJobs((int) jobs) : scenario;
    }

    /// Those of the scenario that have a model: so many inside this JVM, from all over its list,
    /// and all that are worker JVMs, or some.
    static List<PoolSpec> pools(List<PoolSpec> named, int most) {
        List<PoolSpec> here =
                named.stream()
                        .filter(pool -> !pool.leavesThisJvm() && !pool.kind().isPython())
                        .toList();
        List<PoolSpec> chosen = new ArrayList<>(spread(here, most));
        List<PoolSpec> workers =
                named.stream()
                        .filter(pool -> pool.kind() instanceof PoolSpec.Kind.Processes)
                        .toList();
        chosen.addAll(workers.isEmpty() ? List.of(WORKERS) : spread(workers, most));
        return chosen;
    }

    /// So many of a list, its ends among them.
    private static List<PoolSpec> spread(List<PoolSpec> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        return Stream.iterate(0, i -> i < most, i -> i + 1)
                .map(i -> all.get(Math.round((float) i * (all.size() - 1) / (most - 1))))
                .toList();
    }
}
