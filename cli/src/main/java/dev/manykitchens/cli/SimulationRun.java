package dev.manykitchens.cli;

import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.RecipeCode;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.progress.SimulationProgress;
import dev.manykitchens.simulator.kitchen.CodeTimes;
import dev.manykitchens.simulator.kitchen.SimulationOptions;
import dev.manykitchens.simulator.study.Replicator;
import dev.manykitchens.simulator.study.Study;
import dev.manykitchens.simulator.study.StudyListener;
import dev.manykitchens.simulator.study.StudyOptions;
import dev.manykitchens.simulator.study.StudyResult;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Runs studies of one scenario in a shell: with progress on its terminal, and until Ctrl-C.
final class SimulationRun {

    private final Shell shell;
    private final Scenario scenario;
    private final RecipeBook book;
    private final SimulationOptions simulation;
    private final StudyOptions options;
    private final Map<String, Duration> calls;

    /// @param machine the cores; other options are those of the scenario
    /// @param calls how long the code computes that steps call
    SimulationRun(
            Shell shell,
            Scenario scenario,
            RecipeBook book,
            SimulationOptions machine,
            StudyOptions options,
            Map<String, Duration> calls) {
        this.shell = shell;
        this.scenario = scenario;
        this.book = book;
        this.simulation = machine.withCodeTimes(new CodeTimes(Map.of(), Map.of(), calls));
        this.options = options;
        this.calls = calls;
    }

    Scenario scenario() {
        return scenario;
    }

    StudyOptions options() {
        return options;
    }

    SimulationOptions simulation() {
        return simulation;
    }

    Map<String, Duration> calls() {
        return calls;
    }

    /// Studies these pools.
    ///
    /// @throws UserMistakeException when one of them cannot be simulated
    /// @throws RunFailedException when jobs wait for each other for ever
    StudyResult study(List<PoolSpec> specs) {
        OptionalInt width = shell.terminal().errWidth();
        try (SimulationProgress progress =
                width.isEmpty()
                        ? null
                        : new SimulationProgress(shell.err(), width.getAsInt(), System::nanoTime)) {
            try (ThreadReplicator threads = new ThreadReplicator(Host.cores())) {
                Study study = UserMistakeException.unless(() -> study(specs, threads, progress));
                try (Interrupts.Watch _ = shell.interrupts().watch(study::stop)) {
                    return run(study);
                }
            }
        }
    }

    private Study study(
            List<PoolSpec> specs, Replicator replicator, @Nullable SimulationProgress progress) {
        return new Study(
                scenario,
                specs,
                book,
                simulation,
                OfferedLoad.of(scenario, this::seconds),
                options,
                replicator,
                progress == null ? StudyListener.NONE : progress::replicated);
    }

    private double seconds(RecipeCode code) {
        return calls.getOrDefault(code.text(), Duration.ZERO).toNanos() / 1e9;
    }

    private static StudyResult run(Study study) {
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
