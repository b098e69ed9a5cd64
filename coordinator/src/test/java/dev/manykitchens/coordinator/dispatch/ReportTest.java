package dev.manykitchens.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.dispatch.Report.Values;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerMessage.FailedJob;
import dev.manykitchens.coordinator.link.WorkerMessage.JobTimes;
import dev.manykitchens.coordinator.link.WorkerMessage.ResultsSent;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class ReportTest {

    private static final int FIRST = 10;

    @Test
    void whenEverythingIsWantedTheColumnIsPassedOnAsItIs() {
        Report report = report(3, List.of());

        List<Values> values = report.valuesOf(new int[] {10, 11, 12});

        assertThat(values).hasSize(1);
        assertThat(values.getFirst().first()).isEqualTo(10);
        assertThat(values.getFirst().column()).isSameAs(report.results().successes());
    }

    @Test
    void everyChoiceOfWantedJobsGetsTheRightValues() {
        // All subsets of failures and of wanted jobs of a report of six.
        for (int failed = 0; failed < 64; failed++) {
            for (int chosen = 0; chosen < 64; chosen++) {
                int failures = failed;
                int choice = chosen & ~failed;
                Report report =
                        report(
                                6,
                                IntStream.range(0, 6)
                                        .filter(i -> (failures >> i & 1) == 1)
                                        .mapToObj(
                                                i -> new FailedJob(i, FailedJob.Reason.FAILED, ""))
                                        .toList());
                int[] wanted =
                        IntStream.range(0, 6)
                                .filter(i -> (choice >> i & 1) == 1)
                                .map(i -> FIRST + i)
                                .toArray();

                List<Integer> given = new ArrayList<>();
                for (Values values : report.valuesOf(wanted)) {
                    long[] column = ((Column.Integers) values.column()).small();
                    for (int i = 0; i < column.length; i++) {
                        given.add(values.first() + i);
                        assertThat(column[i]).isEqualTo(100L * (values.first() + i));
                    }
                }

                assertThat(given).isEqualTo(IntStream.of(wanted).boxed().toList());
            }
        }
    }

    @Test
    void stagesAreOnOurClockAndKeepTheirOrderHoweverWrongItIs() {
        for (long theirClockIsAheadBy : new long[] {-1_000_000, 0, 1_000_000}) {
            Report report = report(2, List.of());
            report.lease().worker().clock().heard(500, 600 + theirClockIsAheadBy);

            JobColumns rows = report.stages(new int[] {10, 11}, Outcome.Kind.SUCCEEDED, 50, 1_000);

            for (int row = 0; row < 2; row++) {
                assertThat(
                                List.of(
                                        rows.submitted()[row],
                                        rows.assigned()[row],
                                        rows.sent()[row],
                                        rows.received()[row],
                                        rows.started()[row],
                                        rows.finished()[row],
                                        rows.delivered()[row]))
                        .isSorted();
            }
            assertThat(rows.attempt()).containsExactly(2, 2);
            assertThat(rows.kindOf(0)).isEqualTo(Outcome.Kind.SUCCEEDED);
        }
    }

    private static Report report(int count, List<FailedJob> failures) {
        List<Integer> failed = failures.stream().map(FailedJob::offset).toList();
        long[] successes =
                IntStream.range(0, count)
                        .filter(i -> !failed.contains(i))
                        .mapToLong(i -> 100L * (FIRST + i))
                        .toArray();
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = 10L * (i + 1);
        }
        JobTimes all = new JobTimes(times, 0, times, times, times, times, times);
        ResultsSent results =
                new ResultsSent(
                        1,
                        FIRST,
                        count,
                        Column.ofLongs(successes),
                        failures,
                        all,
                        List.of(),
                        400,
                        500,
                        0,
                        0);
        WorkerHello hello = new WorkerHello("w1", "here", 1, 1, List.of());
        ConnectedWorker worker =
                new ConnectedWorker("w1", hello, new FakeLink(), new WorkerMemory(hello, 0));
        return new Report(
                results,
                new LeaseStamps(
                        new Command.Assign("w1", 1, 1, FIRST, count, 2, 0), worker, 100, 110));
    }
}
