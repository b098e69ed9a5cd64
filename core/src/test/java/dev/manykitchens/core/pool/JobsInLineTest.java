package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.InProgressColumns;
import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.fakes.RecordingListener;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourceSpec;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Who is in line for a named resource, as onlookers are told.
@Execution(ExecutionMode.CONCURRENT)
class JobsInLineTest {

    private final BlockingQueue<InProgressColumns> told = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(strings = {"threads:3", "virtual", "forkjoin:3", "async", "hybrid:3"})
    @Timeout(60)
    void theNameOfWhatAJobWaitsForIsTold(String spec) throws InterruptedException {
        TestRecipe baking =
                new TestRecipe(
                        (_, _) ->
                                List.of(
                                        new Step.Use(
                                                "oven",
                                                List.of(Step.waitFor(Duration.ofHours(1))))),
                        (job, _) -> job);
        PoolOptions options =
                PoolOptions.defaults()
                        .withRecipes(RecipeBook.of(List.of()), List.of())
                        .withResources(Map.of("oven", ResourceSpec.shared(1)))
                        .withProgress(Duration.ofMillis(20))
                        .withEvents(event -> {
                            if (event instanceof RunEvent.JobsInProgress jobs) {
                                told.add(jobs.jobs());
                            }
                        });
        Pool pool = LocalPools.open(PoolSpec.parse(spec), options, LocalPoolKinds.GRACE);
        try {
            pool.start(baking.batch(3), new RecordingListener());

            InProgressColumns jobs = told.take();
            while (count(jobs, "oven") < 2 || jobs.size() < 3) {
                jobs = told.take();
            }
            for (int row = 0; row < jobs.size(); row++) {
                assertThat(jobs.resource()[row])
                        .isEqualTo(jobs.stageOf(row) == JobStage.RESOURCE ? "oven" : "");
            }
        } finally {
            pool.closeNow();
        }
    }

    private static long count(InProgressColumns jobs, String resource) {
        return Arrays.stream(jobs.resource()).filter(resource::equals).count();
    }
}
