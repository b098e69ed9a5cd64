package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.fakes.Gate;
import dev.manykitchens.core.fakes.RecordingListener;
import dev.manykitchens.core.fakes.RecordingSink;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourceSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/// What a pool says about its jobs.
@Isolated("measures the parts of jobs")
class LocalPoolEventsTest {

    private static final String ALL = "dev.manykitchens.core.pool.LocalPoolKinds#all";
    private static final TestRecipe SQUARE = TestRecipe.of((job, _) -> (long) job * job);

    private final RecordingSink sink = new RecordingSink();
    private final RecordingListener listener = new RecordingListener();

    @ParameterizedTest
    @MethodSource(ALL)
    void aRunIsToldInOrder(String spec) {
        run(spec, SQUARE, 3_000, BatchOptions.DEFAULTS);

        List<RunEvent> events = sink.events();
        assertThat(events.get(0)).isInstanceOf(RunEvent.PoolReady.class);
        assertThat(events.get(1)).isInstanceOf(RunEvent.SettingsChanged.class);
        assertThat(events.get(2)).isInstanceOf(RunEvent.BatchSubmitted.class);
        assertThat(events.subList(3, events.size() - 2))
                .hasOnlyElementsOfType(RunEvent.JobsFinished.class);
        assertThat(events.get(events.size() - 2)).isInstanceOf(RunEvent.BatchFinished.class);
        assertThat(events.getLast()).isInstanceOf(RunEvent.PoolClosed.class);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void everyJobStandsInTheColumnsOnce(String spec) {
        run(spec, SQUARE, 3_000, BatchOptions.DEFAULTS);

        BitSet seen = new BitSet();
        for (RunEvent.JobsFinished event : sink.events(RunEvent.JobsFinished.class)) {
            assertThat(event.batch()).isEqualTo(1);
            assertThat(event.worker()).isEqualTo("local");
            for (int job : event.jobs().job()) {
                assertThat(seen.get(job)).isFalse();
                seen.set(job);
            }
        }
        assertThat(seen.cardinality()).isEqualTo(3_000);
        assertThat(sink.events(RunEvent.BatchFinished.class))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.succeeded()).isEqualTo(3_000);
                    assertThat(event.failed()).isZero();
                });
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void tinyJobsTravelInColumnsAndNotOneByOne(String spec) {
        run(spec, SQUARE, 20_000, BatchOptions.DEFAULTS);

        assertThat(sink.events().size()).isLessThan(2_000);
    }

    @ParameterizedTest
    @CsvSource({
        "sequential, 1",
        "threads:3, 3",
        "virtual:7, 7",
        "virtual, 0",
        "forkjoin:2, 2",
        "async, 0",
        "hybrid:2, 0"
    })
    void readinessSaysHowManySlotsThereAre(String spec, int slots) {
        run(spec, SQUARE, 1, BatchOptions.DEFAULTS);

        assertThat(sink.events(RunEvent.PoolReady.class))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.pool()).isEqualTo(spec);
                    assertThat(event.slots()).isEqualTo(slots);
                    assertThat(event.startupNanos()).isPositive();
                });
    }

    /// The split of a job's time is only worth drawing if its parts fit into the whole.
    @ParameterizedTest
    @MethodSource(ALL)
    void theTimesOfAJobFitTogether(String spec) {
        TestRecipe recipe =
                new TestRecipe(
                        (_, _) ->
                                List.of(
                                        Step.waitFor(Duration.ofMillis(5)),
                                        Step.compute(Duration.ofMillis(1)),
                                        new Step.Use("machine", List.of())),
                        (job, _) -> job);

        run(spec, recipe, 20, BatchOptions.DEFAULTS);

        for (RunEvent.JobsFinished event : sink.events(RunEvent.JobsFinished.class)) {
            JobColumns jobs = event.jobs();
            for (int i = 0; i < jobs.size(); i++) {
                long run = jobs.finished()[i] - jobs.started()[i];
                long parts =
                        jobs.stoveNanos()[i]
                                + jobs.cpuNanos()[i]
                                + jobs.waitNanos()[i]
                                + jobs.resourceNanos()[i];
                assertThat(jobs.submitted()[i]).isLessThanOrEqualTo(jobs.started()[i]);
                assertThat(jobs.waitNanos()[i]).isGreaterThanOrEqualTo(5_000_000);
                assertThat(jobs.cpuNanos()[i]).isGreaterThan(200_000);
                assertThat(parts).isLessThanOrEqualTo(run + 200_000);
                assertThat(jobs.attempt()[i]).isEqualTo(1);
                assertThat(jobs.kindOf(i)).isEqualTo(Outcome.Kind.SUCCEEDED);
                assertThat(jobs.assigned()[i]).isEqualTo(jobs.started()[i]);
                assertThat(jobs.delivered()[i]).isEqualTo(jobs.finished()[i]);
            }
        }
    }

    @Test
    void waitingForTheOneStoveIsTold() throws Exception {
        Gate holding = new Gate();
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    if (holding.isOpen()) {
                        return job;
                    }
                    holding.open();
                    Thread.sleep(30);
                    return job;
                });

        run("threads:2+stoves=1", recipe, 2, BatchOptions.DEFAULTS);

        long stoves = 0;
        for (RunEvent.JobsFinished event : sink.events(RunEvent.JobsFinished.class)) {
            for (long nanos : event.jobs().stoveNanos()) {
                stoves += nanos;
            }
        }
        // The second may have come a little after the first had begun to hold the stove.
        assertThat(stoves).isBetween(1_000_000L, 10_000_000_000L);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void failuresAreToldOneByOneBesideTheColumns(String spec) {
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    if (job % 2 == 1) {
                        throw new IllegalStateException("odd");
                    }
                    return job;
                });

        run(spec, recipe, 10, BatchOptions.DEFAULTS);

        assertThat(sink.events(RunEvent.JobFailed.class).stream().map(RunEvent.JobFailed::job))
                .containsExactlyInAnyOrder(1, 3, 5, 7, 9);
        assertThat(sink.events(RunEvent.JobFailed.class))
                .allSatisfy(event ->
                        assertThat(event.outcome().describe())
                                .startsWith("failed: IllegalStateException: odd"));
        assertThat(sink.events(RunEvent.BatchFinished.class))
                .singleElement()
                .satisfies(event -> assertThat(event.failed()).isEqualTo(5));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void everyUseOfAResourceIsTold(String spec) {
        TestRecipe recipe =
                TestRecipe.ofSteps(
                        new Step.Use("machine", List.of(Step.waitFor(Duration.ofMillis(2)))));

        run(spec, recipe, 10, BatchOptions.DEFAULTS);

        assertThat(sink.events(RunEvent.ResourceUsed.class))
                .hasSize(10)
                .allSatisfy(use -> {
                    assertThat(use.resource()).isEqualTo("machine");
                    assertThat(use.permits()).isEqualTo(1);
                    assertThat(use.heldNanos()).isGreaterThanOrEqualTo(2_000_000);
                    assertThat(use.waitNanos()).isNotNegative();
                });
    }

    /// One machine, many who want it: it is held nearly all the time, and never more than that.
    @ParameterizedTest
    @CsvSource({"threads:3", "async", "virtual", "hybrid:1"})
    void aResourceInDemandIsInUseNearlyAllTheTime(String spec) {
        TestRecipe recipe =
                TestRecipe.ofSteps(
                        new Step.Use("machine", List.of(Step.waitFor(Duration.ofMillis(20)))));

        run(spec, recipe, 10, BatchOptions.DEFAULTS);

        long held =
                sink.events(RunEvent.ResourceUsed.class).stream()
                        .mapToLong(RunEvent.ResourceUsed::heldNanos)
                        .sum();
        long first = sink.events(RunEvent.BatchSubmitted.class).getFirst().atNanos();
        long last = sink.events(RunEvent.BatchFinished.class).getFirst().atNanos();
        assertThat((double) held / (last - first)).isBetween(0.6, 1.0);
    }

    @Test
    void cancelledJobsAreCountedButNotToldAsFailures() {
        try (Pool pool = LocalPoolKinds.open("threads:1", sink, Map.of())) {
            RunningBatch batch =
                    pool.start(
                            TestRecipe.ofSteps(Step.waitFor(Duration.ofHours(1))).batch(5),
                            listener);
            batch.cancel();
            batch.done().join();
        }

        assertThat(sink.events(RunEvent.JobFailed.class)).isEmpty();
        assertThat(
                        sink.events(RunEvent.JobsFinished.class).stream()
                                .mapToInt(event -> event.jobs().size())
                                .sum())
                .isEqualTo(5);
    }

    @Test
    void batchesAreNumberedFromOne() {
        try (Pool pool = LocalPoolKinds.open("threads:2", sink, Map.of())) {
            for (int i = 0; i < 3; i++) {
                pool.start(SQUARE.batch(2), new RecordingListener()).done().join();
            }
        }

        assertThat(sink.events(RunEvent.BatchSubmitted.class))
                .extracting(RunEvent.BatchSubmitted::batch)
                .containsExactly(1L, 2L, 3L);
        assertThat(sink.events(RunEvent.BatchSubmitted.class))
                .allSatisfy(event -> {
                    assertThat(event.recipe()).isEqualTo("test_recipe");
                    assertThat(event.jobs()).isEqualTo(2);
                });
    }

    @Test
    void aSinkThatThrowsDoesNotStopThePool() {
        EventSink broken =
                _ -> {
                    throw new IllegalStateException("a sink must not do this");
                };
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, _) -> {});
        try (Pool pool = LocalPoolKinds.open("threads:2", broken, Map.of())) {
            pool.start(SQUARE.batch(10), listener).done().join();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }

        assertThat(listener.values()).hasSize(10);
    }

    private void run(String spec, TestRecipe recipe, int jobs, BatchOptions options) {
        try (Pool pool =
                LocalPoolKinds.open(spec, sink, Map.of("machine", ResourceSpec.shared(1)))) {
            pool.start(recipe.batch(jobs, options), listener).done().join();
        }
        assertThat(listener.outcomes()).hasSize(jobs);
    }
}
