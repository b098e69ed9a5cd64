package dev.manykitchens.report.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.InProgressColumns;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.report.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

@Timeout(30)
class DashboardTest {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final ShownPool PROCESSES =
            new ShownPool("processes:2", OptionalInt.of(1), Optional.empty());
    private static final ShownPool THREADS =
            new ShownPool(
                    "threads:2",
                    OptionalInt.empty(),
                    Optional.of(new ShownPool.ThisJvm("here", 4711, "1.2")));

    private final AtomicLong clock = new AtomicLong(50 * SECOND);

    private long residentBytes = 100_000;

    @AutoClose
    private final Dashboard dashboard =
            Dashboard.byHand(
                    "kitchen run",
                    "1.2",
                    Instant.EPOCH,
                    clock::get,
                    () -> new Vitals(residentBytes, 50_000, 90_000, 7 * SECOND));

    @Test
    void aPoolIsOpenedBeforeItIsReadyAndAClusterIsThereAtOnce() {
        EventSink pool = dashboard.pool(PROCESSES);
        EventSink cluster = dashboard.pool(ShownPool.serving("cluster"));
        cluster.accept(new RunEvent.WorkerJoined(clock.get(), "w1", "host", 7, 3));
        cluster.accept(new RunEvent.WorkerChanged(clock.get(), "w1", WorkerState.ACTIVE, ""));

        JsonNode pools = tick().get("pools");
        assertThat(pools.get(0).get("ready").asBoolean()).isFalse();
        assertThat(pools.get(0).get("slots").isNull()).isTrue();
        assertThat(pools.get(1).get("ready").asBoolean()).isTrue();
        assertThat(pools.get(1).get("slots").asInt()).isEqualTo(3);

        pool.accept(new RunEvent.PoolReady(clock.get(), "processes:2", 2, 3 * MILLI));
        assertThat(tick().get("pools").get(0).get("ready").asBoolean()).isTrue();
    }

    @Test
    void poolsAndBatchesThatAreNotShownAreCounted() {
        EventSink pool = dashboard.pool(PROCESSES);
        for (int i = 1; i < Dashboard.MOST_POOLS + 3; i++) {
            dashboard.pool(THREADS);
        }
        for (int batch = 0; batch < PoolBoard.MOST_BATCHES + 7; batch++) {
            pool.accept(new RunEvent.BatchSubmitted(clock.get(), batch, "wait", 1));
        }

        JsonNode frame = tick();

        assertThat(frame.get("pools_left_out").asInt()).isEqualTo(3);
        assertThat(frame.get("pools").get(0).get("batches_left_out").asInt()).isEqualTo(7);
        assertThat(frame.get("batches").size()).isEqualTo(PoolBoard.MOST_BATCHES);
    }

    @Test
    void whoIsInLineForAResourceIsCountedOverAllKitchens() {
        EventSink pool = dashboard.pool(PROCESSES);
        for (String worker : List.of("w1", "w2")) {
            pool.accept(new RunEvent.WorkerJoined(clock.get(), worker, "host", 7, 2));
        }
        pool.accept(inProgress("w1", "oven", "", "oven"));
        pool.accept(inProgress("w2", "till", "oven"));

        JsonNode resources = tick().get("resources");

        assertThat(resources.size()).isEqualTo(2);
        assertThat(resources.get(0).get("name").asString()).isEqualTo("oven");
        assertThat(resources.get(0).get("waiting").asInt()).isEqualTo(3);
        assertThat(resources.get(0).get("permits").isNull()).isTrue();
        assertThat(resources.get(1).get("waiting").asInt()).isEqualTo(1);

        pool.accept(inProgress("w1", "till"));
        pool.accept(new RunEvent.ResourceUsed(clock.get(), "oven", 0, 10 * MILLI, 2));
        resources = tick().get("resources");
        assertThat(resources.get(0).get("waiting").asInt()).isEqualTo(1);
        assertThat(resources.get(0).get("permits").asInt()).isEqualTo(2);
        assertThat(resources.get(1).get("waiting").asInt()).isEqualTo(2);
    }

    @Test
    void resourcesBeyondAHundredAreNotRemembered() {
        EventSink pool = dashboard.pool(PROCESSES);
        for (int i = 0; i < 105; i++) {
            pool.accept(new RunEvent.ResourceUsed(clock.get(), "r" + i, 0, 1, 1));
        }

        JsonNode frame = tick();

        assertThat(frame.get("resources").size()).isEqualTo(100);
        assertThat(frame.get("pools").get(0).get("resources_left_out").asBoolean()).isTrue();
    }

