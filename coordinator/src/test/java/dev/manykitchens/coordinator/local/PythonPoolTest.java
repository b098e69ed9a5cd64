package dev.manykitchens.coordinator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.manykitchens.coordinator.dispatch.RecordedEvents;
import dev.manykitchens.coordinator.python.NeedsPython;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchCollector;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Value;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;

/// Jobs in real Python: run, stopped, killed, and cleared away. What they take is in
/// [PythonTimesTest].
@Tag("jvm")
class PythonPoolTest {

    private final RecordedEvents events = new RecordedEvents();

    @BeforeEach
    void needsPython() {
        NeedsPython.assumePresent();
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @ValueSource(strings = {"python-threads:3", "python-processes:3", "python-asyncio"})
    void oneEspressoMachineMakesOneEspressoAtATime(String spec) {
        try (Pool pool = open(spec)) {
            BatchOptions quick = BatchOptions.DEFAULTS.withTimeScale(0.1);

            assertThat(pool.run(jobs(pool, "make_coffee", 6, quick)).allSucceeded()).isTrue();
            assertThat(events.all(RunEvent.ResourceUsed.class))
                    .hasSize(6)
                    .allMatch(use -> use.resource().equals("espresso-machine"))
                    .allMatch(use -> use.heldNanos() >= 29_000_000);
            long began = all(events.finished(), JobColumns::started).min().orElseThrow();
            long ended = all(events.finished(), JobColumns::finished).max().orElseThrow();
            assertThat(ended - began)
                    .as("six times 30 ms, one after the other")
                    .isGreaterThan(179_000_000);
        }
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @ValueSource(strings = {"python-threads:2", "python-processes:2", "python-asyncio"})
    void whatTakesTooLongTimesOutAndWhatIsCancelledStops(String spec) throws Exception {
        try (Pool pool = open(spec)) {
            BatchOptions hasty = BatchOptions.DEFAULTS.withTimeout(Duration.ofMillis(200));
            for (String work : List.of("wait:1h", "cpu:1h", "own")) {
                String recipe = work.equals("own") ? "never_ends" : "compute_square";
                BatchResult late =
                        pool.run(jobs(pool, recipe, 2, hasty.withWork(Work.parse(work))));

                assertThat(late.count(Outcome.Kind.TIMED_OUT)).as(work).isEqualTo(2);
            }
            for (String work : List.of("wait:1h", "cpu:1h")) {
                Batch batch =
                        jobs(
                                pool,
                                "compute_square",
                                6,
                                BatchOptions.DEFAULTS.withWork(Work.parse(work)));
                BatchCollector collector = new BatchCollector(batch.recipe().resultType(), 6);
                RunningBatch running = pool.start(batch, collector);
                events.await(RunEvent.ChunkAssigned.class, chunk -> chunk.batch() == running.id());
                running.cancel(1);
                running.cancel();

                assertThat(collector.await(running).count(Outcome.Kind.CANCELLED)).isEqualTo(6);
            }
            assertThat(pool.map("compute_square", List.of(3))).containsExactly(9L);
            assertThat(events.workers()).as("nothing had to be replaced").hasSize(1);
        }
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @ValueSource(strings = {"python-threads:2", "python-processes:2"})
    void aPoisonJobFailsAloneAfterThreeAttempts(String spec) {
        try (Pool pool = open(spec)) {
            Recipe crash = pool.recipes().get("crash");
            List<List<Value>> one = List.of(List.of(Value.of(42), Value.of("no more flour")));
            RunningBatch _ =
                    pool.start(
                            jobs(pool, "wait", 4, BatchOptions.DEFAULTS),
                            new BatchCollector(pool.recipes().get("wait").resultType(), 4));

            BatchResult result =
                    pool.run(new Batch(crash, RecipeBook.pack(crash, one), BatchOptions.DEFAULTS));

            assertThat(result.outcome(0))
                    .isInstanceOfSatisfying(
                            Outcome.WorkerLost.class,
                            lost -> {
                                assertThat(lost.message())
                                        .contains("ended with exit code 42")
                                        .contains("no more flour");
                                assertThat(lost.origin().attempt()).isEqualTo(3);
                            });
            assertThat(pool.map("compute_square", List.of(5))).containsExactly(25L);
        }
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @ValueSource(strings = {"python-threads:2", "python-processes:2"})
    void everyJobHasOneResultWhenPythonIsKilledAmongThem(String spec) {
        try (Pool pool = open(spec)) {
            Batch batch =
                    jobs(
                            pool,
                            "compute_square",
                            40,
                            BatchOptions.DEFAULTS.withWork(Work.parse("wait:10ms")));
            BatchCollector collector = new BatchCollector(batch.recipe().resultType(), 40);
            RunningBatch running = pool.start(batch, collector);
            events.await(RunEvent.JobsFinished.class, jobs -> jobs.batch() == running.id());
            // Of the processes that run jobs, not the one that hands them out.
            long parent = events.pids().getFirst();
            long pid =
                    ProcessHandle.of(parent)
                            .orElseThrow()
                            .descendants()
                            .findFirst()
                            .map(ProcessHandle::pid)
                            .orElse(parent);
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);

            BatchResult result = collector.await(running);

            for (int job = 0; job < 40; job++) {
                assertThat(result.outcome(job).describe())
                        .isEqualTo(Long.toString((long) job * job));
            }
            assertThat(events.changesTo(WorkerState.LOST))
                    .singleElement()
                    .satisfies(change -> assertThat(change.reason()).contains("(exit code 137)"));
        }
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @ValueSource(strings = {"python-threads:2", "python-processes:2", "python-asyncio"})
    void closingLeavesNothingBehind(String spec) {
        List<ProcessHandle> orderly = new ArrayList<>();
        try (Pool pool = open(spec)) {
            orderly.addAll(started());
            assertThat(pool.map("compute_square", List.of(2))).containsExactly(4L);
        }
        assertThat(orderly)
                .hasSize(spec.contains("processes") ? 3 : 1)
                .noneMatch(ProcessHandle::isAlive);

        Pool pool = open(spec);
        List<ProcessHandle> atOnce = started();
        var _ = pool.submit("never_ends");
        long began = System.nanoTime();
        pool.closeNow();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        awaitEnd(atOnce);
    }

    @Test
    @Execution(CONCURRENT)
    void pythonEndsWhenItsParentIsKilled() throws Exception {
        Process parent = PoolHolder.start("python-processes:2", "never_ends");
        List<Long> pids = PoolHolder.pids(parent);
        assertThat(pids).hasSize(3).allMatch(RecordedEvents::isAlive);

        parent.destroyForcibly().waitFor();

        RecordedEvents.awaitEnd(pids, Duration.ofSeconds(5));
    }

    @Test
    @Execution(CONCURRENT)
    void processesEndWhenThePythonThatStartedThemIsKilled() {
        try (Pool pool = open("python-processes:2")) {
            var _ = pool.submit("never_ends");
            List<ProcessHandle> started = started();

            assertThat(started.getFirst().destroyForcibly()).isTrue();

            awaitEnd(started);
            pool.closeNow();
        }
    }

    private static void awaitEnd(List<ProcessHandle> processes) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    /// The newest Python, and the processes that it started.
    private List<ProcessHandle> started() {
        List<ProcessHandle> started = new ArrayList<>();
        ProcessHandle parent = ProcessHandle.of(events.pids().getLast()).orElseThrow();
        started.add(parent);
        started.addAll(parent.descendants().toList());
        return started;
    }

    /// One part of all jobs.
    static LongStream all(List<JobColumns> jobs, Function<JobColumns, long[]> part) {
        return jobs.stream().map(part).flatMapToLong(Arrays::stream);
    }

    /// Jobs with the samples of a recipe.
    static Batch jobs(Pool pool, String recipe, int count, BatchOptions options) {
        Recipe known = pool.recipes().get(recipe);
        List<List<Value>> rows = new ArrayList<>();
        for (int job = 0; job < count; job++) {
            rows.add(known.sample(job));
        }
        return new Batch(known, RecipeBook.pack(known, rows), options);
    }

    private Pool open(String spec) {
        return Pools.open(PoolSpec.parse(spec), PoolOptions.defaults().withEvents(events));
    }
}
