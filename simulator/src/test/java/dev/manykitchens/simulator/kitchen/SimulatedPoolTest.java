package dev.manykitchens.simulator.kitchen;

import static dev.manykitchens.simulator.kitchen.Cooking.BOOK;
import static dev.manykitchens.simulator.kitchen.Cooking.copies;
import static dev.manykitchens.simulator.kitchen.Cooking.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.fakes.RecordingSink;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

class SimulatedPoolTest {

    private static final SimulationOptions TWO_CORES = SimulationOptions.onCores(2);

    static Collection<Recipe> cookbook() {
        return BOOK.all();
    }

    /// Drills that never end or end their JVM included: their real code is not run.
    @ParameterizedTest
    @MethodSource("cookbook")
    void everyRecipeOfTheCookbookComesToItsEndOnEveryPool(Recipe recipe) {
        SimulationOptions options = TWO_CORES.withResources(BOOK.resources());
        for (String spec : RandomStepTreesTest.SPECS) {
            SimulatedRun run = run(spec, options, Cooking.samples(10, recipe));

            assertThat(run.outcomes())
                    .as(spec)
                    .hasSize(10)
                    .allMatch(outcome -> outcome.kind() == Outcome.Kind.SUCCEEDED);
        }
    }

    @Test
    void realCodeIsNotRunUnlessResultsAreAskedFor() {
        AtomicInteger runs = new AtomicInteger();
        TestRecipe recipe =
                new TestRecipe(
                        (_, _) -> List.of(TestRecipe.computing((_, _) -> runs.incrementAndGet())),
                        (job, _) -> job + runs.incrementAndGet());

        SimulatedRun without = run("threads:2", TWO_CORES, recipe.batch(1));
        assertThat(runs).hasValue(0);
        assertThat(without.outcomes().getFirst().describe()).isEqualTo("none");

        SimulatedRun with = run("threads:2", TWO_CORES.makingResults(), recipe.batch(1));
        assertThat(with.outcomes().getFirst().describe()).isEqualTo("2");
    }

    @Test
    void codeTakesTheTimeThatIsStatedForItWhateverTheTimeScale() {
        CodeTimes times =
                new CodeTimes(
                        Map.of("test_recipe", Duration.ofMillis(3)),
                        Map.of("test_recipe", Duration.ofMillis(5)),
                        Map.of());
        TestRecipe recipe = TestRecipe.ofSteps(TestRecipe.computing((_, _) -> {}));
        BatchOptions options = BatchOptions.DEFAULTS.withTimeScale(0.1);

        SimulatedRun run =
                run("sequential", TWO_CORES.withCodeTimes(times), recipe.batch(2, options));

        assertThat(run.elapsed()).isEqualTo(Duration.ofMillis(16));
    }

    @Test
    void whatFailsIsAnOutcomeAndGivesBackWhatItHeld() {
        SimulationOptions options =
                TWO_CORES.withResources(Map.of("oven", ResourceSpec.shared(1))).makingResults();
        TestRecipe recipe =
                new TestRecipe(
                        (job, _) -> {
                            if (job == 0) {
                                throw new IllegalStateException("no such dish");
                            }
                            return List.of(
                                    new Step.Use(
                                            "oven",
                                            List.of(
                                                    job == 1
                                                            ? new Step.Use("ovne", List.of())
                                                            : TestRecipe.computing((_, _) -> {
                                                                if (job == 2) {
                                                                    throw new IllegalStateException(
                                                                            "burnt");
                                                                }
                                                            }))));
                        },
                        (job, _) -> {
                            if (job == 3) {
                                throw new IllegalStateException("dropped");
                            }
                            return job == 4 ? "text" : job;
                        });

        for (String spec :
                List.of("threads:2+gil", "virtual", "async", "hybrid:2", "processes:2")) {
            List<Outcome> outcomes = run(spec, options, recipe.batch(6)).outcomes();

            assertThat(outcomes.get(0).describe())
                    .startsWith("failed: IllegalStateException: no such dish (worker ");
            assertThat(outcomes.get(1).describe()).contains("was \"ovne\"; did you mean oven?");
            assertThat(outcomes.get(2).describe()).contains("IllegalStateException: burnt");
            assertThat(outcomes.get(3).describe()).contains("IllegalStateException: dropped");
            assertThat(outcomes.get(4).describe()).contains("must give an integer, gave a text");
            assertThat(outcomes.get(5).describe()).isEqualTo("5");
        }
    }

