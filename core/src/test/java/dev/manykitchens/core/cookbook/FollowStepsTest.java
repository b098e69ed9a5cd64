package dev.manykitchens.core.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class FollowStepsTest {

    private static final RecipeBook BOOK = RecipeBook.load(FollowStepsTest.class.getClassLoader());
    private static final Recipe FOLLOW = BOOK.get("follow_steps");

    @ParameterizedTest
    @ValueSource(
            strings = {"sequential", "threads:2", "virtual", "async", "hybrid:2", "forkjoin:2"})
    void everyPoolFollowsStepsAndGivesNothing(String spec) {
        try (Pool pool = Pools.open(spec)) {
            List<Outcome> outcomes =
                    outcomes(
                            pool,
                            "wait 1ms; cpu 10us; offload 10us",
                            "run compute_square(7)",
                            "use espresso-machine {wait 1us; run count_primes(100)}",
                            "");

            assertThat(outcomes).containsOnly(new Outcome.Succeeded(Value.NONE)).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:4", "virtual", "async"})
    void aResourceIsHeldByNoMoreJobsThanItHasPermits(String spec) {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TestRecipe door =
                TestRecipe.of((step, _) -> {
                    most.accumulateAndGet(inside.addAndGet(step), Math::max);
                    return step;
                });
        RecipeBook book = RecipeBook.of(List.of(new FollowSteps(), door));
        PoolOptions options =
                PoolOptions.defaults()
                        .withRecipes(book, List.of())
                        .withResources(Map.of("oven", ResourceSpec.shared(2)));
        String steps = "use oven {run test_recipe(1); wait 1ms; run test_recipe(-1)}";
        Batch batch =
                batch(
                        book.get("follow_steps"),
                        Collections.nCopies(8, steps).toArray(String[]::new));

        try (Pool pool = Pools.open(PoolSpec.parse(spec), options)) {
            assertThat(pool.run(batch).values()).containsOnly(Value.NONE);
        }

        assertThat(most).hasValueBetween(1, 2);
        assertThat(inside).hasValue(0);
    }

    @Test
    void stepsThatCannotBeReadAreRefusedBeforeAndFailAJobOnceItRuns() {
        Batch batch = batch(FOLLOW, "boil 3ms");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FOLLOW.check(batch.arguments().row(0)))
                .withMessageContaining("steps must have wait, cpu, offload or use");
        try (Pool pool = Pools.open("sequential")) {
            List<Outcome> outcomes =
                    outcomes(pool, "boil 3ms", "use nothing {}", "run fail(burnt)", "cpu 1us");

            assertThat(outcomes.get(0).describe()).contains("steps must have wait, cpu");
            assertThat(outcomes.get(1).describe()).contains("\"nothing\"");
            assertThat(outcomes.get(2).describe()).contains("burnt");
            assertThat(outcomes.get(3).kind()).isEqualTo(Outcome.Kind.SUCCEEDED);
        }
    }

    @Test
    void itRunsTheRecipesOfTheBookItIsInAndNoOther() {
        Recipe alone = new FollowSteps();
        Recipe few =
                RecipeBook.of(List.of(new FollowSteps(), new ComputeSquare())).get("follow_steps");

        assertThat(steps(few, "run compute_square(7)")).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> steps(few, "run count_primes(7)"))
                .withMessageContaining("\"count_primes\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> steps(alone, "run compute_square(7)"));
        assertThat(RecipeBook.of(List.of(alone)).get("follow_steps")).isNotSameAs(alone);
        assertThat(RecipeBook.of(List.of(new ComputeSquare())).all()).hasSize(1);
    }

    private static List<Step> steps(Recipe recipe, String text) {
        return recipe.steps(batch(FOLLOW, text).arguments().row(0), JobRandom.of(1, 0));
    }

    private static List<Outcome> outcomes(Pool pool, String... texts) {
        BatchResult result = pool.run(batch(FOLLOW, texts));
        return IntStream.range(0, texts.length).mapToObj(result::outcome).toList();
    }

    private static Batch batch(Recipe recipe, String... texts) {
        List<List<Value>> rows = Stream.of(texts).map(text -> List.of(Value.of(text))).toList();
        return new Batch(recipe, RecipeBook.pack(recipe, rows), BatchOptions.DEFAULTS);
    }
}
