package dev.manykitchens.core.scenario;

import static dev.manykitchens.core.scenario.Shop.cpu;
import static dev.manykitchens.core.scenario.Shop.job;
import static dev.manykitchens.core.scenario.Shop.run;
import static dev.manykitchens.core.scenario.Shop.use;
import static dev.manykitchens.core.scenario.Shop.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class ScenarioBatchTest {

    private static final Recipe FOLLOW = Shop.BOOK.get(ScenarioBatch.RECIPE);
    private static final Scenario SCENARIO =
            Shop.open(
                    job("tea", 2, cpu("1us..9us"), waiting("exponential 1us")),
                    job("soup", 1, run("compute_square(7)"), cpu("lognormal 2us cv 2")));

    @Test
    void itsJobsAreThoseThatJobSourceDraws() {
        ScenarioBatch made = ScenarioBatch.of(SCENARIO, 500, FOLLOW, BatchOptions.DEFAULTS);
        JobSource source =
                new JobSource(SCENARIO, RandomStreams.seeded(SCENARIO.seed()).replication(0));

        for (int job = 0; job < 500; job++) {
            ScenarioJob drawn = source.next();
            List<Step> steps =
                    FOLLOW.steps(made.batch().arguments().row(job), JobRandom.of(99, job));

            assertThat(made.classes()[job]).isEqualTo(drawn.jobClass());
            assertThat(steps).hasToString(drawn.steps().toString());
        }
    }

    @Test
    void fewerJobsAreTheFirstOfMany() {
        Batch few = ScenarioBatch.of(SCENARIO, 5, FOLLOW, BatchOptions.DEFAULTS).batch();
        Batch many = ScenarioBatch.of(SCENARIO, 50, FOLLOW, BatchOptions.DEFAULTS).batch();

        assertThat(few.size()).isEqualTo(5);
        for (int job = 0; job < few.size(); job++) {
            assertThat(few.arguments().row(job).text(0))
                    .isEqualTo(many.arguments().row(job).text(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "threads:4", "virtual", "hybrid:2"})
    void whateverPoolRunsThemAllEnd(String spec) {
        Batch batch = ScenarioBatch.of(SCENARIO, 300, FOLLOW, BatchOptions.DEFAULTS).batch();

        try (Pool pool = Pools.open(spec)) {
            assertThat(pool.run(batch).values()).hasSize(300).containsOnly(Value.NONE);
        }
    }

    @Test
    void jobsOfAHigherPriorityStandFirstAndKeepTheirNumbers() {
        Scenario scenario =
                Shop.open(
                        job("slow", 2, waiting("1us..9us")),
                        urgent(job("fast", 1, waiting("1us..9us")), 5),
                        urgent(job("middle", 1, waiting("1us..9us")), 2));
        ScenarioBatch made = ScenarioBatch.of(scenario, 100, FOLLOW, BatchOptions.DEFAULTS);

        ScenarioBatch sorted = made.mostUrgentFirst(scenario);

        assertThat(sorted.batch().size()).isEqualTo(100);
        assertThat(sorted.numbers()).doesNotHaveDuplicates();
        int[] priorities = sorted.priorities(scenario).ofJob();
        for (int row = 0; row < 100; row++) {
            int job = sorted.numbers()[row];
            assertThat(sorted.classes()[row]).isEqualTo(made.classes()[job]);
            assertThat(sorted.batch().arguments().row(row).text(0))
                    .isEqualTo(made.batch().arguments().row(job).text(0));
            if (row > 0) {
                assertThat(priorities[row]).isLessThanOrEqualTo(priorities[row - 1]);
                assertThat(priorities[row] < priorities[row - 1] || job > sorted.numbers()[row - 1])
                        .as("equals stay in order")
                        .isTrue();
            }
        }
    }

    @Test
    void withoutPrioritiesTheOrderStays() {
        ScenarioBatch made = ScenarioBatch.of(SCENARIO, 50, FOLLOW, BatchOptions.DEFAULTS);

        assertThat(made.mostUrgentFirst(SCENARIO)).isSameAs(made);
        assertThat(made.numbers()).startsWith(0, 1, 2);
    }

    private static JobClass urgent(JobClass one, int priority) {
        return new JobClass(one.name(), one.weight(), one.steps(), one.deadline(), priority);
    }

    @Test
    void aTimeScaleIsThatOfTheBatch() {
        BatchOptions slower = BatchOptions.DEFAULTS.withTimeScale(10);
        Scenario scenario = Shop.open(job("a", 1, use("oven", waiting("3ms"))));
        Batch batch = ScenarioBatch.of(scenario, 1, FOLLOW, slower).batch();

        assertThat(batch.options().stepsOf(FOLLOW, batch.arguments().row(0), JobRandom.of(1, 0)))
                .hasToString("[Use[resource=oven, steps=[Wait[duration=PT0.03S]]]]");
    }
}
