package dev.manykitchens.core.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;

import org.junit.jupiter.api.Test;

import java.util.List;

class TimelineRecorderTest {

    private final TimelineRecorder recorder = new TimelineRecorder();

    @Test
    void itDrawsWhatItHeard() {
        RunEvent.JobsFinished soup = finished(0, 3);
        RunEvent.JobsFinished bread = finished(3, 2);

        recorder.accept(new RunEvent.BatchSubmitted(0, 1, "dish", 5));
        recorder.accept(soup);
        recorder.accept(bread);
        recorder.accept(new RunEvent.BatchFinished(9, 1, 5, 0));

        assertThat(recorder.timeline(4)).isEqualTo(Timeline.of(4, List.of(soup, bread)));
        assertThat(recorder.timeline(4).lanes()).hasSize(1);
        assertThat(recorder.timeline(4).hasTooManyJobs()).isFalse();
    }

    @Test
    void asManyJobsAsItKeepsAreDrawn() {
        recorder.accept(finished(0, TimelineRecorder.MOST_JOBS));

        Timeline timeline = recorder.timeline(1);

        assertThat(timeline.hasTooManyJobs()).isFalse();
        assertThat(timeline.lanes().getFirst().bars()).hasSize(Timeline.MOST_BARS);
    }

    @Test
    void ofTooManyJobsItKnowsOnlyTheirNumberWhateverComesAfter() {
        recorder.accept(finished(0, TimelineRecorder.MOST_JOBS));
        recorder.accept(finished(TimelineRecorder.MOST_JOBS, 1));
        recorder.accept(finished(TimelineRecorder.MOST_JOBS + 1, 1));

        assertThat(recorder.timeline(1))
                .isEqualTo(Timeline.ofTooMany(1, TimelineRecorder.MOST_JOBS + 2));
        assertThat(recorder.timeline(1).lanes()).isEmpty();
        assertThat(recorder.timeline(1).hasTooManyJobs()).isTrue();
    }

    /// Jobs one after the other, each of 1 ns.
    private static RunEvent.JobsFinished finished(int first, int count) {
        JobColumns jobs = JobColumns.allocate(count);
        for (int row = 0; row < count; row++) {
            jobs.job()[row] = first + row;
            long start = (long) first + row;
            jobs.started()[row] = start;
            jobs.finished()[row] = start + 1;
        }
        return new RunEvent.JobsFinished((long) first + count, 1, "local", jobs);
    }
}
