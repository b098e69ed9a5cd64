package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.fakes.Gate;
import dev.manykitchens.core.fakes.RecordingListener;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.Step;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// In which order waiting jobs of several priorities begin where one runs at a time.
@Execution(ExecutionMode.CONCURRENT)
class LocalPoolPriorityTest {

    private final Gate begun = new Gate();
    private final Gate gate = new Gate();
    private final Queue<String> order = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(strings = {"threads:1", "forkjoin:1", "virtual:1", "async"})
    void waitingJobsOfAHigherPriorityBeginFirstWheneverTheyCame(String spec) throws Exception {
        try (Pool pool = LocalPoolKinds.open(spec)) {
            start(pool, holding("first"), 1, 0);
            begun.pass();
            start(pool, named("low"), 3, 0);
            JobFuture middle = pool.submit(named("middle"), List.of(0), priority(3));
            start(pool, named("high"), 3, 5);
            JobFuture top = pool.submit(named("top"), List.of(0), priority(100));
            gate.open();
            var _ = middle.get();
            var _ = top.get();
        }

        assertThat(order)
                .containsExactly(
                        "first 0",
                        "top 0",
                        "high 0",
                        "high 1",
                        "high 2",
                        "middle 0",
                        "low 0",
                        "low 1",
                        "low 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:1", "forkjoin:1", "virtual:1", "async"})
    void aBatchThatRunsMakesWayBetweenTwoOfItsJobsAndGoesOnAfterwards(String spec)
            throws Exception {
        try (Pool pool = LocalPoolKinds.open(spec)) {
            start(pool, holding("low"), 4, 0);
            begun.pass();
            start(pool, named("high"), 2, 7);
            gate.open();
        }

        assertThat(order).containsExactly("low 0", "high 0", "high 1", "low 1", "low 2", "low 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:1", "forkjoin:1", "virtual:1", "async"})
    void singleJobsOfTheSamePriorityBeginInTheOrderOfTheirSubmission(String spec) throws Exception {
        try (Pool pool = LocalPoolKinds.open(spec)) {
            start(pool, holding("first"), 1, 9);
            begun.pass();
            for (int job = 0; job < 3; job++) {
                var _ = pool.submit(named("job"), List.of(job), priority(9));
            }
            gate.open();
        }

        assertThat(order).containsExactly("first 0", "job 0", "job 1", "job 2");
    }

    /// The loop takes them in as they come; what they wait for is the thread that computes.
    @Test
    void computationsOfAHigherPriorityGoFirstOnThreadsBesideALoop() throws Exception {
        CountDownLatch takenIn = new CountDownLatch(6);
        try (Pool pool = LocalPoolKinds.open("hybrid:1")) {
            start(pool, holding("first"), 1, 0);
            begun.pass();
            start(pool, counted("low", takenIn), 2, 0);
            start(pool, counted("high", takenIn), 3, 5);
            var _ = pool.submit(counted("last", takenIn), List.of(0), priority(0));
            assertThat(takenIn.await(30, TimeUnit.SECONDS)).isTrue();
            gate.open();
        }

        assertThat(order.stream().skip(1).limit(3))
                .allSatisfy(job -> assertThat(job).startsWith("high"));
        assertThat(order).hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:3", "forkjoin:3", "virtual:3", "virtual", "async", "hybrid:3"})
    void nothingIsLostOrRunTwiceWhateverThePriorities(String spec) {
        RecordingListener listener = new RecordingListener();
        int batches = 200;
        try (Pool pool = LocalPoolKinds.open(spec)) {
            for (int batch = 0; batch < batches; batch++) {
                var _ =
                        pool.start(
                                named("job").batch(20, priority(batch * 37 % 5)),
                                batch == 0 ? listener : new RecordingListener());
                var _ = pool.submit(named("single"), List.of(batch), priority(batch % 3));
            }
        }

        assertThat(order).hasSize(batches * 21);
        assertThat(listener.values()).hasSize(20);
    }

    /// A thread that has left its batch for a more urgent one and is lost there leaves nothing
    /// behind that nobody does.
    @ParameterizedTest
    @ValueSource(strings = {"threads:1", "forkjoin:1"})
    void aThreadThatIsLostToAnUrgentJobTakesNothingElseAlong(String spec) throws Exception {
        Gate never = new Gate();
        TestRecipe stubborn =
                TestRecipe.of((job, _) -> {
                    never.passStubbornly();
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open(spec)) {
            start(pool, holding("low"), 4, 0);
            begun.pass();
            JobFuture lost =
                    pool.submit(
                            stubborn, List.of(0), priority(7).withTimeout(Duration.ofMillis(50)));
            gate.open();
            var _ = lost.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } finally {
            never.open();
        }

        assertThat(order).containsExactly("low 0", "low 1", "low 2", "low 3");
    }

    private void start(Pool pool, TestRecipe recipe, int jobs, int priority) {
        var _ = pool.start(recipe.batch(jobs, priority(priority)), new RecordingListener());
    }

    private static BatchOptions priority(int priority) {
        return BatchOptions.DEFAULTS.withPriority(priority);
    }

    private TestRecipe named(String name) {
        return TestRecipe.of((job, _) -> note(name, job));
    }

    /// Its first job waits at the gate.
    private TestRecipe holding(String name) {
        return TestRecipe.of((job, _) -> {
            Object noted = note(name, job);
            if (job == 0) {
                begun.open();
                gate.pass();
            }
            return noted;
        });
    }

    /// Counts jobs that are taken in; whoever hands a batch in looks at the steps of its first job
    /// too.
    private TestRecipe counted(String name, CountDownLatch takenIn) {
        Thread handsIn = Thread.currentThread();
        return new TestRecipe(
                (_, _) -> {
                    if (!Thread.currentThread().equals(handsIn)) {
                        takenIn.countDown();
                    }
                    return List.<Step>of();
                },
                (job, _) -> note(name, job));
    }

    private Object note(String name, int job) {
        order.add(name + " " + job);
        return job;
    }
}
