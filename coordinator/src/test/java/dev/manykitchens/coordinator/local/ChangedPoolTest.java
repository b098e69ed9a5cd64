package dev.manykitchens.coordinator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.manykitchens.coordinator.dispatch.RecordedEvents;
import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
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

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A pool of worker JVMs that is changed while it works.
@Tag("jvm")
@Execution(CONCURRENT)
@Order(1)
class ChangedPoolTest {

    private final RecordedEvents events = new RecordedEvents();

    /// Jobs that would never end, so that only those begin for which there is a thread.
    @Test
    void moreThreadsRunMoreJobsAtOnceAndSoDoesWhoTakesThePlaceOfALostOne() {
        try (Pool pool = open("processes:1")) {
            Endless batch = new Endless(pool, 8, "wait:1h");
            awaitRunning("w1", 1);

            pool.controls().make(new Change.SetThreads(3));
            awaitRunning("w1", 3);
            assertThat(events.all(RunEvent.WorkerResized.class))
                    .extracting(RunEvent.WorkerResized::worker, RunEvent.WorkerResized::threads)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("w1", 3));

            pool.controls().make(new Change.KillWorker("w1"));
            RunEvent.WorkerChanged lost =
                    events.await(
                            RunEvent.WorkerChanged.class,
                            change -> change.state() == WorkerState.LOST);
            assertThat(lost.worker()).isEqualTo("w1");
            assertThat(lost.reason())
                    .isEqualTo("killed by hand: was killed by SIGKILL (exit code 137)");
            assertThat(joined("w2").threads()).isEqualTo(3);
            awaitRunning("w2", 3);

            pool.controls().make(new Change.CancelBatch(batch.running.id()));
            batch.awaitCancelled();
        }
    }

    /// The moment when the GIL goes away.
    @Test
    void moreStovesLetAllThreadsCompute() {
        try (Pool pool = open("processes:1x3+gil")) {
            Endless batch = new Endless(pool, 3, "cpu:1h");
            RunEvent.JobsInProgress before = awaitRunning("w1", 3);
            assertThat(computing(before)).isLessThan(3);

            pool.controls().make(new Change.SetStoves(3));

            RunEvent.JobsInProgress _ =
                    events.await(RunEvent.JobsInProgress.class, jobs -> computing(jobs) == 3);
            pool.controls().make(new Change.CancelBatch(batch.running.id()));
            batch.awaitCancelled();
        }
    }

    /// It is told to who takes the place of a lost one, too.
    @Test
    void aLimitOfStovesIsTakenAway() {
        try (Pool pool = open("processes:1x3+gil")) {
            Endless batch = new Endless(pool, 3, "cpu:1h");
            assertThat(computing(awaitRunning("w1", 3))).isLessThan(3);

            pool.controls().make(new Change.SetStoves(OptionalInt.empty()));

            RunEvent.JobsInProgress _ =
                    events.await(RunEvent.JobsInProgress.class, jobs -> computing(jobs) == 3);
            assertThat(events.all(RunEvent.WorkerResized.class))
                    .extracting(RunEvent.WorkerResized::stoves)
                    .containsExactly(0);
            assertThat(events.all(RunEvent.SettingsChanged.class))
                    .last()
                    .extracting(changed -> changed.settings().stoves())
                    .isEqualTo(OptionalInt.empty());
            pool.controls().make(new Change.KillWorker("w1"));
            RunEvent.JobsInProgress _ =
                    events.await(
                            RunEvent.JobsInProgress.class,
                            jobs -> jobs.worker().equals("w2") && computing(jobs) == 3);
            pool.controls().make(new Change.CancelBatch(batch.running.id()));
            batch.awaitCancelled();
        }
    }

    @Test
    void chunksHaveNoMoreJobsThanWasSet() {
        try (Pool pool = open("processes:1")) {
            pool.controls().make(new Change.SetChunkJobs(OptionalInt.of(3)));
            pool.controls().make(new Change.SetPrefetch(4));

            assertThat(pool.run(squares(pool, 2_000, "own")).allSucceeded()).isTrue();

            assertThat(events.all(RunEvent.ChunkAssigned.class))
                    .allMatch(chunk -> chunk.count() <= 3)
                    .anyMatch(chunk -> chunk.count() == 3);
            PoolSettings first =
                    new PoolSettings(
                            OptionalInt.empty(),
                            OptionalInt.of(1),
                            OptionalInt.of(1),
                            OptionalInt.empty());
            assertThat(events.all(RunEvent.SettingsChanged.class))
                    .extracting(RunEvent.SettingsChanged::settings)
                    .containsExactly(
                            first,
                            first.withChunkJobs(OptionalInt.of(3)),
                            first.withChunkJobs(OptionalInt.of(3)).withPrefetch(4));
        }
    }

    @Test
    void aWorkerThatIsDrainedLeavesAndIsReplaced() {
        try (Pool pool = open("processes:1")) {
            pool.controls().make(new Change.DrainWorker("w1"));

            RunEvent.WorkerChanged left =
                    events.await(
                            RunEvent.WorkerChanged.class,
                            change -> change.state() == WorkerState.LEFT);
            assertThat(left.worker()).isEqualTo("w1");
            assertThat(joined("w2").threads()).isEqualTo(1);
            assertThat(events.changesTo(WorkerState.LOST)).isEmpty();
        }
    }

    /// Four that die by themselves before they had a job are the end of a pool.
    @Test
    void howeverManyAreKilledByHandOthersCome() {
        try (Pool pool = open("processes:1")) {
            for (int worker = 1; worker <= 5; worker++) {
                pool.controls().make(new Change.KillWorker("w" + worker));
                RunEvent.WorkerJoined _ = joined("w" + (worker + 1));
            }

            assertThat(pool.run(squares(pool, 10, "own")).allSucceeded()).isTrue();
        }
    }

    /// Three hands at the levers, and workers that are killed among them: every job has its result.
    @Test
    void changesMayComeAtAnyTimeWhileWorkersDie() throws Exception {
        try (Pool pool = open("processes:2")) {
            Batch batch =
                    new Batch(
                            pool.recipes().get("compute_square"),
                            Columns.of(Column.ofLongs(LongStream.range(0, 20_000).toArray())),
                            new BatchOptions(Work.parse("wait:200us"), 1, 1, Optional.empty(), 20));
            BatchCollector collector = new BatchCollector(ValueType.INTEGER, batch.size());
            RunningBatch running = pool.start(batch, collector);
            List<FutureTask<Integer>> hands = new ArrayList<>();
            for (int hand = 0; hand < 3; hand++) {
                SplittableRandom random = new SplittableRandom(hand);
                FutureTask<Integer> task = new FutureTask<>(() -> change(pool, random));
                hands.add(task);
                Thread.ofPlatform().daemon().start(task);
            }
            for (int worker = 1; worker <= 2; worker++) {
                String name = "w" + worker;
                RunEvent.JobsFinished _ =
                        events.await(
                                RunEvent.JobsFinished.class, jobs -> jobs.worker().equals(name));
                pool.controls().make(new Change.KillWorker(name));
            }

            for (FutureTask<Integer> hand : hands) {
                assertThat(hand.get()).isEqualTo(300);
            }
            assertThat(collector.await(running).allSucceeded()).isTrue();
        }
    }

    private static int change(Pool pool, SplittableRandom random) {
        for (int i = 0; i < 300; i++) {
            int count = 1 + random.nextInt(4);
            pool.controls()
                    .make(
                            switch (random.nextInt(4)) {
                                case 0 -> new Change.SetStoves(count);
                                case 1 -> new Change.SetThreads(count);
                                case 2 -> new Change.SetPrefetch(count - 1);
                                default -> new Change.SetChunkJobs(OptionalInt.of(10 * count));
                            });
        }
        return 300;
    }

    @Test
    void whoIsNotHereIsNeitherKilledNorDrainedAndTheEndIsTheEnd() {
        Pool pool = open("processes:1");
        try (pool) {
            assertThat(pool.controls().possible()).isEqualTo(EnumSet.allOf(Change.Kind.class));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.controls().make(new Change.KillWorker("w9")))
                    .withMessage(
                            "a worker must be here to be killed, the pool processes:1 has none named w9");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.controls().make(new Change.DrainWorker("w9")))
                    .withMessage(
                            "a worker must be here to be drained, the pool processes:1 has none named w9");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.controls().make(new Change.CancelBatch(4)))
                    .withMessage(
                            "a batch must be unfinished to be cancelled, number 4 of the pool processes:1 is not (any more)");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> pool.controls().make(new Change.SetThreads(2)))
                .withMessage("the pool processes:1 is closed; open another one");
    }

    private Pool open(String spec) {
        return Pools.open(
                PoolSpec.parse(spec),
                PoolOptions.defaults().withEvents(events).withProgress(Duration.ofMillis(20)));
    }

    private RunEvent.WorkerJoined joined(String worker) {
        RunEvent.WorkerJoined hello =
                events.await(RunEvent.WorkerJoined.class, it -> it.worker().equals(worker));
        RunEvent.WorkerChanged _ =
                events.await(
                        RunEvent.WorkerChanged.class,
                        change ->
                                change.worker().equals(worker)
                                        && change.state() == WorkerState.ACTIVE);
        return hello;
    }

    private RunEvent.JobsInProgress awaitRunning(String worker, int jobs) {
        return events.await(
                RunEvent.JobsInProgress.class,
                told -> told.worker().equals(worker) && told.inAll() == jobs);
    }

    private static long computing(RunEvent.JobsInProgress told) {
        return IntStream.range(0, told.jobs().size())
                .filter(row -> told.jobs().stageOf(row) == JobStage.CPU)
                .count();
    }

    private static Batch squares(Pool pool, int jobs, String work) {
        return new Batch(
                pool.recipes().get("compute_square"),
                Columns.of(Column.ofLongs(LongStream.range(0, jobs).toArray())),
                BatchOptions.DEFAULTS.withWork(Work.parse(work)));
    }

    /// A batch that only ends when it is cancelled.
    private static final class Endless {

        private final BatchCollector collector;
        private final RunningBatch running;

        Endless(Pool pool, int jobs, String work) {
            collector = new BatchCollector(ValueType.INTEGER, jobs);
            running = pool.start(squares(pool, jobs, work), collector);
        }

        void awaitCancelled() {
            var result = collector.await(running);
            List<Outcome.Kind> kinds =
                    IntStream.range(0, result.size()).mapToObj(result::kind).distinct().toList();
            assertThat(kinds).containsExactly(Outcome.Kind.CANCELLED);
        }
    }
}
