package dev.manykitchens.coordinator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.manykitchens.coordinator.dispatch.RecordedEvents;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// What becomes of jobs when worker JVMs die under them, or leave.
@Tag("jvm")
class LostWorkerTest {

    private static final int JOBS = 10_000;

    private final RecordedEvents events = new RecordedEvents();

    @Test
    @Execution(CONCURRENT)
    void everyJobHasOneResultWhenAWorkerIsKilledAmongThem() {
        // Without leases and requeueing, the killed worker's jobs would be lost or come twice.
        try (Pool pool = open("processes:2")) {
            AtomicInteger finished = new AtomicInteger();
            AtomicBoolean killed = new AtomicBoolean();
            events.react(event -> {
                if (event instanceof RunEvent.JobsFinished(_, _, _, JobColumns jobs)
                        && finished.addAndGet(jobs.size()) > JOBS / 5
                        && killed.compareAndSet(false, true)) {
                    kill(events.pids().getFirst());
                }
            });

            BatchResult result =
                    pool.run(
                            squares(
                                    pool,
                                    BatchOptions.DEFAULTS.withWork(Work.parse("wait:300us"))));

            assertThat(killed).isTrue();
            for (int job = 0; job < JOBS; job++) {
                assertThat(result.outcome(job).describe())
                        .isEqualTo(Long.toString((long) job * job));
            }
            assertThat(events.changesTo(WorkerState.LOST))
                    .singleElement()
                    .satisfies(change -> {
                        assertThat(change.worker()).isEqualTo(events.workers().getFirst().worker());
                        assertThat(change.reason())
                                .isEqualTo("was killed by SIGKILL (exit code 137)");
                    });
            assertThat(events.requeued()).isPositive();
            assertThat(events.all(RunEvent.JobsRequeued.class))
                    .allMatch(RunEvent.JobsRequeued::counted);
            awaitReplacement(pool, 3);
        }
    }

    @Test
    @Execution(CONCURRENT)
    void aPoisonJobFailsAloneAfterThreeAttempts() {
        try (Pool pool = open("processes:2")) {
            int poison = 333;
            long[] numbers = LongStream.range(0, 1_000).toArray();
            numbers[poison] = -1;

            BatchResult result =
                    pool.run(
                            new Batch(
                                    pool.recipes().get("crash_if_negative"),
                                    Columns.of(Column.ofLongs(numbers)),
                                    BatchOptions.DEFAULTS));

            for (int job = 0; job < numbers.length; job++) {
                if (job != poison) {
                    assertThat(result.outcome(job).describe()).isEqualTo(Integer.toString(job));
                }
            }
            assertThat(result.outcome(poison))
                    .isInstanceOfSatisfying(
                            Outcome.WorkerLost.class,
                            lost -> {
                                assertThat(lost.message())
                                        .contains("ended with exit code 42")
                                        .contains("the soup boiled over");
                                assertThat(lost.origin().attempt()).isEqualTo(3);
                                assertThat(events.pids()).contains(lost.origin().pid());
                                assertThat(lost.origin().host()).isNotBlank();
                            });
            assertThat(events.changesTo(WorkerState.LOST)).hasSize(3);
        }
    }

    @Test
    @Execution(CONCURRENT)
    void aWorkerThatIsToldToEndFinishesWhatItHasAndLeaves() {
        try (Pool pool = open("processes:2")) {
            AtomicBoolean told = new AtomicBoolean();
            long pid = events.pids().getFirst();
            events.react(event -> {
                if (event instanceof RunEvent.JobsFinished && told.compareAndSet(false, true)) {
                    terminate(pid);
                }
            });

            BatchResult result =
                    pool.run(
                            squares(
                                    pool,
                                    BatchOptions.DEFAULTS.withWork(Work.parse("wait:300us"))));

            assertThat(result.allSucceeded()).isTrue();
            RunEvent.WorkerChanged left =
                    events.await(
                            RunEvent.WorkerChanged.class,
                            change -> change.state() == WorkerState.LEFT);
            assertThat(left.worker()).isEqualTo(events.workers().getFirst().worker());
            assertThat(events.changesTo(WorkerState.LOST)).isEmpty();
            assertThat(events.all(RunEvent.JobsRequeued.class))
                    .noneMatch(RunEvent.JobsRequeued::counted);
            awaitReplacement(pool, 3);
        }
    }

    @Test
    @Execution(CONCURRENT)
    void aWorkerThatIsStoppedIsSuspectedThenLostAndItsJobsRunElsewhere() {
        // A process that hangs keeps its connection: only its silence tells.
        try (Pool pool = open("processes:2")) {
            AtomicBoolean stopped = new AtomicBoolean();
            long pid = events.pids().getFirst();
            events.react(event -> {
                if (event instanceof RunEvent.JobsFinished && stopped.compareAndSet(false, true)) {
                    signal("STOP", pid);
                }
            });

            BatchResult result =
                    pool.run(
                            squares(
                                    pool,
                                    BatchOptions.DEFAULTS.withWork(Work.parse("wait:300us"))));

            assertThat(result.allSucceeded()).isTrue();
            assertThat(events.changesTo(WorkerState.SUSPECT)).isNotEmpty();
            assertThat(events.changesTo(WorkerState.LOST))
                    .singleElement()
                    .satisfies(change -> assertThat(change.reason()).startsWith("silent for "));
            RecordedEvents.awaitEnd(List.of(pid), java.time.Duration.ofSeconds(5));
        }
    }

    private Pool open(String spec) {
        return Pools.open(PoolSpec.parse(spec), PoolOptions.defaults().withEvents(events));
    }

    /// Waits until as many workers have joined in all, and sees that the newest works.
    private void awaitReplacement(Pool pool, int joined) {
        RunEvent.WorkerJoined newest =
                events.await(
                        RunEvent.WorkerJoined.class,
                        worker -> worker.worker().equals("w" + joined));
        assertThat(RecordedEvents.isAlive(newest.pid())).isTrue();
        assertThat(
                        pool.map(
                                "say_pid",
                                IntStream.range(0, 16).mapToObj(_ -> List.of()).toList(),
                                BatchOptions.DEFAULTS.withWork(Work.parse("wait:20ms"))))
                .contains(newest.pid());
    }

    private static Batch squares(Pool pool, BatchOptions options) {
        return new Batch(
                pool.recipes().get("compute_square"),
                Columns.of(Column.ofLongs(LongStream.range(0, JOBS).toArray())),
                options);
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private static void terminate(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroy()).isTrue();
    }

    private static void signal(String name, long pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
                    .isZero();
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
