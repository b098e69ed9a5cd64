package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourceSpec;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/// Two jobs that take two resources in opposite orders.
@Execution(ExecutionMode.CONCURRENT)
class LocalPoolDeadlockTest {

    private static final Map<String, ResourceSpec> RESOURCES =
            Map.of("knife", ResourceSpec.shared(1), "board", ResourceSpec.inEachKitchen(1));

    /// Otherwise both would wait for ever, and so would whoever waits for them.
    @ParameterizedTest
    @ValueSource(strings = {"threads:2", "virtual", "forkjoin:2", "hybrid:2"})
    @Timeout(60)
    void oneOfTwoThatWouldWaitForEachOtherForEverFailsAndTheOtherGoesOn(String spec) {
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);

        assertOneFails(
                spec,
                TestRecipe.computing((_, _) -> {
                    int _ = bothHoldOne.await(50, TimeUnit.SECONDS);
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"async", "async+gil"})
    @Timeout(60)
    void soItIsOnAnEventLoopWhoseJobsBothBeginBeforeOneGoesOn(String spec) {
        assertOneFails(spec, Step.waitFor(Duration.ofMillis(20)));
    }

    private static void assertOneFails(String spec, Step whileItHoldsOne) {
        TestRecipe opposite =
                new TestRecipe(
                        (job, _) ->
                                job == 0
                                        ? take("knife", whileItHoldsOne, "board")
                                        : take("board", whileItHoldsOne, "knife"),
                        (job, _) -> job);
        BatchResult result;
        try (Pool pool = LocalPoolKinds.open(spec, EventSink.NONE, RESOURCES)) {
            result = pool.run(opposite.batch(2));
        }

        List<String> failures =
                result.failures().map(failed -> failed.outcome().describe()).toList();
        assertThat(failures).hasSize(1);
        assertThat(failures.getFirst())
                .startsWith("failed: deadlock: jobs would wait for each other for ever: job ")
                .contains("job 1 holds knife and waits for board")
                .contains("job 2 holds board and waits for knife")
                .contains("; let uses of resources nest in the same order everywhere");
    }

    private static List<Step> take(String first, Step whileItHoldsOne, String second) {
        return List.of(
                new Step.Use(first, List.of(whileItHoldsOne, new Step.Use(second, List.of()))));
    }
}
