package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.fakes.Gate;
import dev.manykitchens.core.fakes.RecordingListener;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.Outcome;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Threads claim many short jobs at once, and that must not show. In each test thousands of short
/// jobs come first; then one that is among jobs which its thread has claimed and not begun.
class BatchShareTest {

    private static final int JOBS = 60_000;
    private static final int LONG_ONE = 20_000;

    private final RecordingListener listener = new RecordingListener();
    private final AtomicIntegerArray begun = new AtomicIntegerArray(JOBS);

    /// It ends when all others have: were its neighbours bound to its thread, it never would.
    @ParameterizedTest
    @ValueSource(strings = {"threads:2", "threads:3+stoves=2", "forkjoin:2"})
    void othersRunTheNeighboursOfALongJob(String spec) {
        CountDownLatch others = new CountDownLatch(JOBS - 1);
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    begun.incrementAndGet(job);
                    if (job == LONG_ONE) {
                        others.await();
                    } else {
                        others.countDown();
                    }
                    return job;
                });

        try (Pool pool = LocalPoolKinds.open(spec)) {
            pool.start(recipe.batch(JOBS), listener).done().join();
        }

        assertThat(listener.values()).hasSize(JOBS);
        assertEachBegan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:1", "forkjoin:1"})
    void aNeighbourThatIsCancelledNeverBeginsAndIsToldAtOnce(String spec) throws Exception {
        Gate isThere = new Gate();
        Gate goOn = new Gate();
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    begun.incrementAndGet(job);
                    if (job == LONG_ONE) {
                        isThere.open();
                        goOn.pass();
                    }
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch batch = pool.start(recipe.batch(JOBS), listener);
            isThere.pass();

            batch.cancel(LONG_ONE + 1);
            batch.cancel(LONG_ONE + 1);
            batch.cancel(LONG_ONE - 1);
            batch.cancel(JOBS - 1);
            goOn.open();
            batch.done().join();
        }

        assertThat(listener.outcome(LONG_ONE - 1).describe())
                .isEqualTo(String.valueOf(LONG_ONE - 1));
        assertThat(listener.outcome(LONG_ONE + 1)).isEqualTo(Outcome.CANCELLED);
        assertThat(listener.outcome(JOBS - 1)).isEqualTo(Outcome.CANCELLED);
        assertThat(begun.get(LONG_ONE + 1)).isZero();
        assertThat(begun.get(JOBS - 1)).isZero();
        assertThat(listener.values()).hasSize(JOBS - 2);
        assertThat(listener.toldTwice()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:1", "threads:2", "forkjoin:1", "forkjoin:2"})
    void othersRunTheNeighboursOfAJobWhoseThreadIsGivenUp(String spec) throws Exception {
        Gate isThere = new Gate();
        Gate released = new Gate();
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    begun.incrementAndGet(job);
                    if (job == LONG_ONE) {
                        isThere.open();
                        released.passStubbornly();
                    }
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch batch = pool.start(recipe.batch(JOBS), listener);
            isThere.pass();

            batch.cancel(LONG_ONE);

            batch.done().join();
        } finally {
            released.open();
        }
        assertThat(listener.outcome(LONG_ONE)).isEqualTo(Outcome.CANCELLED);
        assertThat(listener.values()).hasSize(JOBS - 1);
        assertThat(listener.toldTwice()).isEmpty();
        assertEachBegan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:2", "forkjoin:2", "threads:2+gil"})
    void cancellingTheBatchTellsEachJobOnce(String spec) throws Exception {
        Gate isThere = new Gate();
        TestRecipe recipe =
                TestRecipe.of((job, context) -> {
                    begun.incrementAndGet(job);
                    while (job == LONG_ONE) {
                        isThere.open();
                        context.checkpoint();
                    }
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch batch = pool.start(recipe.batch(JOBS), listener);
            isThere.pass();
            batch.cancel(LONG_ONE + 1);

            batch.cancel();

            batch.done().join();
        }
        assertThat(listener.outcomes()).hasSize(JOBS);
        assertThat(listener.toldTwice()).isEmpty();
        assertThat(listener.outcome(LONG_ONE)).isEqualTo(Outcome.CANCELLED);
    }

    private void assertEachBegan(int times) {
        for (int job = 0; job < JOBS; job++) {
            assertThat(begun.get(job)).as("job %d", job).isEqualTo(times);
        }
    }
}
