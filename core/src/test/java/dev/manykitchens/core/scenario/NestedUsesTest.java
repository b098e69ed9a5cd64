package dev.manykitchens.core.scenario;

import static dev.manykitchens.core.scenario.Shop.job;
import static dev.manykitchens.core.scenario.Shop.use;
import static dev.manykitchens.core.scenario.Shop.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.resource.ResourceSpec;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class NestedUsesTest {

    private static final Map<String, ResourceSpec> MIXED =
            Map.of("knife", ResourceSpec.inEachKitchen(1), "board", ResourceSpec.shared(1));
    private static final StepPlan STEP = waiting("5ms");

    @Test
    void oppositeOrdersThroughBothScopesAreNamed() {
        assertThat(circle(MIXED, "processes:2x2", both("knife", "board"), both("board", "knife")))
                .containsExactly(
                        new NestedUses.Nesting("job0", "knife", "board", Set.of("knife")),
                        new NestedUses.Nesting("job1", "board", "knife", Set.of("board")));
    }

    @Test
    void whatIsSeenWhenItHappensIsLeftAlone() {
        Map<String, ResourceSpec> shared =
                Map.of("knife", ResourceSpec.shared(1), "board", ResourceSpec.shared(1));
        Map<String, ResourceSpec> own =
                Map.of(
                        "knife",
                        ResourceSpec.inEachKitchen(1),
                        "board",
                        ResourceSpec.inEachKitchen(1));

        for (Map<String, ResourceSpec> resources : List.of(shared, own)) {
            assertThat(
                            circle(
                                    resources,
                                    "processes:2x2",
                                    both("knife", "board"),
                                    both("board", "knife")))
                    .isEmpty();
        }
        assertThat(circle(MIXED, "threads:4", both("knife", "board"), both("board", "knife")))
                .isEmpty();
    }

    @Test
    void oneOrderHasNoCircle() {
        assertThat(circle(MIXED, "processes:2x2", both("knife", "board"), both("knife", "board")))
                .isEmpty();
    }

    @Test
    void whereNobodyWaitsForAKitchensPermitsThereIsNoCircle() {
        // One job at a time in each kitchen.
        assertThat(circle(MIXED, "processes:4x1", both("knife", "board"), both("board", "knife")))
                .isEmpty();
    }

    @Test
    void whatHappensOneJobAtATimeIsNoCircle() {
        Map<String, ResourceSpec> gated =
                Map.of(
                        "knife",
                        ResourceSpec.inEachKitchen(1),
                        "board",
                        ResourceSpec.shared(1),
                        "gate",
                        ResourceSpec.shared(1));

        assertThat(
                        circle(
                                gated,
                                "processes:2x2",
                                use("gate", both("knife", "board")),
                                use("gate", both("board", "knife"))))
                .isEmpty();
    }

    @Test
    void circlesOfThreeAreFoundToo() {
        Map<String, ResourceSpec> three =
                Map.of(
                        "knife",
                        ResourceSpec.inEachKitchen(1),
                        "board",
                        ResourceSpec.shared(1),
                        "sink",
                        ResourceSpec.shared(1));

        assertThat(
                        circle(
                                three,
                                "cluster:2",
                                both("knife", "board"),
                                both("board", "sink"),
                                both("sink", "knife")))
                .extracting(nesting -> nesting.outer() + ">" + nesting.inner())
                .containsExactly("knife>board", "board>sink", "sink>knife");
    }

    private static StepPlan both(String outer, String inner) {
        return use(outer, STEP, use(inner, STEP));
    }

    private static List<NestedUses.Nesting> circle(
            Map<String, ResourceSpec> resources, String pool, StepPlan... each) {
        JobClass[] classes = new JobClass[each.length];
        for (int i = 0; i < each.length; i++) {
            classes[i] = job("job" + i, 1, each[i]);
        }
        Optional<List<NestedUses.Nesting>> found =
                NestedUses.unseenCircle(Shop.open(resources, classes), PoolSpec.parse(pool));
        return found.orElse(List.of());
    }
}
