package dev.manykitchens.report.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;

import org.junit.jupiter.api.Test;

class RunSummaryTest {

    private final RunSummary summary = new RunSummary();

    @Test
    void countsAreFoldedFromEvents() {
        summary.accept(new RunEvent.PoolReady(10, "processes:2", 2, 7));
        summary.accept(new RunEvent.BatchSubmitted(20, 1, "echo", 4));
        summary.accept(finished(100, "a", Outcome.Kind.SUCCEEDED, Outcome.Kind.FAILED));
        summary.accept(finished(200, "b", Outcome.Kind.TIMED_OUT));

        RunSummary.Snapshot now = summary.snapshot();

        assertThat(now.slots()).isEqualTo(2);
        assertThat(now.startupNanos()).isEqualTo(7);
        assertThat(now.submitted()).isEqualTo(4);
        assertThat(now.succeeded()).isEqualTo(1);
        assertThat(now.failed()).isEqualTo(2);
        assertThat(now.ended()).isEqualTo(3);
        assertThat(now.submittedNanos()).isEqualTo(20);
        assertThat(now.lastEndNanos()).isEqualTo(200);
        assertThat(now.p50Nanos()).isEqualTo(50);
    }

    @Test
    void aWorkerLostIsCountedOnceAndItsJobsAsTriedAgain() {
        summary.accept(new RunEvent.WorkerChanged(1, "a", WorkerState.LOST, "killed"));
        summary.accept(new RunEvent.WorkerChanged(2, "a", WorkerState.LOST, "silent"));
        RunEvent.JobsFinished again = finished(100, "b", Outcome.Kind.SUCCEEDED);
        again.jobs().attempt()[0] = 2;
        summary.accept(again);

        assertThat(summary.snapshot().workersLost()).isEqualTo(1);
        assertThat(summary.snapshot().retried()).isEqualTo(1);
    }

    @Test
    void everySlotHasFinishedAJobWhenEveryWorkerHasFinishedOnePerThread() {
        summary.accept(new RunEvent.PoolReady(0, "processes:2x2", 4, 0));
        summary.accept(new RunEvent.WorkerJoined(0, "a", "here", 1, 2));
        summary.accept(new RunEvent.WorkerJoined(0, "b", "here", 2, 2));
        summary.accept(finished(1, "a", four()));
        assertThat(summary.snapshot().everySlotFinishedOne()).isFalse();

        summary.accept(finished(2, "b", Outcome.Kind.SUCCEEDED, Outcome.Kind.SUCCEEDED));

        assertThat(summary.snapshot().everySlotFinishedOne()).isTrue();
    }

    @Test
    void slotsAreThoseOfWorkersAsLargeAsTheyAreByNow() {
        summary.accept(new RunEvent.PoolReady(0, "processes:2", 2, 0));
        summary.accept(new RunEvent.WorkerJoined(0, "a", "here", 1, 1));
        summary.accept(new RunEvent.WorkerJoined(0, "b", "here", 2, 1));
        summary.accept(finished(1, "a", four()));
        summary.accept(finished(1, "b", Outcome.Kind.SUCCEEDED));
        assertThat(summary.snapshot().everySlotFinishedOne()).isTrue();

        summary.accept(new RunEvent.WorkerResized(2, "b", 3, 0));

        assertThat(summary.snapshot().slots()).isEqualTo(4);
        assertThat(summary.snapshot().everySlotFinishedOne()).isFalse();
    }

    @Test
    void slotsOfAPoolInsideThisJvmAreItsThreadsByNow() {
        summary.accept(new RunEvent.PoolReady(0, "threads:2", 2, 0));

        summary.accept(new RunEvent.WorkerResized(2, "local", 5, 0));

        assertThat(summary.snapshot().slots()).isEqualTo(5);
    }

    @Test
    void aWorkerThatIsGoneIsNotWaitedFor() {
        summary.accept(new RunEvent.PoolReady(0, "processes:2", 2, 0));
        summary.accept(new RunEvent.WorkerJoined(0, "a", "here", 1, 1));
        summary.accept(new RunEvent.WorkerJoined(0, "b", "here", 2, 1));
        summary.accept(finished(1, "a", four()));
        summary.accept(new RunEvent.WorkerChanged(2, "b", WorkerState.LOST, "killed"));

        assertThat(summary.snapshot().everySlotFinishedOne()).isTrue();
    }

    private static Outcome.Kind[] four() {
        return new Outcome.Kind[] {
            Outcome.Kind.SUCCEEDED,
            Outcome.Kind.SUCCEEDED,
            Outcome.Kind.SUCCEEDED,
            Outcome.Kind.SUCCEEDED
        };
    }

    private static RunEvent.JobsFinished finished(
            long atNanos, String worker, Outcome.Kind... kinds) {
        JobColumns jobs = JobColumns.allocate(kinds.length);
        for (int row = 0; row < kinds.length; row++) {
            jobs.kind()[row] = kinds[row].code();
            jobs.attempt()[row] = 1;
            jobs.delivered()[row] = 50;
        }
        return new RunEvent.JobsFinished(atNanos, 1, worker, jobs);
    }
}
