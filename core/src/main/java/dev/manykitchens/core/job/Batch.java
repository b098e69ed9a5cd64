package dev.manykitchens.core.job;

import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Columns;

/// Jobs of one recipe that are submitted together and reported together. Immutable; a batch may be
/// run many times.
///
/// @param recipe what to do
/// @param arguments one row a job
/// @param options how
public record Batch(Recipe recipe, Columns arguments, BatchOptions options) {

    /// The most jobs in one batch: 100 million.
    public static final int MOST_JOBS = 100_000_000;

    public Batch {
        if (arguments.columns().size() != recipe.parameters().size()) {
            throw new IllegalArgumentException(
                    "%s takes %d arguments, the batch has %d columns; pack them with RecipeBook.pack"
                            .formatted(
                                    recipe.name(),
                                    recipe.parameters().size(),
                                    arguments.columns().size()));
        }
        if (arguments.rows() > MOST_JOBS) {
            throw new IllegalArgumentException(
                    "a batch must have at most " + MOST_JOBS + " jobs, had " + arguments.rows());
        }
    }

    /// How many jobs there are.
    public int size() {
        return arguments.rows();
    }
}
