package dev.manykitchens.simulator.kitchen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.fakes.RecordingSink;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourceSpec;

import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What must hold for whatever jobs do, on every pool: random trees of steps, fixed by their seed.
/// The seed of a run that fails is its name.
class RandomStepTreesTest {

    static final List<String> SPECS =
            List.of(
                    "sequential",
                    "threads:1",
                    "threads:5",
                    "threads:5+gil",
                    "threads:8+stoves=3",
                    "forkjoin:4",
                    "virtual",
                    "virtual:3",
                    "virtual+gil",
                    "virtual:9+stoves=2",
                    "async",
                    "async+gil",
                    "hybrid:3",
                    "hybrid:4+gil",
                    "processes:3",
                    "processes:2x3+gil",
                    "processes:3x2+stoves=1");

    private static final int RUNS = 400;
    private static final Map<String, ResourceSpec> RESOURCES =
            Map.of("oven", ResourceSpec.inEachKitchen(2), "till", ResourceSpec.shared(1));

    static List<Integer> seeds() {
        return IntStream.range(0, RUNS).boxed().toList();
    }

    /// What a job's steps come to.
    private record Demand(long cpuNanos, long waitNanos) {
        static Demand of(List<Step> steps) {
            long cpu = 0;
            long wait = 0;
            for (Step step : steps) {
                switch (step) {
                    case Step.Wait(Duration duration) -> wait += duration.toNanos();
                    case Step.Compute(Computation.Amount(Duration amount)) ->
                            cpu += amount.toNanos();
                    case Step.Offload(Computation.Amount(Duration amount)) ->
                            cpu += amount.toNanos();
                    case Step.Compute _, Step.Offload _ -> throw new AssertionError("no code here");
                    case Step.Use(_, List<Step> inner) -> {
                        Demand below = of(inner);
                        cpu += below.cpuNanos;
                        wait += below.waitNanos;
                    }
                }
            }
            return new Demand(cpu, wait);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverJobsDo(int seed) {
        UniformRandomProvider random = RandomStreams.seeded(seed).stream("plan");
        PoolSpec spec = PoolSpec.parse(SPECS.get(seed % SPECS.size()));
        int cores = 1 + random.nextInt(4);
        int jobs = 1 + random.nextInt(40);
        boolean offloads = random.nextBoolean();
        TestRecipe recipe =
                new TestRecipe((_, its) -> steps(its.generator(), offloads, 0), (job, _) -> job);
        BatchOptions options =
                BatchOptions.DEFAULTS.withSeed(seed).withTimeScale(seed % 3 == 0 ? 1.0 : 0.37);
        RecordingSink sink = new RecordingSink();
        SimulatedPool pool =
                new SimulatedPool(
                        spec,
                        SimulationOptions.onCores(cores).withResources(RESOURCES).withEvents(sink));

        SimulatedRun run = pool.run(recipe.batch(jobs, options));

        List<Demand> demands =
                IntStream.range(0, jobs)
                        .mapToObj(job ->
                                Demand.of(
                                        options.stepsOf(
                                                recipe,
                                                recipe.batch(jobs).arguments().row(job),
                                                JobRandom.of(seed, job))))
                        .toList();
        everyJobEnds(run, jobs);
        timesAddUp(run, demands);
        workIsConserved(cores, run, demands);
        limitsAreKept(spec, run, cores, jobs);
        if (!offloads) {
            stovesAreKept(spec, run);
        }
        permitsAreKept(spec, sink);
        assertThat(sink.events())
                .as("time never goes back")
                .isSortedAccordingTo((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
        assertThat(pool.run(recipe.batch(jobs, options)).times().finished())
                .as("the same again")
                .containsExactly(run.times().finished());
    }

    private static void everyJobEnds(SimulatedRun run, int jobs) {
        assertThat(run.outcomes()).hasSize(jobs).containsOnly(SimulatedBatch.NO_VALUE);
        assertThat(run.times().kind()).containsOnly(Outcome.Kind.SUCCEEDED.code());
        assertThat(run.elapsedNanos())
                .isEqualTo(Arrays.stream(run.times().finished()).max().orElseThrow());
    }

    private static void timesAddUp(SimulatedRun run, List<Demand> demands) {
        JobColumns times = run.times();
        for (int job = 0; job < demands.size(); job++) {
            Demand demand = demands.get(job);
            assertThat(times.cpuNanos()[job]).isEqualTo(demand.cpuNanos);
            assertThat(times.waitNanos()[job]).isEqualTo(demand.waitNanos);
            long split =
                    times.stoveNanos()[job]
                            + times.cpuNanos()[job]
                            + times.waitNanos()[job]
                            + times.resourceNanos()[job];
            assertThat(times.started()[job]).isGreaterThanOrEqualTo(times.submitted()[job]);
            assertThat(times.finished()[job] - times.started()[job]).isGreaterThanOrEqualTo(split);
        }
    }

    /// Cores are busy for the CPU time of all jobs, no run is shorter than its cores and its
    /// longest job allow, and none is longer than one job after the other: somebody always gets on.
    private static void workIsConserved(int cores, SimulatedRun run, List<Demand> demands) {
        long cpu = demands.stream().mapToLong(Demand::cpuNanos).sum();
        long wait = demands.stream().mapToLong(Demand::waitNanos).sum();
        long longest =
                demands.stream().mapToLong(d -> d.cpuNanos + d.waitNanos).max().orElseThrow();

        assertThat(run.busyCoreNanos())
                .isCloseTo((double) cpu, within((double) cores * run.events()));
        assertThat(run.busyCoreNanos()).isGreaterThanOrEqualTo((double) cpu);
        assertThat(run.elapsedNanos()).isGreaterThanOrEqualTo(Math.max(longest, cpu / cores));
        assertThat(run.elapsedNanos()).isLessThanOrEqualTo(cpu + wait + run.events());
    }

    private static void limitsAreKept(PoolSpec spec, SimulatedRun run, int cores, int jobs) {
        int slots = Math.min(spec.kind().slots().orElse(jobs), jobs);
        int computing =
                switch (spec.kind()) {
                    case PoolSpec.Kind.Async _ -> 1;
                    case PoolSpec.Kind.Hybrid(int size) -> size;
                    case PoolSpec.Kind.Virtual _ -> Math.min(slots, cores);
                    case PoolSpec.Kind.Sequential _,
                            PoolSpec.Kind.Threads _,
                            PoolSpec.Kind.ForkJoin _,
                            PoolSpec.Kind.Processes _,
                            PoolSpec.Kind.Cluster _,
                            PoolSpec.Kind.PythonThreads _,
                            PoolSpec.Kind.PythonProcesses _,
                            PoolSpec.Kind.PythonAsyncio _ ->
                            slots;
                };
        assertThat(run.peaks().computing()).isLessThanOrEqualTo(computing);
        assertThat(run.peaks().stoves())
                .isLessThanOrEqualTo(spec.stoves().count().orElse(Integer.MAX_VALUE));
        assertThat(mostAtOnce(run.times().started(), run.times().finished()))
                .isLessThanOrEqualTo(slots);
    }

    /// Where nobody computes without a stove, the cores have seen no more threads than stoves.
    private static void stovesAreKept(PoolSpec spec, SimulatedRun run) {
        int kitchens = spec.kind() instanceof PoolSpec.Kind.Processes(int size, _) ? size : 1;
        spec.stoves()
                .count()
                .ifPresent(stoves ->
                        assertThat(run.peaks().computing()).isLessThanOrEqualTo(stoves * kitchens));
    }

    private static void permitsAreKept(PoolSpec spec, RecordingSink sink) {
        int kitchens = spec.kind() instanceof PoolSpec.Kind.Processes(int size, _) ? size : 1;
        for (Map.Entry<String, ResourceSpec> resource : RESOURCES.entrySet()) {
            List<RunEvent.ResourceUsed> uses =
                    sink.events(RunEvent.ResourceUsed.class).stream()
                            .filter(used -> used.resource().equals(resource.getKey()))
                            .toList();
            int permits =
                    resource.getValue().permits()
                            * (resource.getValue().scope() == ResourceSpec.Scope.KITCHEN
                                    ? kitchens
                                    : 1);
            long[] until = uses.stream().mapToLong(RunEvent.ResourceUsed::atNanos).toArray();
            long[] from =
                    uses.stream().mapToLong(used -> used.atNanos() - used.heldNanos()).toArray();
            assertThat(mostAtOnce(from, until)).as(resource.getKey()).isLessThanOrEqualTo(permits);
        }
    }

    /// How many intervals overlap at most; those that only touch, or have no length, do not.
    private static int mostAtOnce(long[] from, long[] until) {
        Map<Long, Integer> changes = new TreeMap<>();
        for (int i = 0; i < from.length; i++) {
            changes.merge(from[i], 1, Integer::sum);
            changes.merge(until[i], -1, Integer::sum);
        }
        int now = 0;
        int most = 0;
        for (int change : changes.values()) {
            now += change;
            most = Math.max(most, now);
        }
        return most;
    }

    /// Up to five steps, and inside uses as many again; the oven is always asked for before the
    /// till.
    private static List<Step> steps(UniformRandomProvider random, boolean offloads, int depth) {
        List<Step> steps = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Duration duration =
                    random.nextInt(8) == 0
                            ? Duration.ZERO
                            : Duration.ofNanos(random.nextLong(20_000_000));
            switch (random.nextInt(depth < 2 ? 4 : 3)) {
                case 0 -> steps.add(Step.waitFor(duration));
                case 1 -> steps.add(Step.compute(duration));
                case 2 ->
                        steps.add(
                                offloads
                                        ? new Step.Offload(new Computation.Amount(duration))
                                        : Step.compute(duration));
                default ->
                        steps.add(
                                depth == 0 && random.nextBoolean()
                                        ? new Step.Use("oven", steps(random, offloads, 1))
                                        : new Step.Use("till", steps(random, offloads, 2)));
            }
        }
        return steps;
    }
}
