package dev.manykitchens.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.picture.SlotsOfJobs.Slot;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;

import org.junit.jupiter.api.Test;

import java.util.List;

class SlotsOfJobsTest {

    @Test
    void jobsThatOverlapRanOnDifferentSlots() {
        SlotsOfJobs slots =
                SlotsOfJobs.of(
                        List.of(
                                finished("b", new long[][] {{0, 0, 10}}),
                                finished("a", new long[][] {{1, 0, 10}, {2, 5, 20}, {3, 10, 30}})));

        assertThat(slots.all())
                .containsExactly(new Slot("a", 0), new Slot("a", 1), new Slot("b", 0));
        assertThat(slots.indexOf(1)).isZero();
        assertThat(slots.indexOf(2)).isEqualTo(1);
        assertThat(slots.indexOf(3)).as("slot 1 of a is free again").isZero();
        assertThat(slots.indexOf(0)).isEqualTo(2);
        assertThat(slots.indexOf(4)).as("nobody ran it").isEqualTo(-1);
        assertThat(slots.jobsOf(new Slot("a", 0))).isEqualTo(2);
    }

    private static RunEvent.JobsFinished finished(String worker, long[][] rows) {
        JobColumns jobs = JobColumns.allocate(rows.length);
        for (int row = 0; row < rows.length; row++) {
            jobs.job()[row] = (int) rows[row][0];
            jobs.started()[row] = rows[row][1];
            jobs.finished()[row] = rows[row][2];
        }
        return new RunEvent.JobsFinished(0, 1, worker, jobs);
    }
}
