package dev.manykitchens.cli.scene;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Value;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Jobs of one recipe that a scene submits together. Immutable.
///
/// @param recipe what to do
/// @param rows the arguments of each job
/// @param options how, with the time scale of the demo
record Jobs(Recipe recipe, List<List<Value>> rows, BatchOptions options) {

    /// What a rehearsal keeps of every wait and every amount of work.
    private static final double REHEARSAL = 0.002;

    Jobs {
        rows = rows.stream().map(List::copyOf).toList();
    }

    /// How many jobs there are.
    int size() {
        return rows.size();
    }

    /// The same jobs, each of which waits instead of its own steps.
    Jobs waiting(Duration wait) {
        return working(new Work.Waiting(DurationRange.fixed(wait)));
    }

    /// The same jobs, each of which computes so much instead of its own steps.
    Jobs computing(Duration amount) {
        return working(new Work.Computing(DurationRange.fixed(amount)));
    }

    /// The same jobs with other work.
    Jobs working(Work work) {
        return new Jobs(recipe, rows, options.withWork(work));
    }

    /// The same jobs with another seed.
    Jobs seeded(long seed) {
        return new Jobs(recipe, rows, options.withSeed(seed));
    }

    /// The same jobs, so short that they only warm up what they run on.
    Jobs rehearsal() {
        return new Jobs(recipe, rows, options.withTimeScale(options.timeScale() * REHEARSAL));
    }

    Batch batch() {
        return new Batch(recipe, RecipeBook.pack(recipe, rows), options);
    }

    /// One job for each argument; a job of several arguments takes a `List`.
    static Jobs of(Recipe recipe, double timeScale, Object... arguments) {
        return new Jobs(
                recipe,
                Arrays.stream(arguments).map(Jobs::row).toList(),
                BatchOptions.DEFAULTS.withTimeScale(timeScale));
    }

    private static List<Value> row(Object argument) {
        return argument instanceof List<?> several
                ? several.stream().map(Value::ofJava).toList()
                : List.of(Value.ofJava(argument));
    }
}
