package dev.manykitchens.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;

import org.junit.jupiter.api.Test;

import java.util.List;

class ClusterWatchTest {

    private static final String NOBODY = "none";

    private final ClusterWatch watch = new ClusterWatch(100);
    private long now = 100;

    @Test
    void chunkMovesFromTheQueueToItsWorkerAndOut() {
        join("a", 2);
        submit(1, 10);
        assign(1, "a", 1, 0, 4);

        assertThat(worker("a").running()).isEqualTo(4);
        assertThat(worker("a").chunks()).isEqualTo(1);
        assertThat(worker("a").freeSlots()).isEqualTo(1);
        assertThat(batch(1).queued()).isEqualTo(6);

        finish(1, "a", Outcome.Kind.SUCCEEDED, 0, 1, 2);
        finish(1, "a", Outcome.Kind.TIMED_OUT, 3);

        assertThat(worker("a").running()).isZero();
        assertThat(worker("a").chunks()).isZero();
        assertThat(worker("a").succeeded()).isEqualTo(3);
        assertThat(worker("a").failed()).isEqualTo(1);
        assertThat(worker("a").busyNanos()).as("7 ns a job").isEqualTo(28);
        assertThat(totals()).isEqualTo(new JobTotals(10, 0, 6, 0, 3, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void outcomesThatComeTogetherAreTakenFromEveryLeaseAndCopyThatHasThem() {
        join("a", 2);
        join("b", 2);
        submit(1, 20);
        assign(1, "a", 1, 0, 4);
        assign(2, "b", 1, 4, 4);
        assign(3, "a", 1, 10, 4);
        copy(4, "b", 1, 1, 3);

        finish(1, "none", Outcome.Kind.CANCELLED, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1);

        assertThat(worker("a").running()).as("0 and 11 to 13").isEqualTo(4);
        assertThat(worker("a").chunks()).isEqualTo(2);
        assertThat(worker("b").running()).isZero();
        assertThat(worker("b").chunks()).isZero();
        assertThat(totals().running()).isEqualTo(4);
        assertThat(totals().cancelled()).isEqualTo(10);

        finish(1, "a", Outcome.Kind.SUCCEEDED, 0, 11, 12, 13);

        assertThat(worker("a").running()).isZero();
        assertThat(totals().running()).isZero();
    }

    @Test
    void jobsOfALostWorkerRunUntilTheyAreBackInTheQueue() {
        join("a", 1);
        submit(1, 5);
        assign(1, "a", 1, 0, 5);
        finish(1, "a", Outcome.Kind.SUCCEEDED, 0, 3);

        change("a", WorkerState.LOST);
        assertThat(view().workers()).isEmpty();
        assertThat(totals().running()).isEqualTo(3);

        requeue(1, "a", 1, 1, 2);
        requeue(1, "a", 1, 4, 1);

        assertThat(totals()).isEqualTo(new JobTotals(5, 0, 3, 0, 2, 0, 0, 0, 3, 0, 0));
        assertThat(view().workersLost()).isEqualTo(1);
    }

    @Test
    void jobThatKillsItsLastWorkerFails() {
        join("a", 1);
        submit(1, 1);
        assign(1, "a", 1, 0, 1);
        change("a", WorkerState.LOST);

        finish(1, "a", Outcome.Kind.WORKER_LOST, 0);
        done(1, 0, 1);

        assertThat(totals()).isEqualTo(new JobTotals(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0));
        assertThat(view().batches()).isEmpty();
    }

    @Test
    void copyRunsAtTwoWorkersAndCountsOnce() {
        join("a", 1);
        join("b", 1);
        submit(1, 1);
        assign(1, "a", 1, 0, 1);
        copy(2, "b", 1, 0, 1);

        assertThat(worker("a").running()).isEqualTo(1);
        assertThat(worker("b").running()).isEqualTo(1);
        assertThat(totals().running()).isEqualTo(1);
        assertThat(totals().copied()).isEqualTo(1);

        finish(1, "b", Outcome.Kind.SUCCEEDED, 0);

        assertThat(worker("a").running()).isZero();
        assertThat(worker("b").running()).isZero();
        assertThat(worker("b").succeeded()).isEqualTo(1);
        assertThat(totals().running()).isZero();
    }

    @Test
    void copyOutlivesItsOriginalAndCanBeCopiedOnceMore() {
        join("a", 1);
        join("b", 1);
        join("c", 1);
        submit(1, 3);
        assign(1, "a", 1, 0, 3);
        finish(1, "a", Outcome.Kind.SUCCEEDED, 0);
        copy(2, "b", 1, 1, 2);
        change("a", WorkerState.LOST);

        assertThat(totals().running()).isEqualTo(2);
        assertThat(worker("b").running()).isEqualTo(2);

        copy(3, "c", 1, 1, 2);
        assertThat(worker("b").running()).isEqualTo(2);
        assertThat(worker("c").running()).isEqualTo(2);

        finish(1, "c", Outcome.Kind.SUCCEEDED, 1);
        change("c", WorkerState.LOST);
        assertThat(worker("b").running()).isEqualTo(1);
        change("b", WorkerState.LOST);
        assertThat(totals().running()).isEqualTo(1);
        requeue(2, "b", 1, 2, 1);

        assertThat(totals()).isEqualTo(new JobTotals(3, 0, 1, 0, 2, 0, 0, 0, 1, 4, 0));
    }

    @Test
    void whatGoesBackToTheQueueIsWithNobody() {
        join("a", 1);
        join("b", 1);
        submit(1, 4);
        assign(1, "a", 1, 0, 4);
        copy(2, "b", 1, 2, 2);

        requeue(2, "b", 1, 2, 2);
        assertThat(worker("a").running()).isEqualTo(2);
        assertThat(worker("b").running()).isZero();

        assign(3, "b", 1, 2, 2);
        assertThat(totals().running()).isEqualTo(4);
        assertThat(totals().queued()).isZero();
    }

    @Test
    void leaseThatEndsAroundACopyLeavesOnlyWhatIsCopied() {
        join("a", 1);
        join("b", 1);
        join("c", 2);
        submit(1, 9);
        assign(1, "a", 1, 0, 9);
        copy(2, "b", 1, 4, 1);
        requeue(1, "a", 1, 0, 4);
        requeue(1, "a", 1, 5, 4);

        assertThat(worker("a").running()).as("nothing tells that it ended there").isEqualTo(1);
        assertThat(worker("b").running()).isEqualTo(1);
        assertThat(totals().queued()).isEqualTo(8);

        assign(3, "c", 1, 0, 4);
        assign(4, "c", 1, 5, 4);
        assertThat(worker("c").running()).isEqualTo(8);
        assertThat(worker("c").chunks()).isEqualTo(2);

        finish(1, "c", Outcome.Kind.SUCCEEDED, 0, 1, 2, 3, 5, 6, 7, 8);
        finish(1, "b", Outcome.Kind.SUCCEEDED, 4);
        assertThat(view().workers()).allMatch(row -> row.running() == 0 && row.chunks() == 0);
    }

    @Test
    void whatIsLeftOfALeaseInTwoPartsIsOneChunk() {
        join("a", 1);
        submit(1, 9);
        assign(1, "a", 1, 0, 9);
        requeue(1, "a", 1, 4, 1);

        assertThat(worker("a").running()).isEqualTo(8);
        assertThat(worker("a").chunks()).isEqualTo(1);
    }

    @Test
    void cancelledJobsLeaveTheQueueAndTheirWorkers() {
        join("a", 1);
        submit(1, 6);
        submit(2, 1);
        assign(1, "a", 1, 0, 3);
        finish(1, NOBODY, Outcome.Kind.CANCELLED, 1);
        assertThat(worker("a").running()).isEqualTo(2);

        finish(1, NOBODY, Outcome.Kind.CANCELLED, 0, 2, 3, 4, 5);
        done(1, 0, 6);

        assertThat(worker("a").running()).isZero();
        assertThat(worker("a").failed()).isZero();
        assertThat(totals()).isEqualTo(new JobTotals(7, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0));
    }

    @Test
    void whatIsNotThereIsPassedOver() {
        submit(1, 2);
        assign(1, "gone", 1, 0, 1);
        assertThat(totals().running()).isEqualTo(1);
        finish(7, "gone", Outcome.Kind.SUCCEEDED, 0);
        requeue(9, "gone", 7, 0, 3);
        accept(new RunEvent.WorkerMeasured(++now, "gone", 1, 1, 1, 1, 1, 1));
        accept(new RunEvent.ResultsDropped(++now, 9, "gone", 3));

        assertThat(totals()).isEqualTo(new JobTotals(2, 0, 1, 1, 0, 0, 0, 0, 3, 0, 3));
    }

    @Test
    void aWorkerIsAsLargeAsItIsByNow() {
        join("a", 3);
        accept(new RunEvent.WorkerDescribed(111, "a", new WorkerFacts(0, 8, 1 << 20, "1.2")));

        accept(new RunEvent.WorkerResized(112, "a", 5, 2));
        accept(new RunEvent.WorkerResized(113, "gone", 7, 7));

        WorkerRow row = watch.worker("a").orElseThrow();
        assertThat(row.threads()).isEqualTo(5);
        assertThat(row.slots()).isEqualTo(5);
        assertThat(row.facts()).isEqualTo(new WorkerFacts(2, 8, 1 << 20, "1.2"));
        assertThat(watch.worker("gone")).isEmpty();
    }

    @Test
    void rowsTellWhatEventsAndWhatTheCallerKnows() {
        join("a", 3);
        accept(new RunEvent.WorkerMeasured(110, "a", 5_000, 6_000, 7_000, 8_000, 0, 0));
        change("a", WorkerState.SUSPECT);
        submit(4, 2);
        WorkerFacts said = new WorkerFacts(1, 8, 1 << 20, "1.2");
        ClusterFacts.OfClient client = new ClusterFacts.OfClient(3, "desk", 42, 2);

        accept(new RunEvent.WorkerDescribed(111, "a", said));

        ClusterView view = watch.view(200, new Told(client));

        assertThat(view.workers())
                .containsExactly(
                        new WorkerRow(
                                "a",
                                "host-a",
                                77,
                                3,
                                said,
                                WorkerState.SUSPECT,
                                0,
                                0,
                                0,
                                0,
                                5_000,
                                6_000,
                                7_000,
                                101,
                                110,
                                0));
        assertThat(view.batches())
                .containsExactly(new BatchRow(4, 3, "work", 0, 2, 0, 0, 0, 0, 0, now));
        assertThat(view.clients()).containsExactly(new ClientRow(client, 1));
        assertThat(view.draining()).isTrue();
        assertThat(view.uptimeNanos()).isEqualTo(100);
        assertThat(view.slots()).as("a suspect gets nothing").isZero();
    }

    private record Told(OfClient client) implements ClusterFacts {

        @Override
        public String buildVersion() {
            return "1.3";
        }

        @Override
        public boolean isDraining() {
            return true;
        }

        @Override
        public long clientOf(long batch) {
            return client.client();
        }

        @Override
        public List<OfClient> clients() {
            return List.of(client);
        }
    }

    private void join(String name, int threads) {
        accept(new RunEvent.WorkerJoined(++now, name, "host-" + name, 77, threads));
        change(name, WorkerState.ACTIVE);
    }

    private void change(String name, WorkerState state) {
        accept(new RunEvent.WorkerChanged(++now, name, state, ""));
    }

    private void submit(long batch, int jobs) {
        accept(new RunEvent.BatchSubmitted(++now, batch, "work", jobs));
    }

    private void assign(long lease, String name, long batch, int first, int count) {
        accept(new RunEvent.ChunkAssigned(++now, lease, name, batch, first, count));
    }

    private void copy(long lease, String name, long batch, int first, int count) {
        accept(new RunEvent.JobsCopied(++now, lease, name, batch, first, count));
    }

    private void requeue(long lease, String name, long batch, int first, int count) {
        accept(new RunEvent.JobsRequeued(++now, lease, name, batch, first, count, true));
    }

    @Test
    void jobsThatHadEndedBeforeTheirBatchWasHandedInAgainAreNoneOfThisCoordinator() {
        accept(new RunEvent.WorkerJoined(++now, "a", "host", 7, 2));
        accept(new RunEvent.BatchSubmitted(++now, 1, "recipe", 6));
        accept(new RunEvent.ChunkAssigned(++now, 1, "a", 1, 0, 2));
        assertThat(totals()).isEqualTo(new JobTotals(6, 0, 4, 2, 0, 0, 0, 0, 0, 0, 0));

        JobColumns before = JobColumns.unreported(1, 3, 0, Outcome.Kind.CANCELLED, now, now);
        accept(new RunEvent.JobsFinished(++now, 1, NOBODY, before));

        assertThat(totals())
                .as("what is submitted never becomes less")
                .isEqualTo(new JobTotals(6, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0));
        assertThat(totals().taken()).isEqualTo(3);
        BatchRow row = watch.batch(1, ClusterFacts.NONE).orElseThrow();
        assertThat(row.jobs()).isEqualTo(3);
        assertThat(row.cancelled()).isZero();
    }

    @Test
    void jobsWhoseClientWentAwayAreNoneThatSomebodyCancelled() {
        submit(1, 6);
        finish(1, NOBODY, Outcome.Kind.SUCCEEDED, 0);
        finish(1, NOBODY, Outcome.Kind.CANCELLED, 1);
        finish(1, NOBODY, Outcome.Kind.ORPHANED, 2, 3, 4, 5);
        BatchRow last = watch.batch(1, ClusterFacts.NONE).orElseThrow();
        done(1, 1, 5);

        assertThat(last.cancelled()).isEqualTo(1);
        assertThat(last.orphaned()).isEqualTo(4);
        assertThat(last.queued()).isZero();
        assertThat(totals()).isEqualTo(new JobTotals(6, 0, 0, 0, 1, 0, 1, 4, 0, 0, 0));
        assertThat(totals().wanted()).isEqualTo(2);
    }

    @Test
    void whoIsCutOffAndHandsItsJobsInAgainWantsEachOfThemOnce() {
        submit(1, 10);
        finish(1, NOBODY, Outcome.Kind.SUCCEEDED, 0, 1, 2);
        finish(1, NOBODY, Outcome.Kind.ORPHANED, 3, 4, 5, 6, 7, 8, 9);
        done(1, 3, 7);
        submit(2, 10);
        JobColumns before = JobColumns.unreported(0, 3, 0, Outcome.Kind.CANCELLED, now, now);
        accept(new RunEvent.JobsFinished(++now, 2, NOBODY, before));

        assertThat(totals()).isEqualTo(new JobTotals(20, 3, 7, 0, 3, 0, 0, 7, 0, 0, 0));
        assertThat(totals().wanted()).isEqualTo(10);
        assertThat(batch(2).allJobs()).isEqualTo(10);
        assertThat(batch(2).settledElsewhere()).isEqualTo(3);
    }

    private void finish(long batch, String name, Outcome.Kind kind, int... jobs) {
        JobColumns rows = JobColumns.allocate(jobs.length);
        for (int row = 0; row < jobs.length; row++) {
            rows.job()[row] = jobs[row];
            rows.attempt()[row] = 1;
            rows.kind()[row] = kind.code();
            rows.started()[row] = now;
            rows.finished()[row] = now + 7;
        }
        accept(new RunEvent.JobsFinished(++now, batch, name, rows));
    }

    private void done(long batch, int succeeded, int failed) {
        accept(new RunEvent.BatchFinished(++now, batch, succeeded, failed));
    }

    private void accept(RunEvent event) {
        watch.accept(event);
        JobTotals totals = totals();
        assertThat(totals.queued() + totals.running() + totals.ended())
                .as("after %s", event)
                .isEqualTo(totals.taken());
        for (BatchRow row : view().batches()) {
            assertThat(row.queued()).isNotNegative();
            assertThat(row.running()).isNotNegative();
        }
        assertThat(view().workers()).allMatch(row -> row.running() >= 0);
    }

    private ClusterView view() {
        return watch.view(now, ClusterFacts.NONE);
    }

    private JobTotals totals() {
        return watch.totals();
    }

    private WorkerRow worker(String name) {
        return view().workers().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private BatchRow batch(long number) {
        return view().batches().stream()
                .filter(row -> row.batch() == number)
                .findFirst()
                .orElseThrow();
    }
}
