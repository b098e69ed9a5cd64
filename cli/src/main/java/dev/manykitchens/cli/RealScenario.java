package dev.manykitchens.cli;

import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.scenario.NestingPlaces;
import dev.manykitchens.cli.scenario.ScenarioFiles;
import dev.manykitchens.core.comparison.Comparison;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.NestedUses;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.ScenarioBatch;
import dev.manykitchens.core.scenario.ScenarioLoad;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.text.WorkerWords;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// A scenario that `kitchen compare` runs for real.
///
/// @param scenario with all that was typed in it: its seed, its number of jobs, its resources, and
///   its times multiplied
/// @param timeScale what they were multiplied by
record RealScenario(Scenario scenario, double timeScale) {

    private static final PythonPools PYTHON = new PythonPools();

    /// The scenario with this name or path, unless a recipe is called so.
    ///
    /// @throws UserMistakeException when there is neither, or something is wrong in it
    static Optional<Scenario> find(String name, RecipeJars jars) {
        List<String> recipes = jars.book().all().stream().map(Recipe::name).toList();
        if (recipes.contains(name)) {
            return Optional.empty();
        }
        ScenarioFiles files = ScenarioFiles.ofDistribution();
        try {
            files.find(name);
        } catch (IllegalArgumentException e) {
            if (ScenarioFiles.looksLikeScenario(name) || name.contains("/")) {
                throw new UserMistakeException(String.valueOf(e.getMessage()), e);
            }
            throw new UserMistakeException(unknown(name, recipes, files.names(), jars), e);
        }
        return Optional.of(UserMistakeException.unless(() -> files.read(name, jars.book())));
    }

    private static String unknown(
            String name, List<String> recipes, List<String> scenarios, RecipeJars jars) {
        List<String> all = new ArrayList<>(recipes);
        all.addAll(scenarios);
        return "what is compared must be a recipe or a scenario, was \"%s\"; %s%s"
                .formatted(
                        name,
                        Nearest.suggestion(
                                name, all, "see `kitchen recipes` and `kitchen scenarios`"),
                        jars.jars().isEmpty() ? " (recipes of your own need --recipes JAR)" : "");
    }

    /// Refuses pools that it cannot run on here: those that are too large to be started on one
    /// machine, that need a Python which is not there, whose JVM is ours and would be ended by a
    /// job, or where jobs may wait for each other for ever and nobody would see it; and too many
    /// jobs. Whether a cluster is there is not looked at.
    ///
    /// @param file where the scenario was read
    /// @param options a limit for jobs ends those that wait for ever
    /// @throws UserMistakeException in one line
    void requireRunnableOn(List<PoolSpec> specs, Path file, BatchOptions options, RecipeJars jars) {
        Recipe recipe = followSteps(jars);
        JobCheck.requireHarmless(recipe, specs);
        specs.forEach(spec -> PYTHON.require(spec, recipe));
        UserMistakeException.unless(() -> {
            specs.forEach(scenario::requireRunnableOn);
            if (!scenario.keepsComing()) {
                Comparison.requireFeasible(specs.size(), scenario.jobs().orElseThrow());
            }
            return specs;
        });
        if (options.timeout().isEmpty()) {
            requireSeenDeadlocks(specs, file);
        }
    }

    private void requireSeenDeadlocks(List<PoolSpec> specs, Path file) {
        for (PoolSpec spec : specs) {
            NestedUses.unseenCircle(scenario, spec)
                    .ifPresent(circle -> {
                        throw new UserMistakeException(unseen(circle, spec, file));
                    });
        }
    }

    private String unseen(List<NestedUses.Nesting> circle, PoolSpec spec, Path file) {
        List<String> scopes =
                circle.stream()
                        .map(NestedUses.Nesting::outer)
                        .map(name ->
                                name
                                        + (scope(name) == ResourceSpec.Scope.KITCHEN
                                                ? " (one set a kitchen)"
                                                : " (shared)"))
                        .toList();
        List<String> takes =
                circle.stream()
                        .map(nesting ->
                                "%s takes %s while it holds %s (%s)"
                                        .formatted(
                                                nesting.jobClass(),
                                                nesting.inner(),
                                                nesting.outer(),
                                                NestingPlaces.of(nesting, file)))
                        .toList();
        return "%s must be taken in the same order by all jobs, were not: %s; on %s they could wait for each other for ever and nobody would see it; nest them in one order, give them one scope, or end such jobs with --timeout 10s"
                .formatted(String.join(" and ", scopes), String.join(", ", takes), spec);
    }

    private ResourceSpec.Scope scope(String name) {
        return Objects.requireNonNull(scenario.resources().get(name)).scope();
    }

    /// Its jobs that come all at once.
    ScenarioBatch batch(RecipeJars jars, BatchOptions options) {
        return ScenarioBatch.of(
                        scenario, scenario.jobs().orElseThrow(), followSteps(jars), of(options))
                .mostUrgentFirst(scenario);
    }

    /// Its jobs that keep coming.
    ScenarioLoad load(RecipeJars jars, BatchOptions options, OptionalInt warmUpRounds) {
        return ScenarioLoad.of(scenario, followSteps(jars), of(options), warmUpRounds);
    }

    /// The recipe that does what its jobs do.
    static Recipe followSteps(RecipeJars jars) {
        return jars.book().get(ScenarioBatch.RECIPE);
    }

    /// The scale is in the scenario already.
    private BatchOptions of(BatchOptions options) {
        return options.withSeed(scenario.seed()).withTimeScale(1);
    }

    /// The file of its run.
    RunFile named(RunFile file) {
        return file.ofScenario(scenario.name(), timeScale, WorkerWords.of(scenario.workers()));
    }
}
