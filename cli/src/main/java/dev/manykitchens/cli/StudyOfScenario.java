package dev.manykitchens.cli;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.simulator.kitchen.CodeTimes;
import dev.manykitchens.simulator.kitchen.SimulatedScenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;
import dev.manykitchens.simulator.study.Replicator;
import dev.manykitchens.simulator.study.Study;
import dev.manykitchens.simulator.study.StudyListener;
import dev.manykitchens.simulator.study.StudyOptions;
import dev.manykitchens.simulator.study.StudyResult;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A scenario as it is simulated here.
///
/// @param book where the recipes that it computes are found
/// @param machine the cores it runs on
/// @param calls how long its real code computes, by the text of the call
record StudyOfScenario(
        Scenario scenario,
        RecipeBook book,
        SimulationOptions machine,
        Map<String, Duration> calls) {

    StudyOfScenario {
        calls = Map.copyOf(calls);
    }

    /// The same with other times of real code.
    StudyOfScenario withCalls(Map<String, Duration> other) {
        return new StudyOfScenario(scenario, book, machine, other);
    }

    /// A study of these pools.
    ///
    /// @throws UserMistakeException when a pool has no model
    Study study(
            List<PoolSpec> specs,
            StudyOptions options,
            Replicator replicator,
            StudyListener listener) {
        return UserMistakeException.unless(() ->
                new Study(
                        scenario,
                        specs,
                        book,
                        simulation(),
                        OfferedLoad.of(
                                scenario,
                                code ->
                                        calls.getOrDefault(code.text(), Duration.ZERO).toNanos()
                                                / 1e9),
                        options,
                        replicator,
                        listener));
    }

    /// One pool, to be run once.
    SimulatedScenario simulated(PoolSpec spec) {
        return new SimulatedScenario(spec, scenario, book, simulation());
    }

    private SimulationOptions simulation() {
        return machine.withCodeTimes(new CodeTimes(Map.of(), Map.of(), calls));
    }

    /// Runs a study.
    ///
    /// @throws RunFailedException when jobs wait for each other for ever
    static StudyResult run(Study study) {
        try {
            return study.run();
        } catch (IllegalStateException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("the simulation was interrupted");
        }
    }
}
