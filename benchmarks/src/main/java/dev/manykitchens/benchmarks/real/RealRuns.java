package dev.manykitchens.benchmarks.real;

import dev.manykitchens.core.comparison.Comparison;
import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.load.LoadComparison;
import dev.manykitchens.core.load.LoadCounts;
import dev.manykitchens.core.load.LoadListener;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.load.LoadedPool;
import dev.manykitchens.core.measurement.PoolOpener;
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
import java.util.List;
import java.util.OptionalInt;

/// A scenario for real, as `kitchen compare` runs it: all pools are open, warmed up, and take
/// turns.
final class RealRuns {

    private static final OptionalInt WARM_UPS = OptionalInt.of(1);

    private final Scenario scenario;
    private final List<PoolSpec> pools;
    private final Effort effort;

    RealRuns(Scenario scenario, List<PoolSpec> pools, Effort effort) {
        this.scenario = scenario;
        this.pools = pools;
        this.effort = effort;
    }

    /// The figure that pools are ranked by, of each run, in seconds; pools in their order.
    ///
    /// @throws IllegalStateException when a job had no result, or it was stopped
    List<double[]> seconds() {
        return scenario.keepsComing() ? loads() : rounds();
    }

    private List<double[]> rounds() {
        ComparisonResult result =
                new Comparison(
                                pools,
                                ScenarioBatch.of(
                                                scenario,
                                                scenario.jobs().orElseThrow(),
                                                followSteps(),
                                                options())
                                        .batch(),
                                new ComparisonOptions(
                                        effort.rounds(),
                                        WARM_UPS,
                                        Duration.ZERO,
                                        effort.most(),
                                        scenario.seed(),
                                        false),
                                opener(),
                                ProcessProbe.NONE,
                                ComparisonListener.NONE)
                        .run();
        requireWhole(result.partial());
        for (PoolMeasurement pool : result.pools()) {
            requireResults(pool.name(), pool.failed());
        }
        return result.pools().stream().map(PoolMeasurement::seconds).toList();
    }

    private List<double[]> loads() {
        List<double[]> means = new ArrayList<>();
        pools.forEach(_ -> means.add(new double[effort.loads()]));
        ScenarioLoad load = ScenarioLoad.of(scenario, followSteps(), options(), WARM_UPS);
        for (int turn = 0; turn < effort.loads(); turn++) {
            LoadResult result =
                    new LoadComparison(
                                    pools,
                                    load.jobs().batch(),
                                    load.plan(),
                                    opener(),
                                    LoadListener.NONE)
                            .run();
            requireWhole(result.partial());
            for (int i = 0; i < pools.size(); i++) {
                means.get(i)[turn] = meanResponse(result.pools().get(i));
            }
        }
        return means;
    }

    private double meanResponse(LoadedPool loaded) {
        LoadMeasurement load = loaded.load().orElseThrow();
        LoadCounts counts = load.counts();
        requireResults(loaded.pool().name(), counts.failed() + counts.cancelled());
        return load.response().mean();
    }

    private void requireWhole(boolean stopped) {
        if (stopped) {
            throw new IllegalStateException(scenario.name() + " must run to its end, was stopped");
        }
    }

    private void requireResults(String pool, int without) {
        if (without > 0) {
            throw new IllegalStateException(
                    "every job of %s must have a result, %d on %s had none"
                            .formatted(scenario.name(), without, pool));
        }
    }

    private static Recipe followSteps() {
        return SimulatedRuns.BOOK.get(ScenarioBatch.RECIPE);
    }

    private BatchOptions options() {
        return BatchOptions.DEFAULTS.withSeed(scenario.seed());
    }

    private PoolOpener opener() {
        PoolOptions options = PoolOptions.defaults().withResources(scenario.resources());
        return (spec, events) -> Pools.open(spec, options.withEvents(events));
    }
}
