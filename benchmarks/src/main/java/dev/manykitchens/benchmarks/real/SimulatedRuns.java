package dev.manykitchens.benchmarks.real;

import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.scenario.CodeCalibration;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.simulator.kitchen.CodeTimes;
import dev.manykitchens.simulator.kitchen.Replication;
import dev.manykitchens.simulator.kitchen.SimulatedScenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;

import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;

/// A scenario in virtual time, on as many cores as there are here: the very jobs that run for real,
/// which are those of replication 0.
final class SimulatedRuns {

    /// The recipes on the class path.
    static final RecipeBook BOOK = RecipeBook.load(SimulatedRuns.class.getClassLoader());

    private final Scenario scenario;
    private final SimulationOptions machine;

    /// Measures how long real code takes, if there is any.
    SimulatedRuns(Scenario scenario) {
        this.scenario = scenario;
        this.machine =
                SimulationOptions.onCores(Host.cores())
                        .withCodeTimes(
                                new CodeTimes(Map.of(), Map.of(), CodeCalibration.of(scenario)));
    }

    Replication run(PoolSpec pool) {
        return run(pool, Duration.ZERO);
    }

    private Replication run(PoolSpec pool, Duration way) {
        return new SimulatedScenario(pool, scenario, BOOK, machine.withWay(way)).run(0);
    }

    /// The figure that pools are ranked by, in seconds: the mean response of jobs that keep coming,
    /// else the time until all are done.
    ///
    /// @param way what the way to the pool's worker JVMs and back took when it was measured
    double seconds(PoolSpec pool, Duration way) {
        Replication run = run(pool, way);
        return scenario.keepsComing()
                ? LongStream.of(run.responseNanos()).average().orElseThrow() / 1e9
                : run.elapsedSeconds();
    }
}
