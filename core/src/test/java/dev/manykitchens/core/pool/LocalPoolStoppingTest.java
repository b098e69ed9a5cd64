package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.fakes.Gate;
import dev.manykitchens.core.fakes.RecordingListener;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourceSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Cancelling and timing out: of jobs that wait, that compute and listen, and that do neither.
class LocalPoolStoppingTest {

    private static final String ALL = "dev.manykitchens.core.pool.LocalPoolKinds#all";
    private static final String CONCURRENT = "dev.manykitchens.core.pool.LocalPoolKinds#concurrent";
    private static final Duration FOR_EVER = Duration.ofHours(1);
    private static final BatchOptions SHORT =
            BatchOptions.DEFAULTS.withTimeout(Duration.ofMillis(50));

    private static final TestRecipe WAITING = TestRecipe.ofSteps(Step.waitFor(FOR_EVER));
    private static final TestRecipe LISTENING =
            TestRecipe.of((_, context) -> {
                while (true) {
                    context.checkpoint();
                }
            });
    private static final TestRecipe QUICK =
            new TestRecipe(
                    (_, _) -> List.of(Step.waitFor(Duration.ofMillis(1))),
                    (job, context) -> {
                        context.checkpoint();
                        Thread.sleep(1);
                        return job;
                    });

