package dev.manykitchens.core.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import org.junit.jupiter.api.Test;

import java.util.List;

class TimelineTest {

    @Test
    void jobsThatOverlapStandOnLanesOfTheirOwn() {
        JobColumns jobs = jobs(4);
        times(jobs, 0, 10, 20);
        times(jobs, 1, 12, 30);
        times(jobs, 2, 20, 25);
        times(jobs, 3, 31, 40);

        Timeline timeline = timeline("w1", jobs);

        assertThat(timeline.lanes()).hasSize(2);
        assertThat(firsts(timeline.lanes().get(0))).containsExactly(0, 2, 3);
        assertThat(firsts(timeline.lanes().get(1))).containsExactly(1);
        assertThat(timeline.jobsPerBar()).isEqualTo(1);
        assertThat(timeline.lanes().getFirst().bars().getFirst().startNanos()).isEqualTo(10);
    }

    @Test
    void workersAreInTheOrderOfTheirNumbers() {
        Timeline timeline =
                Timeline.of(
                        1,
                        List.of(
                                new RunEvent.JobsFinished(0, 1, "w10", run(1, 5)),
                                new RunEvent.JobsFinished(0, 1, "w9", run(1, 5))));

        assertThat(timeline.lanes()).extracting(Timeline.Lane::worker).containsExactly("w9", "w10");
    }

    @Test
    void neighboursShareABarWhereThereAreTooManyToDraw() {
        JobColumns jobs = jobs(200_000);
        for (int i = 0; i < jobs.size(); i++) {
            times(jobs, i, 10L * i, 10L * i + 6);
        }
        jobs.kind()[7] = Outcome.Kind.FAILED.code();

        Timeline timeline = timeline("local", jobs);

        List<Timeline.Bar> bars = timeline.lanes().getFirst().bars();
        assertThat(bars).hasSize(Timeline.MOST_BARS);
        assertThat(timeline.jobsPerBar()).isEqualTo(200);
        assertThat(timeline.jobs()).isEqualTo(200_000);
        assertThat(bars.stream().mapToInt(Timeline.Bar::jobs).sum()).isEqualTo(200_000);
        // Idle times between the jobs of a bar are not hidden.
        assertThat(bars.getFirst())
                .isEqualTo(new Timeline.Bar(0, 200, 1, 0, 1996, 200 * 6, 0, 200 * 6));
    }

    @Test
    void thousandsOfVirtualThreadsAreNotAllDrawn() {
        JobColumns jobs = jobs(5_000);
        for (int i = 0; i < jobs.size(); i++) {
            times(jobs, i, 1, 100);
        }

        Timeline timeline = timeline("local", jobs);

        assertThat(timeline.lanesInAll()).isEqualTo(5_000);
        assertThat(timeline.lanes()).hasSize(Timeline.MOST_LANES);
    }

    @Test
    void whatNeverRanIsNotDrawn() {
        JobColumns jobs = run(1, 5);
        jobs.kind()[0] = Outcome.Kind.CANCELLED.code();

        assertThat(timeline("local", jobs).lanes()).isEmpty();
    }

    private static Timeline timeline(String worker, JobColumns jobs) {
        return Timeline.of(1, List.of(new RunEvent.JobsFinished(0, 1, worker, jobs)));
    }

    private static JobColumns run(long start, long end) {
        JobColumns jobs = jobs(1);
        times(jobs, 0, start, end);
        return jobs;
    }

    private static JobColumns jobs(int count) {
        JobColumns jobs = JobColumns.allocate(count);
        for (int i = 0; i < count; i++) {
            jobs.job()[i] = i;
        }
        return jobs;
    }

    private static void times(JobColumns jobs, int row, long start, long end) {
        jobs.started()[row] = start;
        jobs.finished()[row] = end;
    }

    private static List<Integer> firsts(Timeline.Lane lane) {
        return lane.bars().stream().map(Timeline.Bar::first).toList();
    }
}
