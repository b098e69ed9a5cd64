package dev.manykitchens.report.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.event.WorkerState;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class ChangeTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void ratesAreOfTheTimeBetween() {
        Change change = new Change(view(10, worker(100, 0, 0)), view(14, worker(300, 4, 4)));

        assertThat(change.jobsPerSecond()).isEqualTo(50);
        assertThat(change.jobsPerSecond(worker(300, 4, 4))).isEqualTo(50);
    }

    @Test
    void utilisationIsTheTimeThatShortJobsTook() {
        Change change = new Change(view(10, worker(0, 0, 4)), view(14, worker(900, 8, 4)));

        assertThat(change.utilisation(worker(900, 8, 4)))
                .as("8 s of 4 s times 4 threads, although each thread had a chunk at both moments")
                .isEqualTo(0.5);
    }

    @Test
    void threadsWithLongJobsAreBusyAlthoughNothingEnded() {
        Change change = new Change(view(10, worker(0, 0, 3)), view(11, worker(0, 0, 3)));

        assertThat(change.utilisation(worker(0, 0, 3))).isEqualTo(0.75);
    }

    @Test
    void longJobThatEndedMakesNobodyMoreThanBusy() {
        Change change = new Change(view(10, worker(0, 0, 4)), view(11, worker(4, 400, 4)));

        assertThat(change.utilisation(worker(4, 400, 4))).isEqualTo(1);
    }

    @Test
    void nothingIsKnownWithoutTimeBetweenOrAWorkerBefore() {
        ClusterView now = view(10, worker(5, 5, 0));
        WorkerRow worker = worker(5, 5, 0);

        assertThat(new Change(now, now).jobsPerSecond()).isNaN();
        assertThat(new Change(now, now).utilisation(worker)).isNaN();
        assertThat(new Change(view(8), now).utilisation(worker)).isNaN();
        assertThat(new Change(view(9, worker(7, 7, 0)), now).jobsPerSecond())
                .as("counting began anew")
                .isNaN();
    }

    @Test
    void batchTakesAsLongForTheRestAsItTookSoFar() {
        Change change = new Change(view(10), view(12));

        assertThat(change.timeLeft(new BatchRow(1, 0, "bake", 0, 40, 1, 9, 0, 1, 0, 2 * SECOND)))
                .contains(Duration.ofSeconds(30));
        assertThat(change.timeLeft(new BatchRow(1, 0, "bake", 0, 40, 1, 0, 0, 0, 0, 2 * SECOND)))
                .isEmpty();
    }

    private static WorkerRow worker(long succeeded, long busySeconds, int chunks) {
        return new WorkerRow(
                "oven",
                "host",
                1,
                4,
                WorkerFacts.UNKNOWN,
                WorkerState.ACTIVE,
                chunks,
                chunks,
                succeeded,
                0,
                0,
                0,
                0,
                0,
                0,
                busySeconds * SECOND);
    }

    private static ClusterView view(long seconds, WorkerRow... workers) {
        long succeeded = List.of(workers).stream().mapToLong(WorkerRow::succeeded).sum();
        return new ClusterView(
                seconds * SECOND,
                0,
                "",
                false,
                new JobTotals(succeeded, 0, 0, 0, succeeded, 0, 0, 0, 0, 0, 0),
                0,
                List.of(workers),
                List.of(),
                List.of());
    }
}