    @Test
    void eventsTellTheSameStoryAsTheResult() {
        RecordingSink sink = new RecordingSink();
        SimulatedRun run =
                run("processes:2x2", TWO_CORES.withEvents(sink), copies(3_000, "make_coffee"));

        List<RunEvent> events = sink.events();
        assertThat(events.getFirst()).isInstanceOf(RunEvent.WorkerJoined.class);
        assertThat(events).contains(new RunEvent.PoolReady(0, "processes:2x2", 4, 0));
        assertThat(events.getLast()).isEqualTo(new RunEvent.PoolClosed(run.elapsedNanos()));
        assertThat(events)
                .contains(new RunEvent.BatchFinished(run.elapsedNanos(), 1, 3_000, 0))
                .isSortedAccordingTo((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
        long told = 0;
        for (RunEvent event : events) {
            if (event instanceof RunEvent.JobsFinished(_, _, _, JobColumns rows)) {
                for (int row = 0; row < rows.size(); row++) {
                    int job = rows.job()[row];
                    assertThat(rows.finished()[row]).isEqualTo(run.times().finished()[job]);
                    assertThat(rows.resourceNanos()[row])
                            .isEqualTo(run.times().resourceNanos()[job]);
                }
                told += rows.size();
            }
        }
        assertThat(told).isEqualTo(3_000);
        assertThat(events.stream().filter(e -> e instanceof RunEvent.ResourceUsed).count())
                .isEqualTo(3_000);
    }

    @Test
    void emptyBatchTakesNoTime() {
        assertThat(run("async", TWO_CORES, TestRecipe.ofSteps().batch(0)).elapsedNanos()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sequential",
                "threads:4+gil",
                "virtual",
                "async",
                "hybrid:4",
                "processes:2x2"
            })
    void manyJobsThatTakeNoTimeNeedNoDeepStack(String spec) {
        SimulatedRun run = run(spec, TWO_CORES, TestRecipe.ofSteps().batch(200_000));

        assertThat(run.elapsedNanos()).isZero();
        assertThat(run.outcomes()).hasSize(200_000);
    }

    @Test
    void jobsThatWaitForEachOtherForEverAreAnErrorAndNotASilentEnd() {
        TestRecipe recipe =
                new TestRecipe(
                        (job, _) -> {
                            String outer = job == 0 ? "fork" : "knife";
                            String inner = job == 0 ? "knife" : "fork";
                            Step eat = new Step.Use(inner, List.of());
                            return List.of(
                                    new Step.Use(
                                            outer,
                                            List.of(Step.waitFor(Duration.ofMillis(1)), eat)));
                        },
                        (job, _) -> job);
        SimulationOptions options =
                TWO_CORES.withResources(
                        Map.of("fork", ResourceSpec.shared(1), "knife", ResourceSpec.shared(1)));

        assertThatIllegalStateException()
                .isThrownBy(() -> run("threads:2", options, recipe.batch(2)))
                .withMessageContaining("wait for each other for ever on threads:2");
    }

    @Test
    void runThatNeedsTooManyEventsIsBrokenOff() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        run("threads:2", TWO_CORES.withMostEvents(100), copies(200, "wait", "1s")))
                .withMessageContaining("must end within 100 events")
                .withMessageContaining("threads:2");
    }

    @Test
    void runThatOutlastsTheClockIsBrokenOff() {
        Step century = Step.waitFor(Duration.ofDays(36_525));

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        run(
                                "sequential",
                                TWO_CORES,
                                TestRecipe.ofSteps(century, century, century).batch(1)))
                .withMessageContaining("must end within 100 years of virtual time")
                .withMessageContaining("sequential");
    }

    @Test
    void recipesOfARunMustAgreeOnAResourceUnlessItIsGiven() {
        Batch coffee = copies(1, "make_coffee");
        Recipe other = new SelfService(TestRecipe.ofSteps());
        Batch selfService =
                new Batch(other, TestRecipe.ofSteps().batch(1).arguments(), BatchOptions.DEFAULTS);
        SimulationOptions given = TWO_CORES.withResources(BOOK.resources());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("threads:2", TWO_CORES, coffee, selfService))
                .withMessageContaining("must agree on the resource espresso-machine");
        assertThat(run("threads:2", given, coffee, selfService).batches()).hasSize(2);
    }

    @Test
    void whatCannotBeSimulatedIsRefusedWithASentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SimulatedPool(PoolSpec.parse("cluster"), TWO_CORES))
                .withMessageContaining("name one such as processes:4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimulationOptions.onCores(0))
                .withMessage("cores must be from 1 to 10000, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodeTimes.ofResult("wait", Duration.ofMillis(-1)))
                .withMessageContaining("the code of wait must take at least 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("processes:1", TWO_CORES.makingResults(), copies(1, "crash")))
                .withMessageContaining("crash ends the JVM");
        BatchOptions timed = BatchOptions.DEFAULTS.withTimeout(Duration.ofSeconds(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("threads:1", TWO_CORES, TestRecipe.ofSteps().batch(1, timed)))
                .withMessageContaining("must have no timeout");
    }

    /// A recipe that wants two espresso machines.
    private record SelfService(TestRecipe like) implements Recipe {
        @Override
        public String name() {
            return "self_service";
        }

        @Override
        public String summary() {
            return like.summary();
        }

        @Override
        public List<Parameter> parameters() {
            return like.parameters();
        }

        @Override
        public ValueType resultType() {
            return like.resultType();
        }

        @Override
        public Value result(Row arguments, JobContext context) throws Exception {
            return like.result(arguments, context);
        }

        @Override
        public Map<String, ResourceSpec> resources() {
            return Map.of("espresso-machine", ResourceSpec.shared(2));
        }
    }
}
