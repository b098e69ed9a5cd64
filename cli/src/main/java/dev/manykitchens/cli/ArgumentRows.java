package dev.manykitchens.cli;

import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.TypedArguments;
import dev.manykitchens.core.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Reads the arguments of jobs as they are typed: each ARG is one job ([TypedArguments]).
final class ArgumentRows {

    private ArgumentRows() {}

    /// One row of values for each ARG.
    ///
    /// @throws IllegalArgumentException naming the job and the argument that does not fit
    static List<List<Value>> of(Recipe recipe, List<String> args) {
        List<List<Value>> rows = new ArrayList<>(args.size());
        for (String arg : args) {
            rows.add(TypedArguments.read(recipe, arg, "job " + (rows.size() + 1)));
        }
        return rows;
    }

    /// One row for each ARG, or for as many jobs as were wanted.
    ///
    /// @param jobs how many; null: one for each ARG, and one that takes the defaults without any
    /// @throws IllegalArgumentException naming the job and the argument that does not fit
    static List<List<Value>> wanted(Recipe recipe, List<String> args, @Nullable Integer jobs) {
        if (jobs != null) {
            RunCommand.requireJobs(jobs);
            return repeated(recipe, args, jobs);
        }
        // Packing says when there are no defaults.
        return args.isEmpty() ? List.of(List.of()) : of(recipe, args);
    }

    /// As many rows as there are jobs: those given, over and over; without any, what the recipe
    /// itself calls typical.
    static List<List<Value>> repeated(Recipe recipe, List<String> args, int jobs) {
        List<List<Value>> given = of(recipe, args);
        return IntStream.range(0, jobs)
                .mapToObj(job ->
                        given.isEmpty() ? sample(recipe, job) : given.get(job % given.size()))
                .toList();
    }

    /// Recipes are other people's code.
    private static List<Value> sample(Recipe recipe, int job) {
        try {
            return List.copyOf(recipe.sample(job));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "a recipe must say what a typical job looks like, %s did not for job %d: %s; name the arguments yourself"
                            .formatted(recipe.name(), job + 1, e),
                    e);
        }
    }
}
