package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.fakes.Gate;
import dev.manykitchens.core.fakes.RecordingListener;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/// How many jobs are in progress, and how many compute, at the same instant: counted by the jobs
/// themselves, not inferred from clocks.
@Isolated("needs every core, looks at the heap")
class LocalPoolSlotsTest {

    private final RecordingListener listener = new RecordingListener();

    @ParameterizedTest
    @CsvSource({"threads:4, 4", "virtual:4, 4", "virtual, 100", "forkjoin:4, 4", "hybrid:4, 4"})
    void soManyJobsRunAtTheSameInstant(String spec, int slots) {
        CyclicBarrier everybodyIsHere = new CyclicBarrier(slots);
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    int _ = everybodyIsHere.await(30, TimeUnit.SECONDS);
                    return job;
                });

        run(spec, recipe, 3 * slots);

        assertThat(listener.values()).hasSize(3 * slots);
    }

    @ParameterizedTest
    @CsvSource({
        "sequential, 1",
        "threads:3, 3",
        "virtual:3, 3",
        "forkjoin:3, 3",
        "async, 1",
        "hybrid:3, 3",
        "threads:6+gil, 1",
        "threads:6+stoves=2, 2",
        "virtual:6+stoves=2, 2",
        "virtual+gil, 1",
        "forkjoin:6+stoves=2, 2",
        "hybrid:6+gil, 1"
    })
    void noMoreComputeAtTheSameInstantThanThereAreSlotsAndStoves(String spec, int most) {
        Together computing = new Together();
        TestRecipe recipe =
                new TestRecipe(
                        (_, _) -> List.of(TestRecipe.computing((_, _) -> computing.forAMoment())),
                        (job, context) -> {
                            for (int i = 0; i < 5; i++) {
                                computing.forAMoment();
                                context.checkpoint();
                            }
                            return job;
                        });

        run(spec, recipe, 200);

        assertThat(listener.values()).hasSize(200);
        assertThat(computing.most.get()).isBetween(1, most);
    }

    /// The wait is what makes a job slow; if waits held stoves, one stove would hide the
    /// difference.
    @ParameterizedTest
    @CsvSource({
        "threads:4+gil, 4, 4",
        "virtual:4+gil, 4, 4",
        "forkjoin:4+gil, 4, 4",
        "async+gil, 50, 50",
        "hybrid:1+gil, 50, 50"
    })
    void jobsThatWaitNeedNoStove(String spec, int atOnce, int jobs) {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger begunBeforeTheFirstEnded = new AtomicInteger();
        TestRecipe recipe =
                new TestRecipe(
                        (_, _) ->
                                List.of(
                                        TestRecipe.computing((_, _) -> begun.incrementAndGet()),
                                        Step.waitFor(Duration.ofMillis(400))),
                        (job, _) -> {
                            begunBeforeTheFirstEnded.compareAndSet(0, begun.get());
                            return job;
                        });

        run(spec, recipe, jobs);

        assertThat(begunBeforeTheFirstEnded.get()).isBetween(atOnce, jobs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:2+gil", "virtual:2+gil", "forkjoin:2+gil", "hybrid:2+gil"})
    void aJobThatOffloadsComputesBesideOthersAlthoughThereIsOneStove(String spec) {
        CyclicBarrier bothAreHere = new CyclicBarrier(2);
        Computation.Code meet =
                (_, _) -> {
                    int _ = bothAreHere.await(30, TimeUnit.SECONDS);
                };
        TestRecipe recipe = TestRecipe.ofSteps(new Step.Offload(meet));

        run(spec, recipe, 2);

        assertThat(listener.values()).hasSize(2);
    }

    /// The first job computes until the second one does: with one stove that ends only if the first
    /// gives its stove away at a checkpoint.
    @ParameterizedTest
    @ValueSource(strings = {"threads:2+gil", "virtual:2+gil", "forkjoin:2+gil", "hybrid:2+gil"})
    void aLongComputationGivesItsStoveAwayAfterTheSwitchInterval(String spec) {
        Gate secondComputes = new Gate();
        TestRecipe recipe =
                TestRecipe.of((job, context) -> {
                    if (job == 1) {
                        secondComputes.open();
                    }
                    while (!secondComputes.isOpen()) {
                        context.checkpoint();
                    }
                    return job;
                });

        run(spec, recipe, 2);

        assertThat(listener.values()).hasSize(2);
    }

    @Test
    void withoutASwitchIntervalALongComputationKeepsItsStove() {
        AtomicInteger others = new AtomicInteger();
        AtomicInteger seenByTheFirst = new AtomicInteger(-1);
        TestRecipe recipe =
                TestRecipe.of((job, context) -> {
                    if (job != 0) {
                        return others.incrementAndGet();
                    }
                    long end = System.nanoTime() + Duration.ofMillis(50).toNanos();
                    while (System.nanoTime() < end) {
                        context.checkpoint();
                    }
                    seenByTheFirst.set(others.get());
                    return job;
                });

        run("threads:2+stoves=1", recipe, 2);

        // Either the second was there before the first, or not until the first had ended.
        assertThat(seenByTheFirst.get()).isIn(0, 1);
        assertThat(listener.values()).hasSize(2);
    }

    @Test
    void sequentialRunsOnTheCallersThread() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();

        run("sequential", remembering(threads), 10);

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void asyncDoesEverythingOnOneThread() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();

        run("async", remembering(threads), 50);

        assertThat(threads).singleElement().extracting(Thread::getName).isEqualTo("async-1");
    }

    @Test
    void hybridPlansOnTheLoopAndComputesOnItsThreads() {
        // The submitter looks at the first job's steps too: it may have to calibrate.
        Thread submitter = Thread.currentThread();
        Set<String> planning = ConcurrentHashMap.newKeySet();
        Set<String> computing = ConcurrentHashMap.newKeySet();
        TestRecipe recipe =
                new TestRecipe(
                        (_, _) -> {
                            if (!Thread.currentThread().equals(submitter)) {
                                planning.add(Thread.currentThread().getName());
                            }
                            return List.of(Step.waitFor(Duration.ofMillis(1)));
                        },
                        (job, _) -> {
                            computing.add(Thread.currentThread().getName());
                            return job;
                        });

        run("hybrid:2", recipe, 100);

        assertThat(planning).containsExactly("hybrid:2-loop-1");
        assertThat(computing).isSubsetOf("hybrid:2-1", "hybrid:2-2");
    }

    @ParameterizedTest
    @CsvSource({
        "threads:2, threads:2-[12]",
        "threads:2+gil, threads:2\\+gil-[12]",
        "forkjoin:2, forkjoin:2-[0-9]+",
        "virtual:2, virtual:2"
    })
    void threadsAreNamedAfterTheirPool(String spec, String pattern) {
        Set<String> names = ConcurrentHashMap.newKeySet();
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    names.add(Thread.currentThread().getName());
                    return job;
                });

        run(spec, recipe, 20);

        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(name).matches(pattern));
    }

    @Test
    void eachJobOfAVirtualPoolHasAThreadOfItsOwn() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();

        run("virtual:2", remembering(threads), 100);

        assertThat(threads).hasSize(100).allMatch(Thread::isVirtual);
    }

    @ParameterizedTest
    @MethodSource("dev.manykitchens.core.pool.LocalPoolKinds#all")
    void noMoreJobsHoldAResourceThanItHasPermits(String spec) {
        Together holding = new Together();
        TestRecipe recipe =
                TestRecipe.ofSteps(
                        new Step.Use(
                                "machine",
                                List.of(
                                        TestRecipe.computing((_, _) -> holding.come()),
                                        Step.waitFor(Duration.ofMillis(2)),
                                        TestRecipe.computing((_, _) -> holding.go()))));

        try (Pool pool =
                LocalPoolKinds.open(
                        spec, EventSink.NONE, Map.of("machine", ResourceSpec.shared(2)))) {
            pool.start(recipe.batch(30), listener).done().join();
        }

        assertThat(listener.values()).hasSize(30);
        assertThat(holding.most.get()).isBetween(1, 2);
    }

    /// Two batches are there before any job ends; if the pool worked one off before the other, the
    /// last job of the first would end before the first job of the second.
    @ParameterizedTest
    @ValueSource(strings = {"threads:2", "virtual:2", "async", "hybrid:2"})
    void batchesTakeTurns(String spec) throws Exception {
        Gate bothAreThere = new Gate();
        AtomicInteger clock = new AtomicInteger();
        int[][] endedAt = new int[2][500];
        Gate secondIsQueued = new Gate();
        TestRecipe first = stamping(bothAreThere, clock, endedAt[0], new Gate());
        TestRecipe second = stamping(bothAreThere, clock, endedAt[1], secondIsQueued);

        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch one = pool.start(first.batch(500), listener);
            RunningBatch two = pool.start(second.batch(500), new RecordingListener());
            if (spec.startsWith("hybrid")) {
                // Its loop may not have looked yet while its computing threads are at work.
                secondIsQueued.pass();
            }
            bothAreThere.open();
            one.done().join();
            two.done().join();
        }

        ToIntFunction<int[]> last = stamps -> Arrays.stream(stamps).max().orElseThrow();
        ToIntFunction<int[]> earliest = stamps -> Arrays.stream(stamps).min().orElseThrow();
        assertThat(earliest.applyAsInt(endedAt[1])).isLessThan(last.applyAsInt(endedAt[0]));
        assertThat(earliest.applyAsInt(endedAt[0])).isLessThan(last.applyAsInt(endedAt[1]));
    }

    /// A batch is a counter, not a queue: only what runs has been taken from it.
    @ParameterizedTest
    @CsvSource({"threads:2, 2", "virtual:2, 2", "forkjoin:2, 2"})
    void aHugeBatchIsNotQueued(String spec, int slots) throws Exception {
        Gate enough = new Gate();
        Together inside = new Together();
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    inside.come();
                    enough.pass();
                    return job;
                });

        long before = usedHeap();
        try (Pool pool = LocalPoolKinds.open(spec)) {
            BatchListener deaf =
                    new BatchListener() {
                        @Override
                        public void succeeded(int first, Column results) {}

                        @Override
                        public void ended(int job, Outcome outcome) {}
                    };
            long arguments = 8L * 3_000_000;
            RunningBatch batch = pool.start(recipe.batch(3_000_000, BatchOptions.DEFAULTS), deaf);
            while (inside.now.get() < slots) {
                Thread.onSpinWait();
            }
            assertThat(usedHeap() - before).isLessThan(arguments + 16_000_000);
            enough.open();
            batch.cancel();
            batch.done().get(30, TimeUnit.SECONDS);
        }
    }

    private void run(String spec, TestRecipe recipe, int jobs) {
        try (Pool pool = LocalPoolKinds.open(spec)) {
            pool.start(recipe.batch(jobs), listener).done().join();
        }
    }

    private static TestRecipe remembering(Set<Thread> threads) {
        return new TestRecipe(
                (_, _) ->
                        List.of(
                                new Step.Offload(
                                        (Computation.Code)
                                                (_, _) -> threads.add(Thread.currentThread())),
                                Step.waitFor(Duration.ofMillis(1))),
                (job, _) -> {
                    threads.add(Thread.currentThread());
                    return job;
                });
    }

    /// @param queued opens when the second job is planned, for then the first is queued
    private static TestRecipe stamping(Gate gate, AtomicInteger clock, int[] endedAt, Gate queued) {
        Thread submitter = Thread.currentThread();
        return new TestRecipe(
                (job, _) -> {
                    if (job > 0 && !Thread.currentThread().equals(submitter)) {
                        queued.open();
                    }
                    return List.of();
                },
                (job, _) -> {
                    gate.pass();
                    endedAt[job] = clock.incrementAndGet();
                    return job;
                });
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /// Counts how many are inside at the same instant.
    private static final class Together {

        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        void come() {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
        }

        void go() {
            now.decrementAndGet();
        }

        void forAMoment() {
            come();
            long end = System.nanoTime() + 20_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            go();
        }
    }
}
