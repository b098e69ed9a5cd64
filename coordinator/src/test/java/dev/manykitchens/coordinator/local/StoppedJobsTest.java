package dev.manykitchens.coordinator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.manykitchens.coordinator.dispatch.RecordedEvents;
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
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.ValueType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// Jobs in worker JVMs that are stopped: by a timeout, by the submitter, or not at all.
@Tag("jvm")
class StoppedJobsTest {

    /// Long enough for the first short job of a fresh JVM on a busy machine.
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final RecordedEvents events = new RecordedEvents();
    private Pool pool;

    @BeforeEach
    void open() {
        pool =
                Pools.open(
                        PoolSpec.parse("processes:1x2"), PoolOptions.defaults().withEvents(events));
    }

    @AfterEach
    void close() {
        pool.closeNow();
    }

    @Test
    @Execution(CONCURRENT)
    void aJobThatRunsTooLongTimesOutAndTheOthersFinish() {
        BatchResult result =
                pool.run(
                        new Batch(
                                pool.recipes().get("wait"),
                                Columns.of(new Column.Texts(new String[] {"5ms", "1h", "5ms"})),
                                BatchOptions.DEFAULTS.withTimeout(LIMIT)));

        assertThat(result.outcome(0)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(result.outcome(1))
                .isInstanceOfSatisfying(
                        Outcome.TimedOut.class,
                        late -> {
                            assertThat(late.limit()).isEqualTo(LIMIT);
                            assertThat(late.origin().worker()).isEqualTo("w1");
                        });
        assertThat(result.outcome(2)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(pool.map("compute_square", List.of(3))).containsExactly(9L);
        assertThat(events.workers()).hasSize(1);
    }

    @Test
    @Execution(CONCURRENT)
    void aJobThatHeedsNothingCostsItsThreadAndThenItsWorkerButNoOtherJob() {
        // Given up after its timeout and a second of grace; the JVM that it holds is replaced.
        RunningJob runaway = new RunningJob("never_listens", "1h");

        Outcome outcome = runaway.await().outcome(0);

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        assertThat(pool.map("compute_square", List.of(3, 4))).containsExactly(9L, 16L);
        RunEvent.WorkerChanged left =
                events.await(
                        RunEvent.WorkerChanged.class, change -> change.state() == WorkerState.LEFT);
        assertThat(left.worker()).isEqualTo("w1");
        events.await(RunEvent.WorkerJoined.class, worker -> worker.worker().equals("w2"));
        RecordedEvents.awaitEnd(List.of(events.pids().getFirst()), Duration.ofSeconds(5));
        assertThat(events.all(RunEvent.WorkerChanged.class))
                .anyMatch(change -> change.reason().contains("did not stop"));
        assertThat(pool.map("compute_square", List.of(5))).containsExactly(25L);
    }

    @Test
    @Execution(CONCURRENT)
    void jobsBehindARunawayInTheSameChunkStillRun() {
        // One thread and short jobs first, so that the chunk of the runaway holds others too.
        try (Pool single = Pools.open("processes:1")) {
            pool.map("wait", List.of("0ms", "0ms"));
            String[] durations = new String[40];
            java.util.Arrays.fill(durations, "0ms");
            durations[20] = "1h";

            BatchResult result =
                    single.run(
                            new Batch(
                                    single.recipes().get("never_listens"),
                                    Columns.of(new Column.Texts(durations)),
                                    BatchOptions.DEFAULTS.withTimeout(LIMIT)));

            assertThat(result.count(Outcome.Kind.SUCCEEDED)).isEqualTo(39);
            assertThat(result.kind(20)).isEqualTo(Outcome.Kind.TIMED_OUT);
        }
    }

    @Test
    @Execution(CONCURRENT)
    void cancellingABatchStopsWhatRunsAndWhatWaits() throws Exception {
        RunningJob forEver = new RunningJob("never_ends");
        events.await(RunEvent.ChunkAssigned.class, _ -> true);

        forEver.running.cancel();
        BatchResult result = forEver.await();

        assertThat(result.kind(0)).isEqualTo(Outcome.Kind.CANCELLED);
        forEver.running.done().get(5, TimeUnit.SECONDS);
        // Both threads are free again.
        assertThat(
                        pool.map(
                                "compute_square",
                                LongStream.range(0, 8).boxed().toList(),
                                BatchOptions.DEFAULTS.withWork(Work.parse("wait:10ms"))))
                .hasSize(8);
    }

    @Test
    @Execution(CONCURRENT)
    void cancellingOneJobLeavesTheOthers() {
        BatchCollector collector = new BatchCollector(ValueType.TEXT, 3);
        RunningBatch running =
                pool.start(
                        new Batch(
                                pool.recipes().get("wait"),
                                Columns.of(new Column.Texts(new String[] {"1h", "20ms", "20ms"})),
                                BatchOptions.DEFAULTS),
                        collector);
        events.await(RunEvent.ChunkAssigned.class, _ -> true);

        running.cancel(0);
        BatchResult result = collector.await(running);

        assertThat(result.kind(0)).isEqualTo(Outcome.Kind.CANCELLED);
        assertThat(result.count(Outcome.Kind.SUCCEEDED)).isEqualTo(2);
    }

    @Test
    @Execution(CONCURRENT)
    void finishedJobsOfASlowChunkAreNotKeptBack() throws Exception {
        // A chunk of many short jobs with a long one in the middle: results before it come at once.
        try (Pool single = Pools.open("processes:1")) {
            single.map("wait", java.util.Collections.nCopies(200, "0ms"));
            String[] durations = new String[64];
            java.util.Arrays.fill(durations, "0ms");
            durations[40] = "1h";
            java.util.concurrent.CountDownLatch before =
                    new java.util.concurrent.CountDownLatch(40);
            RunningBatch running =
                    single.start(
                            new Batch(
                                    single.recipes().get("wait"),
                                    Columns.of(new Column.Texts(durations)),
                                    BatchOptions.DEFAULTS),
                            new dev.manykitchens.core.pool.BatchListener() {
                                @Override
                                public void succeeded(int first, Column results) {
                                    for (int i = 0; i < results.size(); i++) {
                                        before.countDown();
                                    }
                                }

                                @Override
                                public void ended(int job, Outcome outcome) {}
                            });

            assertThat(before.await(10, TimeUnit.SECONDS)).isTrue();
            running.cancel();
            running.done().get(10, TimeUnit.SECONDS);
        }
    }

    /// One job that was started.
    private final class RunningJob {

        private final BatchCollector collector = new BatchCollector(ValueType.NONE, 1);
        private final RunningBatch running;

        RunningJob(String recipe, String... arguments) {
            List<Column> columns =
                    java.util.Arrays.stream(arguments)
                            .map(text -> (Column) new Column.Texts(new String[] {text}))
                            .toList();
            running =
                    pool.start(
                            new Batch(
                                    pool.recipes().get(recipe),
                                    new Columns(1, columns),
                                    arguments.length == 0
                                            ? BatchOptions.DEFAULTS
                                            : BatchOptions.DEFAULTS.withTimeout(
                                                    Duration.ofMillis(200))),
                            collector);
        }

        BatchResult await() {
            return collector.await(running);
        }
    }
}
