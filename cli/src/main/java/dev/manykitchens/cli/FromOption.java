package dev.manykitchens.cli;

import dev.manykitchens.cli.calibration.MeasuredRun;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The option of `kitchen simulate` that starts from what was measured.
final class FromOption {

    @Option(
            names = "--from",
            paramLabel = "RUN.json[#POOL]",
            description =
                    "Start from what kitchen compare --export-json measured: jobs cost what they did on its least disturbed pool, or on POOL; without SCENARIO they are the jobs of that run, which come as they came.")
    private @Nullable String from;

    /// The run that was named, if one was.
    ///
    /// @throws UserMistakeException when a simulation cannot start from it
    Optional<MeasuredRun> run(InputStream standardInput) {
        return Optional.ofNullable(from)
                .map(text ->
                        UserMistakeException.unless(() -> MeasuredRun.read(text, standardInput)));
    }

    /// What is simulated of a run.
    ///
    /// @param scenario that ran; empty when none was named
    /// @param changed what is to be another way
    /// @throws IllegalArgumentException when it is the run of something else
    static StudyPlan plan(
            MeasuredRun run,
            Optional<Scenario> scenario,
            UnaryOperator<Scenario> changed,
            RecipeBook book,
            SimulationOptions machine) {
        if (scenario.isEmpty()) {
            List<String> workers = run.file().scenario().workers();
            if (!workers.isEmpty()) {
                throw new IllegalArgumentException(
                        "a simulation must know what its workers are like and what happens to them, %s only tells in words that %s has %s; name the scenario too"
                                .formatted(
                                        run.where(),
                                        run.file().scenario().title(),
                                        String.join("; ", workers)));
            }
            return MeasuredPlan.of(run, changed, book, machine);
        }
        Scenario named = scenario.get();
        if (!Objects.equals(run.file().scenario().name(), named.name())) {
            throw new IllegalArgumentException(
                    "--from must be a run of the scenario %s, %s is one of %s; leave out the scenario"
                            .formatted(named.name(), run.where(), run.file().scenario().title()));
        }
        return MeasuredPlan.of(
                run,
                changed.apply(named.scaledBy(run.file().scenario().timeScale())),
                book,
                machine);
    }
}
