package dev.manykitchens.benchmarks.real;

import dev.manykitchens.cli.fault.RealFaults;
import dev.manykitchens.core.comparison.Comparison;
import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.load.LoadComparison;
import dev.manykitchens.core.load.LoadCounts;
import dev.manykitchens.core.load.LoadListener;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.load.LoadedPool;
import dev.manykitchens.core.measurement.ProcessProbe;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.ScenarioBatch;
import dev.manykitchens.core.scenario.ScenarioLoad;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A scenario for real, as `kitchen compare` runs it: all pools are open, warmed up, and take
/// turns. Runs that others were in the way of are made again, as long as there is time.
final class RealRuns {

    private static final OptionalInt WARM_UPS = OptionalInt.of(1);

    /// So many tries at the most, and so many runs of a pool without others in the way are enough.
    private static final int TRIES = 3;

    private static final int ENOUGH = 2;

    private final Neighbours neighbours;
    private final Effort effort;
    private final long noneAgainAfter;
    private final Map<String, Duration> ways = new HashMap<>();

    /// @param neighbours who may be in the way
    RealRuns(Neighbours neighbours, Effort effort) {
        this.neighbours = neighbours;
        this.effort = effort;
        this.noneAgainAfter = System.nanoTime() + effort.again().toNanos();
    }

    /// All runs of each pool, in the order of the pools.
    ///
    /// @throws IllegalStateException when a job had no result, or it was stopped
    List<List<Run>> of(Scenario scenario, List<PoolSpec> pools) {
        Map<String, List<Run>> runs = new LinkedHashMap<>();
        pools.forEach(pool -> runs.put(pool.toString(), new ArrayList<>()));
        ways.clear();
        int tries = 0;
        do {
            double _ = neighbours.awaitQuiet(effort.patience());
            Watch watch = new Watch(neighbours, runs, ways);
            if (scenario.keepsComing()) {
                loads(scenario, pools, watch);
            } else {
                rounds(scenario, pools, watch);
            }
            tries++;
        } while (tries < TRIES
                && System.nanoTime() - noneAgainAfter < 0
                && !runs.values().stream().allMatch(RealRuns::areEnough));
        return List.copyOf(runs.values());
    }

    /// What the way to a pool's worker JVMs and back took when it ran last; nothing where it has
    /// none.
    Duration way(PoolSpec pool) {
        return ways.getOrDefault(pool.toString(), Duration.ZERO);
    }

    private static boolean areEnough(List<Run> runs) {
        return runs.stream().filter(Run::isQuiet).count() >= ENOUGH;
    }

    private void rounds(Scenario scenario, List<PoolSpec> pools, Watch watch) {
        RealFaults faults = faults(scenario);
        int jobs = scenario.jobs().orElseThrow();
        ComparisonOptions options =
                new ComparisonOptions(
                        effort.rounds(),
                        WARM_UPS,
                        Duration.ZERO,
                        effort.most(),
                        scenario.seed(),
                        false);
        ComparisonResult result =
                new Comparison(
                                pools,
                                ScenarioBatch.of(scenario, jobs, followSteps(), options(scenario))
                                        .batch(),
                                options,
                                faults::open,
                                ProcessProbe.NONE,
                                ComparisonListener.tee(faults, watch.ofRounds()))
                        .run();
        requireWhole(scenario, result.partial());
        for (PoolMeasurement pool : result.pools()) {
            requireResults(scenario, pool.name(), pool.failed());
        }
    }

    private void loads(Scenario scenario, List<PoolSpec> pools, Watch watch) {
        ScenarioLoad load = ScenarioLoad.of(scenario, followSteps(), options(scenario), WARM_UPS);
        for (int turn = 0; turn < effort.loads(); turn++) {
            RealFaults faults = faults(scenario);
            LoadResult result =
                    new LoadComparison(
                                    pools,
                                    load.jobs().batch(),
                                    load.plan(),
                                    faults::open,
                                    LoadListener.tee(faults, watch.ofLoads()))
                            .run();
            requireWhole(scenario, result.partial());
            for (LoadedPool loaded : result.pools()) {
                LoadCounts counts = loaded.load().orElseThrow().counts();
                requireResults(
                        scenario, loaded.pool().name(), counts.failed() + counts.cancelled());
            }
        }
    }

    private static void requireWhole(Scenario scenario, boolean stopped) {
        if (stopped) {
            throw new IllegalStateException(scenario.name() + " must run to its end, was stopped");
        }
    }

    private static void requireResults(Scenario scenario, String pool, int without) {
        if (without > 0) {
            throw new IllegalStateException(
                    "every job of %s must have a result, %d on %s had none"
                            .formatted(scenario.name(), without, pool));
        }
    }

    private static Recipe followSteps() {
        return SimulatedRuns.BOOK.get(ScenarioBatch.RECIPE);
    }

    private static BatchOptions options(Scenario scenario) {
        return BatchOptions.DEFAULTS.withSeed(scenario.seed());
    }

    private static RealFaults faults(Scenario scenario) {
        PoolOptions options =
                PoolOptions.defaults()
                        .withResources(scenario.resources())
                        .withWorkerSpeeds(scenario.workers().speeds(PoolSpec.MOST_PROCESSES));
        return new RealFaults(
                (spec, events) -> Pools.open(spec, options.withEvents(events)),
                Optional.of(scenario));
    }
}