    /// A job of this worker in line for each of these; none for those without a name.
    private RunEvent inProgress(String worker, String... resources) {
        InProgressColumns jobs = new InProgressColumns(resources.length);
        for (int row = 0; row < resources.length; row++) {
            jobs.job()[row] = row;
            jobs.resource()[row] = resources[row];
            jobs.stage()[row] =
                    (resources[row].isEmpty() ? JobStage.CPU : JobStage.RESOURCE).code();
        }
        return new RunEvent.JobsInProgress(clock.get(), worker, jobs, resources.length);
    }

    @Test
    void aPoolInsideThisJvmIsOneKitchenWithTheMemoryOfThisJvm() {
        EventSink pool = dashboard.pool(THREADS);
        pool.accept(new RunEvent.PoolReady(clock.get(), "threads:2", 2, 3 * MILLI));

        JsonNode frame = tick();

        assertThat(frame.get("pools").get(0).get("name").asString()).isEqualTo("threads:2");
        assertThat(frame.get("pools").get(0).get("slots").asInt()).isEqualTo(2);
        JsonNode kitchen = frame.get("kitchens").get(0);
        assertThat(kitchen.get("name").asString()).isEqualTo("local");
        assertThat(kitchen.get("pid").asInt()).isEqualTo(4711);
        assertThat(kitchen.get("threads").asInt()).isEqualTo(2);
        assertThat(kitchen.get("state").asString()).isEqualTo("active");
        assertThat(kitchen.get("rss").asInt()).isEqualTo(100_000);
        assertThat(kitchen.get("heap").asInt()).isEqualTo(50_000);
        assertThat(kitchen.get("version").asString()).isEqualTo("1.2");
    }

    @Test
    void aPoolInsideThisJvmThatIsClosedKeepsWhatItHeldLastAndRunsNothing() {
        EventSink pool = dashboard.pool(THREADS);
        pool.accept(new RunEvent.PoolReady(clock.get(), "threads:2", 2, 3 * MILLI));
        pool.accept(inProgress("local", "oven"));
        tick();
        pool.accept(new RunEvent.PoolClosed(clock.get()));
        tick();
        residentBytes = 900_000;
        clock.addAndGet(2 * SECOND);
        tick();
        CompletableFuture<Message> told = dashboard.everything();
        tick();

        JsonNode frame = Json.tree(told.join().data());
        assertThat(kitchen(frame, "local").get("rss").asInt()).isEqualTo(100_000);
        assertThat(kitchen(frame, "local").get("state").asString()).isEqualTo("left");
        assertThat(frame.has("running")).isFalse();
        assertThat(frame.get("resources").get(0).get("waiting").asInt()).isZero();
    }

    @Test
    void theWorkersThatAPoolHadAtItsCloseStayWithWhatTheyHeldLast() {
        EventSink pool = dashboard.pool(PROCESSES);
        pool.accept(new RunEvent.PoolReady(clock.get(), "processes:2", 4, 0));
        for (String worker : List.of("w0", "w1", "w2", "w3")) {
            join(pool, worker);
            pool.accept(new RunEvent.WorkerMeasured(clock.get(), worker, 70, 0, 0, 0, 30, 60));
        }
        pool.accept(new RunEvent.WorkerChanged(clock.get(), "w3", WorkerState.LOST, "killed"));
        drain(pool, "w0");
        pool.accept(new RunEvent.WorkerChanged(clock.get(), "w0", WorkerState.LEFT, ""));
        clock.addAndGet(3 * SECOND);
        // They begin to leave together; one takes longer than workers that left are shown.
        drain(pool, "w1");
        drain(pool, "w2");
        pool.accept(new RunEvent.WorkerChanged(clock.get(), "w1", WorkerState.LEFT, ""));
        tick();
        clock.addAndGet(11 * SECOND);
        tick();
        pool.accept(new RunEvent.WorkerChanged(clock.get(), "w2", WorkerState.LEFT, ""));
        pool.accept(new RunEvent.PoolClosed(clock.get()));
        JsonNode frame = tick();
        assertThat(kitchen(frame, "w1").get("state").asString()).isEqualTo("left");
        clock.addAndGet(60 * SECOND);
        assertThat(tick().has("gone")).isFalse();

        JsonNode kitchens = everything().get("kitchens");

        assertThat(kitchens).hasSize(2);
        for (JsonNode last : kitchens) {
            assertThat(last.get("name").asString()).isIn("w1", "w2");
            assertThat(last.get("state").asString()).isEqualTo("left");
            assertThat(last.get("rss").asInt()).isEqualTo(70);
            assertThat(last.get("heap").asInt()).isEqualTo(30);
            assertThat(last.get("heap_most").asInt()).isEqualTo(60);
            assertThat(last.get("pid").asInt()).isEqualTo(7);
            assertThat(last.get("host").asString()).isEqualTo("host");
        }
    }

