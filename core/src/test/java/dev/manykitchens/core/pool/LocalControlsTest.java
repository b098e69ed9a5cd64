package dev.manykitchens.core.pool;

import static dev.manykitchens.core.control.Change.Kind.CANCEL;
import static dev.manykitchens.core.control.Change.Kind.STOVES;
import static dev.manykitchens.core.control.Change.Kind.THREADS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.fakes.Gate;
import dev.manykitchens.core.fakes.RecordingListener;
import dev.manykitchens.core.fakes.RecordingSink;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What can be changed of the pools inside this JVM while they work.
class LocalControlsTest {

    private final RecordingListener listener = new RecordingListener();
    private final RecordingSink sink = new RecordingSink();

    /// The jobs wait for each other: with fewer threads none would ever end.
    @ParameterizedTest
    @ValueSource(strings = {"threads:1", "virtual:1", "hybrid:1"})
    void moreThreadsServeABatchThatRuns(String spec) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CyclicBarrier everybodyIsHere = new CyclicBarrier(4);
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    begun.countDown();
                    int _ = everybodyIsHere.await(60, TimeUnit.SECONDS);
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch running = pool.start(recipe.batch(8), listener);
            begun.await();

            pool.controls().make(new Change.SetThreads(4));

            running.done().join();
        }
        assertThat(listener.values()).hasSize(8);
    }

    @Test
    void moreThreadsServeSingleJobsThatWait() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CyclicBarrier everybodyIsHere = new CyclicBarrier(3);
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    begun.countDown();
                    int _ = everybodyIsHere.await(60, TimeUnit.SECONDS);
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open("threads:1")) {
            List<JobFuture> jobs = new ArrayList<>();
            for (int job = 0; job < 3; job++) {
                jobs.add(pool.submit(recipe, List.of(job), BatchOptions.DEFAULTS));
            }
            begun.await();

            pool.controls().make(new Change.SetThreads(3));

            for (int job = 0; job < 3; job++) {
                assertThat(jobs.get(job).get()).isEqualTo((long) job);
            }
        }
    }

    /// Those that run when the threads become fewer are not disturbed; whatever begins later has
    /// one thread, whoever of the four ends last.
    @ParameterizedTest
    @ValueSource(strings = {"threads:4", "virtual:4", "hybrid:4"})
    void fewerThreadsEndWithTheirJobs(String spec) throws Exception {
        Gate gate = new Gate();
        CountDownLatch allFour = new CountDownLatch(4);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    if (job < 4) {
                        allFour.countDown();
                        gate.pass();
                    } else {
                        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        atOnce.decrementAndGet();
                    }
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch running = pool.start(recipe.batch(200), listener);
            allFour.await();

            pool.controls().make(new Change.SetThreads(1));
            gate.open();

            running.done().join();
        }
        assertThat(listener.values()).hasSize(200);
        assertThat(most.get()).isEqualTo(1);
    }

    @Test
    void threadsBecomeMoreAfterTheyBecameFewer() throws Exception {
        try (Pool pool = LocalPoolKinds.open("threads:4")) {
            pool.controls().make(new Change.SetThreads(1));
            pool.controls().make(new Change.SetThreads(6));
            CyclicBarrier everybodyIsHere = new CyclicBarrier(6);
            TestRecipe recipe =
                    TestRecipe.of((job, _) -> {
                        int _ = everybodyIsHere.await(60, TimeUnit.SECONDS);
                        return job;
                    });

            pool.start(recipe.batch(6), listener).done().join();
        }
        assertThat(listener.values()).hasSize(6);
    }

    /// The moment when the GIL goes away.
    @ParameterizedTest
    @ValueSource(strings = {"threads:3+gil", "virtual+gil", "forkjoin:3+gil", "hybrid:3+gil"})
    void moreStovesServeJobsThatWaitForOne(String spec) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CyclicBarrier everybodyComputes = new CyclicBarrier(3);
        TestRecipe recipe =
                TestRecipe.ofSteps(
                        TestRecipe.computing((_, _) -> {
                            begun.countDown();
                            int _ = everybodyComputes.await(60, TimeUnit.SECONDS);
                        }));
        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch running = pool.start(recipe.batch(9), listener);
            begun.await();

            pool.controls().make(new Change.SetStoves(3));

            running.done().join();
        }
        assertThat(listener.values()).hasSize(9);
    }

    /// The jobs compute together: with one stove none would ever end.
    @ParameterizedTest
    @ValueSource(strings = {"threads:3+gil", "virtual+gil", "forkjoin:3+gil", "hybrid:3+gil"})
    void aLimitOfStovesIsTakenAway(String spec) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CyclicBarrier everybodyComputes = new CyclicBarrier(3);
        TestRecipe recipe =
                TestRecipe.ofSteps(
                        TestRecipe.computing((_, _) -> {
                            begun.countDown();
                            int _ = everybodyComputes.await(60, TimeUnit.SECONDS);
                        }));
        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch running = pool.start(recipe.batch(9), listener);
            begun.await();

            pool.controls().make(new Change.SetStoves(OptionalInt.empty()));

            running.done().join();
        }
        assertThat(listener.values()).hasSize(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:4", "virtual", "forkjoin:4", "hybrid:4", "threads:4+stoves=3"})
    void fewerStovesHoldForJobsFromThenOn(String spec) throws Exception {
        AtomicInteger computing = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TestRecipe recipe =
                TestRecipe.ofSteps(
                        TestRecipe.computing((_, _) -> {
                            most.accumulateAndGet(computing.incrementAndGet(), Math::max);
                            Thread.onSpinWait();
                            computing.decrementAndGet();
                        }));
        try (Pool pool = LocalPoolKinds.open(spec)) {
            pool.start(recipe.batch(20), listener).done().join();
            pool.controls().make(new Change.SetStoves(1));
            most.set(0);

            pool.start(recipe.batch(300), new RecordingListener()).done().join();
        }
        assertThat(most.get()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "sequential, cancel",
        "threads:2, stoves threads cancel",
        "virtual, stoves cancel",
        "virtual:2, stoves threads cancel",
        "forkjoin:2, stoves cancel",
        "async, stoves cancel",
        "hybrid:2+gil, stoves threads cancel"
    })
    void eachKindSaysWhatCanBeChanged(String spec, String words) {
        try (Pool pool = LocalPoolKinds.open(spec)) {
            assertThat(pool.controls().possible().stream().sorted().map(Change.Kind::word))
                    .containsExactly(words.split(" ", -1));
        }
    }

    @Test
    void whatIsNotPossibleIsRefusedInOneLine() {
        try (Pool pool = LocalPoolKinds.open("async")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.controls().make(new Change.KillWorker("w1")))
                    .withMessage("the pool async can change stoves, cancel, was to change kill");
        }
    }

    @Test
    void aBatchIsCancelledByItsNumber() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    begun.countDown();
                    new Gate().pass();
                    return job;
                });
        try (Pool pool = LocalPoolKinds.open("threads:1")) {
            RunningBatch running = pool.start(recipe.batch(3), listener);
            begun.await();
            JobFuture single = pool.submit(recipe, List.of(1), BatchOptions.DEFAULTS);

            pool.controls().make(new Change.CancelBatch(running.id()));
            pool.controls().make(new Change.CancelBatch(running.id() + 1));

            running.done().join();
            assertThat(single.outcome().toCompletableFuture().join()).isEqualTo(Outcome.CANCELLED);
            assertThat(listener.outcomes().values()).containsOnly(Outcome.CANCELLED).hasSize(3);
        }
    }

    @Test
    void aBatchThatIsNotThereCannotBeCancelled() {
        try (Pool pool = LocalPoolKinds.open("threads:1")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.controls().make(new Change.CancelBatch(7)))
                    .withMessage(
                            "a batch must be unfinished to be cancelled, number 7 of the pool threads:1 is not (any more)");
        }
    }

    @Test
    void everyWatcherHearsHowThePoolIsSet() {
        try (Pool pool = LocalPoolKinds.open("threads:2+gil", sink, Map.of())) {
            pool.controls().make(new Change.SetStoves(2));
            pool.controls().make(new Change.SetThreads(5));
        }
        PoolSettings first =
                new PoolSettings(
                        OptionalInt.of(1),
                        OptionalInt.of(2),
                        OptionalInt.empty(),
                        OptionalInt.empty());
        assertThat(sink.events(RunEvent.SettingsChanged.class))
                .extracting(RunEvent.SettingsChanged::settings)
                .containsExactly(
                        first,
                        first.withStoves(OptionalInt.of(2)),
                        first.withStoves(OptionalInt.of(2)).withThreads(5));
        assertThat(sink.events().get(0)).isInstanceOf(RunEvent.PoolReady.class);
        assertThat(sink.events().get(1)).isInstanceOf(RunEvent.SettingsChanged.class);
        assertThat(sink.events(RunEvent.WorkerResized.class))
                .extracting(
                        RunEvent.WorkerResized::worker,
                        RunEvent.WorkerResized::threads,
                        RunEvent.WorkerResized::stoves)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("local", 2, 2),
                        org.assertj.core.groups.Tuple.tuple("local", 5, 2));
    }

    @Test
    void aClosedPoolIsNotChanged() {
        Pool pool = LocalPoolKinds.open("threads:1", sink, Map.of());
        pool.close();
        for (Change change :
                Set.of(
                        new Change.SetThreads(2),
                        new Change.SetStoves(2),
                        new Change.CancelBatch(1))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> pool.controls().make(change))
                    .withMessage("the pool threads:1 is closed; open another one");
        }
        assertThat(sink.events().getLast()).isInstanceOf(RunEvent.PoolClosed.class);
    }

    /// Four hands at the levers, jobs that come and go, and an end in the middle of it.
    @Test
    void changesMayComeAtAnyTimeUntilThePoolIsClosed() throws Exception {
        TestRecipe recipe =
                TestRecipe.ofSteps(TestRecipe.computing((_, context) -> context.checkpoint()));
        Pool pool = LocalPoolKinds.open("threads:2+gil", sink, Map.of());
        List<FutureTask<Integer>> hands = new ArrayList<>();
        CountDownLatch allBusy = new CountDownLatch(4);
        for (int hand = 0; hand < 4; hand++) {
            SplittableRandom random = new SplittableRandom(hand);
            FutureTask<Integer> task =
                    new FutureTask<>(() -> changeUntilClosed(pool, random, allBusy));
            hands.add(task);
            Thread.ofPlatform().daemon().start(task);
        }
        allBusy.await();
        for (int batch = 0; batch < 20; batch++) {
            pool.start(recipe.batch(500), new RecordingListener());
        }
        RunningBatch last = pool.start(recipe.batch(500), listener);
        pool.close();

        for (FutureTask<Integer> hand : hands) {
            assertThat(hand.get()).isPositive();
        }
        assertThat(last.done()).isDone();
        assertThat(listener.values()).hasSize(500);
        assertThat(sink.events().getLast()).isInstanceOf(RunEvent.PoolClosed.class);
    }

    private static int changeUntilClosed(Pool pool, SplittableRandom random, CountDownLatch busy) {
        int changes = 0;
        while (true) {
            int count = 1 + random.nextInt(6);
            try {
                pool.controls()
                        .make(
                                random.nextBoolean()
                                        ? new Change.SetStoves(count)
                                        : new Change.SetThreads(count));
            } catch (IllegalStateException closed) {
                assertThat(closed).hasMessageContaining("is closed");
                return changes;
            }
            changes++;
            busy.countDown();
        }
    }

    @Test
    void kindsOfChangeHaveWords() {
        assertThat(Set.of(STOVES.word(), THREADS.word(), CANCEL.word()))
                .containsExactlyInAnyOrder("stoves", "threads", "cancel");
        assertThat(Change.Kind.CHUNK_JOBS.word()).isEqualTo("chunk-jobs");
    }
}
