package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.manykitchens.core.fakes.Gate;
import dev.manykitchens.core.fakes.RecordingListener;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Step;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// From open to close: what close waits for, and what it leaves behind.
@Isolated("looks at all threads")
class LocalPoolLifeTest {

    private static final String ALL = "dev.manykitchens.core.pool.LocalPoolKinds#all";
    private static final String CONCURRENT = "dev.manykitchens.core.pool.LocalPoolKinds#concurrent";
    private static final TestRecipe FOR_EVER =
            TestRecipe.ofSteps(Step.waitFor(Duration.ofHours(1)));

    private final RecordingListener listener = new RecordingListener();

    /// A new kind of pool must pass the same tests as the others.
    @Test
    void everyKindOfPoolInsideThisJvmIsTested() {
        Set<Class<?>> tested =
                LocalPoolKinds.all()
                        .map(spec -> PoolSpec.parse(spec).kind().getClass())
                        .collect(Collectors.toSet());

        Set<Class<?>> elsewhere =
                Set.of(
                        PoolSpec.Kind.Processes.class,
                        PoolSpec.Kind.Cluster.class,
                        PoolSpec.Kind.PythonThreads.class,
                        PoolSpec.Kind.PythonProcesses.class,
                        PoolSpec.Kind.PythonAsyncio.class);
        assertThat(PoolSpec.Kind.class.getPermittedSubclasses())
                .filteredOn(kind -> !elsewhere.contains(kind))
                .isNotEmpty()
                .allMatch(tested::contains);
    }

    @ParameterizedTest
    @MethodSource(CONCURRENT)
    void closingFinishesWhatRuns(String spec) {
        TestRecipe recipe = TestRecipe.ofSteps(Step.waitFor(Duration.ofMillis(20)));

        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch _ = pool.start(recipe.batch(5), listener);
        }

        assertThat(listener.values()).hasSize(5);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void afterClosingNoThreadOfThePoolIsLeft(String spec) {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        try (Pool pool = LocalPoolKinds.open(spec)) {
            BatchOptions timed = BatchOptions.DEFAULTS.withTimeout(Duration.ofMillis(10));
            pool.start(FOR_EVER.batch(5, timed), listener).done().join();
        }

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .filteredOn(thread -> thread.getName().startsWith(spec))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aClosedPoolTakesNoMoreBatches(String spec) {
        Pool pool = LocalPoolKinds.open(spec);
        pool.close();
        pool.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> pool.start(FOR_EVER.batch(1), listener))
                .withMessage("the pool " + spec + " is closed; open another one");
    }

    @ParameterizedTest
    @MethodSource(CONCURRENT)
    void closingNowCancelsWhatRuns(String spec) {
        Pool pool = LocalPoolKinds.open(spec);
        RunningBatch batch = pool.start(FOR_EVER.batch(20), listener);

        pool.closeNow();

        assertThat(batch.done()).isCompleted();
        assertThat(listener.outcomes().values()).hasSize(20).containsOnly(Outcome.CANCELLED);
    }

    @ParameterizedTest
    @MethodSource(CONCURRENT)
    void interruptingWhoClosesCancelsWhatRunsAndKeepsTheInterrupt(String spec) throws Exception {
        Gate waiting = new Gate();
        TestRecipe recipe =
                new TestRecipe(
                        (_, _) ->
                                List.of(
                                        TestRecipe.computing((_, _) -> waiting.open()),
                                        Step.waitFor(Duration.ofHours(1))),
                        (job, _) -> job);
        Pool pool = LocalPoolKinds.open(spec);
        RunningBatch _ = pool.start(recipe.batch(20), listener);
        Gate kept = new Gate();
        Thread closer =
                Thread.ofPlatform()
                        .start(() -> {
                            pool.close();
                            if (Thread.interrupted()) {
                                kept.open();
                            }
                        });
        waiting.pass();

        closer.interrupt();

        closer.join();
        assertThat(listener.outcomes().values()).hasSize(20).containsOnly(Outcome.CANCELLED);
        assertThat(kept.isOpen()).isTrue();
    }

    /// The callback runs on a thread of the pool, which then ends all others and, last, itself.
    @ParameterizedTest
    @MethodSource(ALL)
    void whoHearsThatAllIsDoneMayCloseThePoolRightThere(String spec) throws Exception {
        Gate closed = new Gate();
        Pool pool = LocalPoolKinds.open(spec);
        TestRecipe recipe = TestRecipe.ofSteps(Step.waitFor(Duration.ofMillis(20)));

        var _ =
                pool.start(recipe.batch(4), listener)
                        .done()
                        .thenRun(pool::close)
                        .thenRun(closed::open);

        closed.pass();
        assertThat(listener.values()).hasSize(4);
    }

    @Test
    void whoClosesSecondWaitsForTheFirst() throws Exception {
        Gate goOn = new Gate();
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    goOn.pass();
                    return job;
                });
        Pool pool = LocalPoolKinds.open("threads:2");
        RunningBatch _ = pool.start(recipe.batch(2), listener);
        Thread first = Thread.ofPlatform().start(pool::close);
        Thread second = Thread.ofPlatform().start(pool::close);

        goOn.open();
        first.join();
        second.join();

        assertThat(listener.values()).hasSize(2);
    }

    /// A submitter that is faster than the pool waits instead of filling the heap.
    @Test
    void tooManyUnfinishedBatchesHoldTheSubmitterBack() throws Exception {
        Gate goOn = new Gate();
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    goOn.pass();
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open("threads:1")) {
            for (int i = 0; i < LocalPool.MOST_BATCHES; i++) {
                RunningBatch _ = pool.start(recipe.batch(1), new RecordingListener());
            }
            Thread submitter =
                    Thread.ofPlatform().start(() -> pool.start(recipe.batch(1), listener));
            while (submitter.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(listener.calls()).isZero();

            goOn.open();
            submitter.join();
        }
        assertThat(listener.values()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void completingWhatDoneGivesChangesNothing(String spec) {
        TestRecipe recipe = TestRecipe.ofSteps(Step.waitFor(Duration.ofMillis(20)));

        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch batch = pool.start(recipe.batch(2), listener);
            boolean _ = batch.done().cancel(true);
            batch.done().join();
            assertThat(listener.values()).hasSize(2);
        }
    }
}