    @Test
    void lastWorkersBeyondTheMostAreCounted() {
        EventSink pool = dashboard.pool(PROCESSES);
        pool.accept(new RunEvent.PoolReady(clock.get(), "processes:2", 4, 0));
        int workers = LastWorkers.MOST + 3;
        for (int worker = 0; worker < workers; worker++) {
            join(pool, "w" + worker);
        }
        for (int worker = 0; worker < workers; worker++) {
            pool.accept(
                    new RunEvent.WorkerChanged(clock.get(), "w" + worker, WorkerState.LEFT, ""));
        }
        assertThat(everything().get("pools").get(0).get("kitchens_left_out").asInt()).isZero();
        pool.accept(new RunEvent.PoolClosed(clock.get()));

        JsonNode everything = everything();

        assertThat(everything.get("kitchens")).hasSize(LastWorkers.MOST);
        assertThat(everything.get("pools").get(0).get("kitchens_left_out").asInt()).isEqualTo(3);
    }

    @Test
    void aPoolThatIsForgottenTakesItsLastWorkersWithIt() {
        EventSink first = dashboard.pool(PROCESSES);
        join(first, "w1");
        first.accept(new RunEvent.WorkerChanged(clock.get(), "w1", WorkerState.LEFT, ""));
        first.accept(new RunEvent.PoolClosed(clock.get()));
        int id = kitchen(tick(), "w1").get("id").asInt();
        for (int i = 0; i < Dashboard.MOST_POOLS; i++) {
            var _ = dashboard.pool(PROCESSES);
        }

        assertThat(tick().get("gone").get("kitchens").get(0).asInt()).isEqualTo(id);
    }

    @Test
    void aPoolInsideThisJvmThatIsOpenForAMomentTellsWhatItHeldAtItsEnd() {
        tick();
        EventSink pool = dashboard.pool(THREADS);
        residentBytes = 200_000;
        pool.accept(new RunEvent.PoolReady(clock.get(), "threads:2", 2, 3 * MILLI));
        assertThat(kitchen(tick(), "local").get("rss").asInt()).isEqualTo(200_000);
        residentBytes = 300_000;
        pool.accept(new RunEvent.PoolClosed(clock.get()));
        residentBytes = 900_000;

        JsonNode local = kitchen(everything(), "local");

        assertThat(local.get("rss").asInt()).isEqualTo(300_000);
        assertThat(local.get("heap").asInt()).isEqualTo(50_000);
        assertThat(local.get("state").asString()).isEqualTo("left");
    }

    @Test
    void poolsOfOneSpecAreToldFromEachOther() {
        EventSink first = dashboard.pool(THREADS);
        var _ = dashboard.pool(PROCESSES);
        EventSink second = dashboard.pool(THREADS);
        var _ = dashboard.pool(THREADS);

        JsonNode pools = everything().get("pools");

        assertThat(pools)
                .extracting(pool -> pool.get("name").asString() + pool.get("mark").asString())
                .containsExactly("threads:2", "processes:2", "threads:22nd", "threads:23rd");
        first.accept(new RunEvent.PoolClosed(clock.get()));
        second.accept(new RunEvent.PoolClosed(clock.get()));
        int closed = pools.get(2).get("id").asInt();
        assertThatThrownBy(() -> dashboard.levers(closed)).hasMessageContaining("threads:2 (2nd)");
    }

    @Test
    void ordinalsAreThoseOfTheLanguage() {
        assertThat(IntStream.of(2, 3, 4, 11, 12, 13, 21, 22, 23, 100, 111, 112).boxed())
                .extracting(Words::ordinal)
                .containsExactly(
                        "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd",
                        "100th", "111th", "112th");
    }