    private final RecordingListener listener = new RecordingListener();

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource(CONCURRENT)
    void cancellingABatchStopsWhatRunsAndWhatDoesNotRunYet(String spec) {
        for (TestRecipe recipe : List.of(WAITING, LISTENING)) {
            RecordingListener own = new RecordingListener();
            try (Pool pool = LocalPoolKinds.open(spec)) {
                RunningBatch batch = pool.start(recipe.batch(100), own);

                batch.cancel();

                batch.done().join();
                assertThat(own.outcomes()).hasSize(100);
                assertThat(own.outcomes().values()).containsOnly(Outcome.CANCELLED);
                assertThat(own.toldTwice()).isEmpty();
                assertUnharmed(pool);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(CONCURRENT)
    void cancellingAJobStopsThatJobOnly(String spec) throws Exception {
        Gate begun = new Gate();
        TestRecipe recipe =
                TestRecipe.of((job, context) -> {
                    while (job == 0) {
                        begun.open();
                        context.checkpoint();
                    }
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch batch = pool.start(recipe.batch(200), listener);
            begun.pass();

            batch.cancel(199);
            batch.cancel(0);
            batch.cancel(0);

            batch.done().join();
        }
        assertThat(listener.outcome(0)).isEqualTo(Outcome.CANCELLED);
        assertThat(listener.toldTwice()).isEmpty();
        assertThat(listener.outcomes()).hasSize(200);
        for (int job = 1; job < 199; job++) {
            assertThat(listener.outcome(job).describe()).isEqualTo(String.valueOf(job));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "threads:1, 1",
        "threads:3, 3",
        "virtual:3, 3",
        "forkjoin:3, 3",
        "async, 1",
        "hybrid:3, 3",
    })
    void aJobThatIsCancelledBeforeItBeginsNeverDoes(String spec, int slots) throws Exception {
        Semaphore begun = new Semaphore(0);
        Gate goOn = new Gate();
        AtomicInteger ran = new AtomicInteger();
        TestRecipe recipe =
                TestRecipe.of((_, _) -> {
                    begun.release();
                    goOn.pass();
                    return ran.incrementAndGet();
                });
        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch blocking = pool.start(recipe.batch(slots), new RecordingListener());
            assertThat(begun.tryAcquire(slots, 60, TimeUnit.SECONDS)).isTrue();
            RecordingListener later = new RecordingListener();
            RunningBatch one = pool.start(recipe.batch(3), later);

            one.cancel(0);
            one.cancel();

            one.done().join();
            assertThat(later.outcomes().values())
                    .containsExactly(Outcome.CANCELLED, Outcome.CANCELLED, Outcome.CANCELLED);
            goOn.open();
            blocking.done().join();
            assertThat(ran).hasValue(slots);
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource(ALL)
    void aJobThatTakesTooLongTimesOut(String spec) {
        TestRecipe queueing =
                TestRecipe.ofSteps(new Step.Use("machine", List.of(Step.waitFor(FOR_EVER))));
        for (TestRecipe recipe : List.of(WAITING, LISTENING, queueing)) {
            RecordingListener own = new RecordingListener();
            try (Pool pool =
                    LocalPoolKinds.open(
                            spec, EventSink.NONE, Map.of("machine", ResourceSpec.shared(1)))) {
                pool.start(recipe.batch(3, SHORT), own).done().join();

                assertThat(own.outcomes().values())
                        .hasSize(3)
                        .allSatisfy(outcome ->
                                assertThat(outcome.describe())
                                        .startsWith("timed out after 50 ms (worker local"));
                assertUnharmed(pool);
            }
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource(ALL)
    void aJobThatIsInTimeIsNotTimedOut(String spec) {
        BatchOptions generous = BatchOptions.DEFAULTS.withTimeout(Duration.ofMinutes(1));

        try (Pool pool = LocalPoolKinds.open(spec)) {
            pool.start(QUICK.batch(50, generous), listener).done().join();
        }

        assertThat(listener.values()).hasSize(50);
    }

    /// It heeds neither interrupts nor checkpoints, so its thread is given up and replaced; a
    /// resource and a stove that it held go to others, and what it says in the end is not heard.
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource(ALL)
    void aJobThatNeverEndsLosesItsThreadAndNothingElse(String spec) throws Exception {
        Gate released = new Gate();
        Gate isStuck = new Gate();
        Gate cameBack = new Gate();
        TestRecipe stuck =
                TestRecipe.ofSteps(
                        new Step.Use(
                                "machine",
                                List.of(
                                        TestRecipe.computing((_, _) -> {
                                            isStuck.open();
                                            released.passStubbornly();
                                            cameBack.open();
                                        }))));
        TestRecipe needsAll =
                TestRecipe.ofSteps(
                        new Step.Use("machine", List.of(TestRecipe.computing((_, _) -> {}))));

        try (Pool pool =
                LocalPoolKinds.open(
                        spec, EventSink.NONE, Map.of("machine", ResourceSpec.shared(1)))) {
            RecordingListener own = new RecordingListener();
            pool.start(stuck.batch(1, SHORT), own).done().join();
            while (!isStuck.isOpen()) {
                // On a busy machine its time can be up before it gets that far.
                own = new RecordingListener();
                pool.start(stuck.batch(1, SHORT), own).done().join();
            }
            assertThat(own.outcome(0)).isInstanceOf(Outcome.TimedOut.class);

            RecordingListener others = new RecordingListener();
            pool.start(needsAll.batch(20), others).done().join();
            assertThat(others.values()).hasSize(20);

            released.open();
            cameBack.pass();
            assertUnharmed(pool);
            assertThat(own.outcomes()).hasSize(1);
            assertThat(own.toldTwice()).isEmpty();
        } finally {
            released.open();
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"threads:2", "forkjoin:2", "async", "hybrid:2", "sequential"})
    void closingDoesNotWaitForAThreadThatIsLost(String spec) throws Exception {
        Gate released = new Gate();
        TestRecipe stuck =
                TestRecipe.of((job, _) -> {
                    released.passStubbornly();
                    return job;
                });
        try {
            try (Pool pool = LocalPoolKinds.open(spec)) {
                pool.start(stuck.batch(3, SHORT), listener).done().join();
            }
            assertThat(listener.outcomes().values())
                    .hasSize(3)
                    .allMatch(outcome -> outcome instanceof Outcome.TimedOut);
        } finally {
            released.open();
        }
    }

    /// Without a limit each would cost one more thread, until the JVM has none.
    @ParameterizedTest
    @ValueSource(strings = {"threads:300", "virtual:300"})
    void whenTooManyThreadsAreHeldByJobsThatDoNotStopTheOthersFail(String spec) {
        Gate released = new Gate();
        TestRecipe stuck =
                TestRecipe.of((job, _) -> {
                    released.passStubbornly();
                    return job;
                });
        int jobs = 2_000;
        try (Pool pool = LocalPoolKinds.open(spec)) {
            pool.start(stuck.batch(jobs, SHORT), listener).done().join();

            assertThat(listener.outcomes()).hasSize(jobs);
            List<Outcome> failed =
                    listener.outcomes().values().stream()
                            .filter(outcome -> outcome instanceof Outcome.Failed)
                            .toList();
            assertThat(failed)
                    .hasSizeGreaterThan(jobs - LocalPool.MOST_HELD_THREADS - 2 * 300)
                    .allSatisfy(outcome ->
                            assertThat(outcome.describe()).contains("at most 500 threads"));
        } finally {
            released.open();
        }
    }

    @Test
    void aStuckJobThatIsCancelledIsGivenUpToo() throws Exception {
        Gate released = new Gate();
        Gate begun = new Gate();
        TestRecipe stuck =
                TestRecipe.of((job, _) -> {
                    begun.open();
                    released.passStubbornly();
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open("threads:1")) {
            RunningBatch batch = pool.start(stuck.batch(2), listener);
            begun.pass();

            batch.cancel();

            batch.done().join();
            assertThat(listener.outcomes().values())
                    .containsExactly(Outcome.CANCELLED, Outcome.CANCELLED);
            assertUnharmed(pool);
        } finally {
            released.open();
        }
    }

    @Test
    void interruptingTheCallerOfASequentialPoolCancelsItsBatchAndKeepsTheInterrupt()
            throws Exception {
        Gate begun = new Gate();
        TestRecipe recipe =
                new TestRecipe(
                        (_, _) ->
                                List.of(
                                        TestRecipe.computing((_, _) -> begun.open()),
                                        Step.waitFor(FOR_EVER)),
                        (job, _) -> job);
        AtomicInteger keptInterrupts = new AtomicInteger();
        try (Pool pool = LocalPoolKinds.open("sequential")) {
            Thread caller =
                    Thread.ofPlatform()
                            .start(() -> {
                                RunningBatch _ = pool.start(recipe.batch(5), listener);
                                if (Thread.currentThread().isInterrupted()) {
                                    keptInterrupts.incrementAndGet();
                                }
                            });
            begun.pass();
            caller.interrupt();
            caller.join();
        }

        assertThat(listener.outcomes().values()).hasSize(5).containsOnly(Outcome.CANCELLED);
        assertThat(keptInterrupts).hasValue(1);
    }

    @Test
    void aSequentialBatchIsCancelledFromAnotherThread() throws Exception {
        Gate begun = new Gate();
        TestRecipe recipe =
                TestRecipe.of((_, context) -> {
                    begun.open();
                    while (true) {
                        context.checkpoint();
                    }
                });
        try (Pool pool = LocalPoolKinds.open("sequential")) {
            Thread caller = Thread.ofPlatform().start(() -> pool.start(recipe.batch(5), listener));
            begun.pass();

            pool.closeNow();

            caller.join();
        }
        assertThat(listener.outcomes().values()).hasSize(5).containsOnly(Outcome.CANCELLED);
    }

    /// Virtual threads that compute are not preempted. If whoever tells them that their time is up
    /// waited in one queue with virtual threads that have no core, nobody would ever be told.
    @Test
    void virtualThreadsThatOccupyEveryCoreStillTimeOut() {
        for (int i = 0; i < 8; i++) {
            RecordingListener own = new RecordingListener();
            try (Pool pool = LocalPoolKinds.open("virtual")) {
                pool.start(LISTENING.batch(8, SHORT), own).done().join();
            }
            assertThat(own.outcomes().values())
                    .hasSize(8)
                    .allMatch(outcome -> outcome instanceof Outcome.TimedOut);
        }
    }

    private static void assertUnharmed(Pool pool) {
        RecordingListener after = new RecordingListener();
        pool.start(QUICK.batch(20), after).done().join();
        assertThat(after.values()).hasSize(20);
    }
}
