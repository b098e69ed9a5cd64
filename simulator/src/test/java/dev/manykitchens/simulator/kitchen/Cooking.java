package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Value;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// Short ways to simulate recipes of the cookbook.
final class Cooking {

    static final RecipeBook BOOK = RecipeBook.load(Cooking.class.getClassLoader());

    private Cooking() {}

    /// A batch of one job for each list of arguments.
    static Batch batch(String recipe, List<?>... jobs) {
        return batch(recipe, BatchOptions.DEFAULTS, Arrays.asList(jobs));
    }

    static Batch batch(String name, BatchOptions options, List<? extends List<?>> jobs) {
        Recipe recipe = BOOK.get(name);
        List<List<Value>> rows =
                jobs.stream().map(job -> job.stream().map(Cooking::value).toList()).toList();
        return new Batch(recipe, RecipeBook.pack(recipe, rows), options);
    }

    /// So many jobs alike.
    static Batch copies(int count, String recipe, Object... arguments) {
        return batch(
                recipe,
                BatchOptions.DEFAULTS,
                Collections.nCopies(count, Arrays.asList(arguments)));
    }

    /// So many typical jobs.
    static Batch samples(int count, Recipe recipe) {
        List<List<Value>> rows = IntStream.range(0, count).mapToObj(recipe::sample).toList();
        return new Batch(recipe, RecipeBook.pack(recipe, rows), BatchOptions.DEFAULTS);
    }

    static SimulatedRun run(String spec, int cores, Batch... batches) {
        return run(spec, SimulationOptions.onCores(cores), batches);
    }

    static SimulatedRun run(String spec, SimulationOptions options, Batch... batches) {
        return new SimulatedPool(PoolSpec.parse(spec), options).run(List.of(batches));
    }

    static Duration elapsed(String spec, int cores, Batch... batches) {
        return run(spec, cores, batches).elapsed();
    }

    private static Value value(Object given) {
        return Value.ofJava(given);
    }
}