    @Test
    void jobsOnThreadsBeyondThoseThatWereSetAreCountedUntilTheyEnd() {
        EventSink here = dashboard.pool(THREADS);
        here.accept(new RunEvent.PoolReady(clock.get(), "threads:2", 4, 0));
        here.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "r", 9));
        here.accept(inProgress("local", "", "", "", ""));
        here.accept(new RunEvent.WorkerResized(clock.get(), "local", 2, 0));

        JsonNode frame = tick();

        JsonNode local = kitchen(frame, "local");
        assertThat(local.get("threads").asInt()).isEqualTo(2);
        assertThat(local.get("ending").asInt()).isEqualTo(2);
        assertThat(frame.get("running").get(0).get("lane")).hasSize(4);
        assertThat(local.get("running").asInt()).isEqualTo(4);
        assertThat(frame.get("totals").get("running").asInt()).isEqualTo(4);
        assertThat(frame.get("fine").get("free").get(0).asDouble()).isZero();

        here.accept(inProgress("local", "", ""));
        frame = tick();
        assertThat(kitchen(frame, "local").get("ending").asInt()).isZero();
        assertThat(frame.get("totals").get("running").asInt()).isEqualTo(2);
    }

    @Test
    void aPoolThatIsChangedHasAsManySlotsAndStovesAsItHasByNow() {
        EventSink here = dashboard.pool(THREADS);
        here.accept(new RunEvent.PoolReady(clock.get(), "threads:2", 2, 0));
        EventSink elsewhere = dashboard.pool(PROCESSES);
        elsewhere.accept(new RunEvent.PoolReady(clock.get(), "processes:2", 2, 0));
        join(elsewhere, "w1");
        tick();

        here.accept(new RunEvent.WorkerResized(clock.get(), "local", 4, 1));
        elsewhere.accept(new RunEvent.WorkerResized(clock.get(), "w1", 3, 2));
        elsewhere.accept(new RunEvent.WorkerResized(clock.get(), "w9", 9, 9));

        JsonNode frame = tick();
        assertThat(kitchen(frame, "local").get("threads").asInt()).isEqualTo(4);
        assertThat(kitchen(frame, "local").get("stoves").asInt()).isEqualTo(1);
        assertThat(kitchen(frame, "w1").get("threads").asInt()).isEqualTo(3);
        assertThat(kitchen(frame, "w1").get("stoves").asInt()).isEqualTo(2);
        assertThat(frame.get("pools").get(0).get("slots").asInt()).isEqualTo(4);
        assertThat(frame.get("pools").get(1).get("slots").asInt()).isEqualTo(3);
    }

    @Test
    void jobsOfAPoolInsideThisJvmRunAsFarAsThereAreSlots() {
        EventSink pool = dashboard.pool(THREADS);
        pool.accept(new RunEvent.PoolReady(clock.get(), "threads:2", 2, 0));
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "compute_square", 5));

        JsonNode frame = tick();

        assertThat(frame.get("totals").get("running").asInt()).isEqualTo(2);
        assertThat(frame.get("totals").get("queued").asInt()).isEqualTo(3);
        assertThat(frame.get("batches").get(0).get("running").asInt()).isEqualTo(2);
        assertThat(frame.get("kitchens").get(0).get("running").asInt()).isEqualTo(2);
        assertThat(frame.get("fine").get("free").get(0).asDouble()).isZero();
    }

    @Test
    void aWorkerThatIsLostIsShownAsLostForAWhileWithItsReasonAndThenGone() {
        EventSink pool = dashboard.pool(PROCESSES);
        join(pool, "w1");
        join(pool, "w2");
        tick();
        pool.accept(new RunEvent.WorkerChanged(clock.get(), "w2", WorkerState.SUSPECT, "silent"));
        assertThat(kitchen(tick(), "w2").get("state").asString()).isEqualTo("suspect");
        pool.accept(
                new RunEvent.WorkerChanged(clock.get(), "w2", WorkerState.LOST, "exit code 137"));

        JsonNode lost = tick();

        assertThat(kitchen(lost, "w2").get("state").asString()).isEqualTo("lost");
        assertThat(kitchen(lost, "w2").get("reason").asString()).isEqualTo("exit code 137");
        assertThat(lost.get("totals").get("workers_lost").asInt()).isEqualTo(1);
        assertThat(lost.get("fine").get("lost").get(0).asDouble()).isEqualTo(1);
        assertThat(lost.get("news").get(0).get("text").asString())
                .isEqualTo("w2 is lost: exit code 137");
        int id = kitchen(lost, "w2").get("id").asInt();
        clock.addAndGet(11 * SECOND);
        JsonNode later = tick();
        assertThat(later.get("gone").get("kitchens").get(0).asInt()).isEqualTo(id);
    }

    @Test
    void jobsThatMoveFromALostWorkerAreCountedAsRetriedAndRunElsewhere() {
        EventSink pool = dashboard.pool(PROCESSES);
        join(pool, "w1");
        join(pool, "w2");
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "r", 4));
        pool.accept(new RunEvent.ChunkAssigned(clock.get(), 1, "w1", 1, 0, 2));
        pool.accept(new RunEvent.ChunkAssigned(clock.get(), 2, "w2", 1, 2, 2));
        assertThat(kitchen(tick(), "w2").get("running").asInt()).isEqualTo(2);
        pool.accept(new RunEvent.JobsRequeued(clock.get(), 2, "w2", 1, 2, 2, true));
        pool.accept(new RunEvent.WorkerChanged(clock.get(), "w2", WorkerState.LOST, ""));
        pool.accept(new RunEvent.ChunkAssigned(clock.get(), 3, "w1", 1, 2, 2));

        JsonNode frame = tick();

        assertThat(kitchen(frame, "w1").get("running").asInt()).isEqualTo(4);
        assertThat(frame.get("batches").get(0).get("retried").asInt()).isEqualTo(2);
        assertThat(frame.get("totals").get("retried").asInt()).isEqualTo(2);
    }

    @Test
    void aPoolTellsWhatItHasDoneSinceItOpenedThoughItsBatchesAreOver() {
        EventSink pool = dashboard.pool(ShownPool.serving("cluster"));
        join(pool, "w1");
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "r", 3));
        finish(pool, 0, 0, 10);
        pool.accept(
                new RunEvent.JobsFinished(
                        clock.get(),
                        1,
                        "",
                        JobColumns.unreported(
                                1, 2, 1, Outcome.Kind.CANCELLED, clock.get(), clock.get())));
        pool.accept(new RunEvent.BatchFinished(clock.get(), 1, 1, 2));
        tick();
        clock.addAndGet(11 * SECOND);
        CompletableFuture<Message> told = dashboard.everything();
        tick();

        JsonNode frame = Json.tree(told.join().data());
        assertThat(frame.path("batches").size()).isZero();
        JsonNode row = frame.get("pools").get(0).get("totals");
        assertThat(row.get("submitted").asInt()).isEqualTo(3);
        assertThat(row.get("succeeded").asInt()).isEqualTo(1);
        assertThat(row.get("cancelled").asInt()).isEqualTo(2);
        assertThat(row.get("queued").asInt()).isZero();
    }

    @Test
    void jobsWhoseClientWentAwayAreToldApartFromThoseThatSomebodyCancelled() {
        EventSink pool = dashboard.pool(ShownPool.serving("cluster"));
        join(pool, "w1");
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "r", 4));
        finish(pool, 0, 0, 10);
        ended(pool, 1, JobColumns.unreported(1, 3, 1, Outcome.Kind.ORPHANED, 0, clock.get()));
        pool.accept(new RunEvent.BatchFinished(clock.get(), 1, 1, 3));
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), 2, "r", 4));
        ended(pool, 2, JobColumns.unreported(0, 1, 0, Outcome.Kind.CANCELLED, 0, clock.get()));

        JsonNode frame = tick();

        JsonNode totals = frame.get("totals");
        // As the coordinator counts in its metrics.
        assertThat(totals.get("submitted").asInt()).isEqualTo(8);
        assertThat(totals.get("settled_elsewhere").asInt()).isEqualTo(1);
        assertThat(totals.get("queued").asInt()).isEqualTo(3);
        assertThat(totals.get("succeeded").asInt()).isEqualTo(1);
        assertThat(totals.get("orphaned").asInt()).isEqualTo(3);
        assertThat(totals.get("cancelled").asInt()).isZero();
        assertThat(frame.get("fine").get("failed").get(0).asDouble()).isZero();
        JsonNode left = frame.get("batches").get(0);
        assertThat(left.get("orphaned").asInt()).isEqualTo(3);
        assertThat(left.get("cancelled").asInt()).isZero();
        assertThat(frame.get("news").get(0).get("text").asString())
                .isEqualTo("3 jobs of batch 1 are orphaned: their client went away");
        JsonNode again = frame.get("batches").get(1);
        assertThat(again.get("settled_elsewhere").asInt()).isEqualTo(1);
        assertThat(again.get("jobs").asInt()).isEqualTo(3);
    }

    @Test
    void whoIsHeardAgainAndWhoJoinsAgainIsNews() {
        EventSink pool = dashboard.pool(ShownPool.serving("cluster"));
        join(pool, "w1");
        pool.accept(
                new RunEvent.WorkerChanged(
                        clock.get(), "w1", WorkerState.SUSPECT, "silent for 2.0 s"));
        pool.accept(
                new RunEvent.WorkerChanged(clock.get(), "w1", WorkerState.ACTIVE, "heard again"));
        pool.accept(new RunEvent.WorkerChanged(clock.get(), "w1", WorkerState.LOST, "exit code 1"));
        join(pool, "w1");

        assertThat(tick().get("news").findValuesAsString("text"))
                .containsExactly(
                        "w1 is suspect: silent for 2.0 s",
                        "w1 is active: heard again",
                        "w1 is lost: exit code 1",
                        "w1 joined again");
    }

    @Test
    void whatIsPlayedIsNewsWhenItBeginsAndWhenItIsOver() {
        dashboard.plays(scene(null, ""));
        dashboard.plays(scene(null, "2 times"));
        dashboard.plays(scene(StageRow.Ending.FAILED, "no pool"));

        assertThat(tick().get("news").findValuesAsString("text"))
                .containsExactly("one-stove is played", "one-stove failed: no pool");
    }

    private static StageRow scene(StageRow.@Nullable Ending ending, String verdict) {
        return new StageRow(
                Piece.Kind.SCENE,
                "one-stove",
                null,
                ending == null,
                ending,
                false,
                1,
                verdict,
                List.of());
    }

    private void ended(EventSink pool, long batch, JobColumns jobs) {
        pool.accept(new RunEvent.JobsFinished(clock.get(), batch, "", jobs));
    }

    @Test
    void aFrameTellsOnlyWhatChanged() {
        EventSink pool = dashboard.pool(PROCESSES);
        join(pool, "w1");
        join(pool, "w2");
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "r", 1));
        tick();
        // Of all rows, this changes that of its kitchen alone.
        pool.accept(new RunEvent.WorkerMeasured(clock.get(), "w1", 7, 0, 0, 0, 0, 0));

        JsonNode frame = tick();

        assertThat(frame.get("kitchens")).hasSize(1);
        assertThat(frame.has("pools")).isFalse();
        assertThat(frame.has("about")).isFalse();
    }

    @Test
    void whenNothingHappensThereIsAFrameASecondWithEveryPointOfTheCharts() {
        tick();
        long first = dashboard.frames().last();
        for (int i = 0; i < 10; i++) {
            clock.addAndGet(100 * MILLI);
            dashboard.tick();
        }
        assertThat(dashboard.frames().last()).isEqualTo(first + 1);
        assertThat(last().get("fine").get("t")).hasSize(10);
        assertThat(last().get("coarse").get("t")).hasSize(1);
    }

    @Test
    void theChartsHaveTheFiguresOfTheirStep() {
        EventSink pool = dashboard.pool(PROCESSES);
        join(pool, "w1");
        tick();
        long now = clock.get();
        pool.accept(new RunEvent.BatchSubmitted(now, 1, "r", 3));
        JobColumns jobs = JobColumns.allocate(2);
        for (int row = 0; row < 2; row++) {
            jobs.job()[row] = row;
            jobs.attempt()[row] = 1;
            jobs.submitted()[row] = now - 40 * MILLI;
            jobs.started()[row] = now - 30 * MILLI;
            jobs.finished()[row] = now - 10 * MILLI;
            jobs.delivered()[row] = now;
            jobs.stoveNanos()[row] = 5 * MILLI;
        }
        pool.accept(new RunEvent.JobsFinished(now, 1, "w1", jobs));
        pool.accept(
                new RunEvent.JobsFinished(
                        now,
                        1,
                        "w1",
                        JobColumns.unreported(2, 1, 1, Outcome.Kind.WORKER_LOST, now, now)));

        JsonNode fine = tick().get("fine");

        assertThat(fine.get("done").get(0).asDouble()).isEqualTo(30);
        assertThat(fine.get("failed").get(0).asDouble()).isEqualTo(1);
        assertThat(fine.get("start_p50").get(0).asDouble()).isBetween(0.0099, 0.0101);
        assertThat(fine.get("response_p99").get(0).asDouble()).isBetween(0.0396, 0.0404);
        assertThat(fine.get("stove_wait").get(0).asDouble()).isEqualTo(0.1);
    }

    @Test
    void barsAreOnLanesThatDoNotOverlap() {
        EventSink pool = dashboard.pool(PROCESSES);
        join(pool, "w1");
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "r", 3));
        // Two threads: one has job 0 for all the time, the other 1 and 2 one after the other.
        finish(pool, 1, 0, 10);
        finish(pool, 2, 10, 20);
        finish(pool, 0, 0, 20);

        JsonNode bars = tick().get("bars");

        assertThat(bars.get("job").toString()).isEqualTo("[1,2,0]");
        assertThat(bars.get("lane").toString()).isEqualTo("[0,0,1]");
    }

    @Test
    void aWorkerHasNoMoreLanesThanThreadsHoweverLateAnEndIsTold() {
        EventSink pool = dashboard.pool(PROCESSES);
        join(pool, "w1");
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "r", 5));
        finish(pool, 0, 0, 10);
        finish(pool, 1, 0, 12);
        finish(pool, 2, 9, 20);
        assertThat(tick().get("bars").get("lane").toString()).isEqualTo("[0,1,0]");

        pool.accept(new RunEvent.WorkerResized(clock.get(), "w1", 1, 1));
        finish(pool, 3, 1, 10);
        finish(pool, 4, 5, 20);

        assertThat(tick().get("bars").get("lane").toString()).isEqualTo("[0,0]");
    }

    @Test
    void shortNeighboursShareABar() {
        EventSink pool = dashboard.pool(PROCESSES);
        join(pool, "w1");
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "r", 3));
        finishNanos(pool, 0, 0, 1_000);
        finishNanos(pool, 1, 1_500, 2_500);
        finishNanos(pool, 2, 40 * MILLI, 40 * MILLI + 1_000);

        JsonNode bars = tick().get("bars");

        assertThat(bars.get("jobs").toString()).isEqualTo("[2,1]");
    }

    @Test
    void jobsThatAreNotDrawnAreCounted() {
        EventSink pool = dashboard.pool(PROCESSES);
        join(pool, "w1");
        int jobs = BarBuffer.MOST + 7;
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "r", jobs));
        for (int job = 0; job < jobs; job++) {
            finish(pool, job, 2L * job, 2L * job + 2);
        }

        JsonNode frame = tick();

        assertThat(frame.get("bars").get("job")).hasSize(BarBuffer.MOST);
        assertThat(frame.get("bars_left_out").asInt()).isEqualTo(7);
    }

    @Test
    void noMoreJobsAreLookedAtThanWatchingMayCost() {
        EventSink pool = dashboard.pool(PROCESSES);
        join(pool, "w1");
        int jobs = BarBuffer.MOST_JOBS + 5;
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "r", jobs));
        for (int job = 0; job < jobs; job++) {
            finishNanos(pool, job, 100L * job, 100L * job + 100);
        }

        JsonNode frame = tick();

        assertThat(frame.get("bars_left_out").asInt()).isEqualTo(5);
        assertThat(frame.get("totals").get("succeeded").asInt()).isEqualTo(jobs);
    }

    @Test
    void aComparisonIsToldWheneverItChanges() {
        assertThat(tick().has("comparison")).isFalse();
        ComparisonRow row =
                new ComparisonRow("threads:2", "measures", 3, 0.5, 0.4, 20.0, null, 0, null);
        dashboard.compares(List.of(row));

        JsonNode told = tick().get("comparison").get(0);

        assertThat(told.get("pool").asString()).isEqualTo("threads:2");
        assertThat(told.get("jobs_per_second").asDouble()).isEqualTo(20);
        dashboard.news("something else");
        assertThat(tick().has("comparison")).isFalse();
    }

    @Test
    void aSnapshotHoldsWhatAllFramesToldTogether() throws Exception {
        EventSink pool = dashboard.pool(PROCESSES);
        join(pool, "w1");
        tick();
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "r", 2));
        finish(pool, 0, 0, 10);
        tick();
        CompletableFuture<Message> told = dashboard.everything();
        finish(pool, 1, 10, 20);
        tick();

        Message message = told.get();

        assertThat(message.event()).isEqualTo("snapshot");
        assertThat(message.frame()).isEqualTo(dashboard.frames().last());
        JsonNode everything = Json.tree(message.data());
        assertThat(everything.get("about").get("title").asString()).isEqualTo("kitchen run");
        assertThat(everything.get("kitchens")).hasSize(1);
        assertThat(everything.get("bars").get("job").toString()).isEqualTo("[0,1]");
        assertThat(everything.get("fine").get("t")).hasSize(3);
    }

    @Test
    void whoNamesTheLastFrameIsToldThoseAfterIt() throws Exception {
        for (int i = 0; i < 3; i++) {
            clock.addAndGet(SECOND);
            dashboard.tick();
        }
        assertThat(dashboard.frames().after(1).orElseThrow())
                .extracting(Message::frame)
                .containsExactly(2L, 3L);
        assertThat(dashboard.frames().after(99)).isEmpty();
    }

    @Test
    void framesThatAreTooOldAreNotKept() throws Exception {
        FrameRing ring = new FrameRing(2, 1_000);
        for (int i = 1; i <= 3; i++) {
            ring.add(new Message(i, Message.FRAME, "x"));
        }
        assertThat(ring.after(0)).isEmpty();
        assertThat(ring.after(1).orElseThrow()).hasSize(2);

        ring.add(new Message(4, Message.FRAME, "x".repeat(2_000)));

        assertThat(ring.after(2)).isEmpty();
        assertThat(ring.after(3).orElseThrow()).hasSize(1);
    }

    @Test
    void whoeverWaitsIsLetGoWhenItCloses() {
        CompletableFuture<Message> told = dashboard.everything();

        dashboard.close();

        assertThat(told).isCompletedExceptionally();
        assertThatThrownBy(() -> dashboard.frames().after(dashboard.frames().last()))
                .isInstanceOf(FrameRing.ClosedException.class);
        assertThat(dashboard.everything()).isCompletedExceptionally();
    }

    @Test
    void poolsBeyondTheMostAreNotShown() {
        for (int i = 0; i < Dashboard.MOST_POOLS; i++) {
            assertThat(dashboard.pool(PROCESSES)).isNotEqualTo(PoolDisplay.NONE);
        }
        assertThat(dashboard.pool(PROCESSES)).isEqualTo(PoolDisplay.NONE);
    }

    @Test
    void aPoolThatIsClosedMakesRoomForANewOneAndItsJobsStayCounted() {
        EventSink first = dashboard.pool(PROCESSES);
        for (int i = 1; i < Dashboard.MOST_POOLS; i++) {
            var _ = dashboard.pool(PROCESSES);
        }
        first.accept(new RunEvent.PoolReady(clock.get(), "processes:2", 4, 0));
        join(first, "w1");
        first.accept(new RunEvent.BatchSubmitted(clock.get(), 1, "compute_square", 1));
        finish(first, 0, 0, 1);
        first.accept(new RunEvent.PoolClosed(clock.get()));
        tick();

        assertThat(dashboard.pool(PROCESSES)).isNotEqualTo(PoolDisplay.NONE);

        JsonNode frame = tick();
        assertThat(frame.get("gone").get("pools")).hasSize(1);
        assertThat(frame.get("pools")).hasSize(1);
        assertThat(frame.path("totals").path("succeeded").asInt(1)).isEqualTo(1);
        CompletableFuture<Message> told = dashboard.everything();
        tick();
        assertThat(Json.tree(told.join().data()).get("totals").get("succeeded").asInt())
                .isEqualTo(1);
    }

    private void join(EventSink pool, String worker) {
        pool.accept(new RunEvent.WorkerJoined(clock.get(), worker, "host", 7, 2));
        pool.accept(new RunEvent.WorkerChanged(clock.get(), worker, WorkerState.ACTIVE, ""));
    }

    private void drain(EventSink pool, String worker) {
        pool.accept(new RunEvent.WorkerChanged(clock.get(), worker, WorkerState.DRAINING, ""));
    }

    /// What somebody who comes now is told.
    private JsonNode everything() {
        CompletableFuture<Message> told = dashboard.everything();
        tick();
        return Json.tree(told.join().data());
    }

    /// A job on w1, milliseconds from now.
    private void finish(EventSink pool, int job, long start, long end) {
        finishNanos(pool, job, start * MILLI, end * MILLI);
    }

    private void finishNanos(EventSink pool, int job, long start, long end) {
        long now = clock.get();
        JobColumns jobs = JobColumns.allocate(1);
        jobs.job()[0] = job;
        jobs.attempt()[0] = 1;
        jobs.submitted()[0] = now;
        jobs.started()[0] = now + start;
        jobs.finished()[0] = now + end;
        jobs.delivered()[0] = now + end;
        pool.accept(new RunEvent.JobsFinished(now + end, 1, "w1", jobs));
    }

    private JsonNode tick() {
        clock.addAndGet(100 * MILLI);
        dashboard.tick();
        return last();
    }

    private JsonNode last() {
        long last = dashboard.frames().last();
        try {
            List<Message> newest = dashboard.frames().after(last - 1).orElseThrow();
            return Json.tree(newest.getLast().data());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode kitchen(JsonNode frame, String name) {
        for (JsonNode kitchen : frame.get("kitchens")) {
            if (kitchen.get("name").asString().equals(name)) {
                return kitchen;
            }
        }
        throw new AssertionError(name + " is not in " + frame);
    }
}
