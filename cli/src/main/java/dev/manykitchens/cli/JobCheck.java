package dev.manykitchens.cli;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Looks at the jobs that the user typed before anything is started: what no pool could run is a
/// mistake, and not a job that fails.
final class JobCheck {

    private JobCheck() {}

    /// Checks the first jobs of a batch; the others repeat them, or have arguments that the recipe
    /// itself calls typical.
    ///
    /// @param typed how many jobs were typed
    /// @param resources the names of the resources that the pools will have
    /// @throws UserMistakeException naming the job and what about it cannot be
    static void check(Batch batch, int typed, Set<String> resources) {
        for (int job = 0; job < Math.min(typed, batch.size()); job++) {
            for (String name : resourcesOf(stepsOf(batch, job)).toList()) {
                if (!resources.contains(name)) {
                    throw mistake(
                            batch,
                            job,
                            "a resource must be one that is known, was \"%s\"; %s"
                                    .formatted(
                                            name,
                                            Nearest.suggestion(
                                                    name,
                                                    resources,
                                                    "add --resource " + name + "=1")),
                            null);
                }
            }
        }
    }

    /// Checks that all pools can be started on a machine, and that none would have its JVM, which
    /// is ours, ended by this recipe.
    ///
    /// @throws UserMistakeException naming the pool
    static void requireHarmless(Recipe recipe, List<PoolSpec> specs) {
        UserMistakeException.unless(() -> {
            specs.forEach(PoolSpec::requireStartable);
            specs.forEach(spec -> Pools.requireHarmless(spec, recipe));
            return specs;
        });
    }

    private static List<Step> stepsOf(Batch batch, int job) {
        Row arguments = batch.arguments().row(job);
        JobRandom random = JobRandom.of(batch.options().seed(), job);
        try {
            batch.recipe().check(arguments);
            return batch.options().stepsOf(batch.recipe(), arguments, random);
        } catch (IllegalArgumentException e) {
            throw mistake(batch, job, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // The recipe has a mistake, not the user: its jobs will fail, and tell more.
            return List.of();
        }
    }

    private static Stream<String> resourcesOf(List<Step> steps) {
        return steps.stream()
                .flatMap(step ->
                        step instanceof Step.Use(String name, List<Step> inner)
                                ? Stream.concat(Stream.of(name), resourcesOf(inner))
                                : Stream.empty());
    }

    private static UserMistakeException mistake(
            Batch batch, int job, String what, @Nullable Throwable cause) {
        return new UserMistakeException(
                "job %d, %s(%s): %s"
                        .formatted(
                                job + 1, batch.recipe().name(), batch.arguments().row(job), what),
                cause);
    }
}
