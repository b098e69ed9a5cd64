package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.fakes.Gate;
import dev.manykitchens.core.fakes.RecordingListener;
import dev.manykitchens.core.fakes.RecordingSink;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Step;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/// Single jobs with futures, on pools inside this JVM.
class SingleRunTest {

    private static final String ALL = "dev.manykitchens.core.pool.LocalPoolKinds#all";
    private static final String CONCURRENT = "dev.manykitchens.core.pool.LocalPoolKinds#concurrent";
    private static final TestRecipe SQUARE = TestRecipe.of((job, _) -> job * job);
    private static final TestRecipe WAITING = TestRecipe.ofSteps(Step.waitFor(Duration.ofHours(1)));

    @ParameterizedTest
    @MethodSource(ALL)
    void eachFutureGivesItsOwnValue(String spec) throws Exception {
        try (Pool pool = LocalPoolKinds.open(spec)) {
            List<JobFuture> futures = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                futures.add(submit(pool, SQUARE, i));
            }
            for (int i = 0; i < 500; i++) {
                assertThat(futures.get(i).get()).isEqualTo((long) i * i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(CONCURRENT)
    void closingWaitsForSingleJobs(String spec) {
        List<JobFuture> futures = new ArrayList<>();
        try (Pool pool = LocalPoolKinds.open(spec)) {
            for (int i = 0; i < 20; i++) {
                futures.add(
                        submit(pool, TestRecipe.ofSteps(Step.waitFor(Duration.ofMillis(2))), i));
            }
        }
        assertThat(futures).allMatch(JobFuture::isDone);
    }

    @ParameterizedTest
    @MethodSource(CONCURRENT)
    void closingNowCancelsSingleJobs(String spec) {
        List<JobFuture> futures = new ArrayList<>();
        Pool pool = LocalPoolKinds.open(spec);
        for (int i = 0; i < 20; i++) {
            futures.add(submit(pool, WAITING, i));
        }

        pool.closeNow();

        assertThat(futures).allMatch(JobFuture::isCancelled);
        assertThatIllegalStateException()
                .isThrownBy(() -> submit(pool, SQUARE, 1))
                .withMessage("the pool " + spec + " is closed; open another one");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aCallbackOfItsFutureMayCloseThePool(String spec) throws Exception {
        Gate closed = new Gate();
        Pool pool = LocalPoolKinds.open(spec);

        var _ =
                submit(pool, TestRecipe.ofSteps(Step.waitFor(Duration.ofMillis(20))), 1)
                        .outcome()
                        .thenRun(pool::close)
                        .thenRun(closed::open);

        closed.pass();
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:2", "threads:3", "forkjoin:3", "virtual", "hybrid:3"})
    void twoCallbacksMayCloseThePool(String spec) throws Exception {
        Gate begin = new Gate();
        List<Gate> told = List.of(new Gate(), new Gate());
        List<Gate> closed = List.of(new Gate(), new Gate());
        TestRecipe held =
                TestRecipe.of((job, _) -> {
                    begin.pass();
                    return job;
                });
        Pool pool = LocalPoolKinds.open(spec);
        for (int i = 0; i < 2; i++) {
            Gate mine = told.get(i);
            Gate others = told.get(1 - i);
            var _ =
                    submit(pool, held, i)
                            .outcome()
                            .thenRun(mine::open)
                            .thenRun(others::passStubbornly)
                            .thenRun(pool::close)
                            .thenRun(closed.get(i)::open);
        }

        begin.open();

        for (Gate each : closed) {
            each.pass();
        }
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:1", "forkjoin:1", "virtual:1", "async", "hybrid:1"})
    void aJobThatIsCancelledBeforeItBeginsNeverDoes(String spec) throws Exception {
        Gate isThere = new Gate();
        Gate goOn = new Gate();
        AtomicInteger ran = new AtomicInteger();
        TestRecipe blocking =
                TestRecipe.of((job, _) -> {
                    isThere.open();
                    goOn.pass();
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open(spec)) {
            JobFuture first = submit(pool, blocking, 1);
            isThere.pass();
            JobFuture second = submit(pool, TestRecipe.of((_, _) -> ran.incrementAndGet()), 2);

            assertThat(second.cancel(true)).isTrue();

            goOn.open();
            assertThat(first.get()).isEqualTo(1L);
        }
        assertThat(ran).hasValue(0);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource(ALL)
    void aJobThatDoesNotStopLosesItsThreadAndNothingElse(String spec) throws Exception {
        Gate released = new Gate();
        TestRecipe stuck =
                TestRecipe.of((job, _) -> {
                    released.passStubbornly();
                    return job;
                });
        BatchOptions shortly = BatchOptions.DEFAULTS.withTimeout(Duration.ofMillis(50));
        try (Pool pool = LocalPoolKinds.open(spec)) {
            JobFuture lost = pool.submit(stuck, List.of(1), shortly);
            Outcome outcome = lost.outcome().toCompletableFuture().get();
            assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);

            assertThat(submit(pool, SQUARE, 3).get()).isEqualTo(9L);
        } finally {
            released.open();
        }
    }

    /// Not on virtual threads: another may have made room by then.
    @ParameterizedTest
    @ValueSource(strings = {"threads:1", "forkjoin:1", "async", "hybrid:1"})
    void whoHearsOfAnOutcomeIsRefusedWhenThePoolIsFull(String spec) throws Exception {
        // To wait there would be for ever: the thread that hears is the one that makes room.
        Gate goOn = new Gate();
        TestRecipe blocking =
                TestRecipe.of((job, _) -> {
                    goOn.pass();
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open(spec)) {
            JobFuture first = submit(pool, blocking, 1);
            List<JobFuture> again = new ArrayList<>();
            CompletionStage<Void> next =
                    first.outcome().thenAccept(_ -> again.add(submit(pool, SQUARE, 2)));
            for (int job = 1; job < LocalPool.MOST_BATCHES; job++) {
                var _ = submit(pool, SQUARE, job).isDone();
            }
            goOn.open();

            assertThatThrownBy(() -> next.toCompletableFuture().get())
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("submit from another thread");
            assertThat(again).isEmpty();
        }
    }

    @Test
    void itsEventsAreThoseOfABatchOfOne() throws Exception {
        RecordingSink sink = new RecordingSink();
        try (Pool pool = LocalPoolKinds.open("threads:2", sink, Map.of())) {
            RunningBatch batch = pool.start(SQUARE.batch(3), new RecordingListener());
            batch.done().join();
            assertThat(submit(pool, SQUARE, 3).get()).isEqualTo(9L);
            JobFuture failing = submit(pool, TestRecipe.of((_, _) -> Integer.parseInt("one")), 1);
            assertThat(failing.outcome().toCompletableFuture().get().describe())
                    .startsWith("failed: NumberFormatException");
        }

        assertThat(sink.events(RunEvent.BatchSubmitted.class))
                .extracting(RunEvent.BatchSubmitted::batch)
                .containsExactly(1L, 2L, 3L);
        assertThat(sink.events(RunEvent.JobsFinished.class))
                .filteredOn(event -> event.batch() > 1)
                .allSatisfy(event -> assertThat(event.jobs().size()).isEqualTo(1))
                .hasSize(2);
        assertThat(sink.events(RunEvent.JobFailed.class))
                .singleElement()
                .satisfies(event -> assertThat(event.batch()).isEqualTo(3));
        // The end of a job is told after its future is, so the next may be told before.
        assertThat(sink.events(RunEvent.BatchFinished.class))
                .extracting(RunEvent.BatchFinished::batch, RunEvent.BatchFinished::succeeded)
                .containsExactlyInAnyOrder(tuple(1L, 3), tuple(2L, 1), tuple(3L, 0));
    }

    private static JobFuture submit(Pool pool, TestRecipe recipe, int job) {
        return pool.submit(recipe, List.of(job), BatchOptions.DEFAULTS);
    }
}
