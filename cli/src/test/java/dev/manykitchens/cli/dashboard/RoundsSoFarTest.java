package dev.manykitchens.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.measurement.Round;
import dev.manykitchens.core.measurement.Split;
import dev.manykitchens.report.dashboard.ComparisonRow;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

class RoundsSoFarTest {

    private List<ComparisonRow> rows = List.of();
    private final RoundsSoFar rounds =
            new RoundsSoFar(List.of("sequential", "threads:2"), told -> rows = told);

    @Test
    void poolsWaitUntilTheyAreOpened() {
        assertThat(rows)
                .containsExactly(
                        new ComparisonRow(
                                "sequential", "waits", 0, null, null, null, null, 0, null),
                        new ComparisonRow(
                                "threads:2", "waits", 0, null, null, null, null, 0, null));
    }

    @Test
    void aPoolTellsWhatItDoes() {
        rounds.opening("sequential");
        assertThat(rows.getFirst().phase()).isEqualTo("opens");
        rounds.opened("sequential", Duration.ZERO);
        assertThat(rows.getFirst().phase()).isEqualTo("open");
        rounds.warmingUp("sequential");
        assertThat(rows.getFirst().phase()).isEqualTo("warms up");
        rounds.measuring("sequential");
        assertThat(rows.getFirst().phase()).isEqualTo("measures");
        rounds.seekingBreakEven("sequential");
        assertThat(rows.getFirst().phase()).isEqualTo("seeks break-even");
        rounds.over();
        assertThat(rows).extracting(ComparisonRow::phase).containsOnly("done");
    }

    @Test
    void roundsAddUpToMeansAndTheSpeedUpRefersToTheFirstPool() {
        rounds.measured("sequential", 1, round(4_000, 8));
        rounds.measured("threads:2", 1, round(1_000, 8));
        rounds.measured("threads:2", 2, round(3_000, 8));

        assertThat(rows)
                .containsExactly(
                        new ComparisonRow("sequential", "open", 1, 4.0, 4.0, 2.0, 1.0, 0, null),
                        new ComparisonRow("threads:2", "open", 2, 2.0, 1.0, 4.0, 2.0, 0, null));
    }

    @Test
    void withoutARoundOfTheFirstPoolThereIsNoSpeedUp() {
        rounds.measured("threads:2", 1, round(1_000, 8));

        assertThat(rows.getLast().speedup()).isNull();
    }

    @Test
    void aPoolWithFailedJobsIsNotComparedAndSaysWhyAsTheTerminalDoes() {
        rounds.measured("sequential", 1, round(4_000, 8));
        rounds.measured("threads:2", 1, round(1_000, 7, 1));

        assertThat(rows)
                .containsExactly(
                        new ComparisonRow("sequential", "open", 1, 4.0, 4.0, 2.0, 1.0, 0, null),
                        new ComparisonRow(
                                "threads:2",
                                "open",
                                1,
                                1.0,
                                1.0,
                                8.0,
                                null,
                                1,
                                "1 job failed, so there is no comparison of times"));
    }

    @Test
    void againstAFirstPoolWithFailedJobsNoneIsCompared() {
        rounds.measured("sequential", 1, round(4_000, 8));
        rounds.measured("sequential", 2, round(4_000, 6, 2));
        rounds.measured("threads:2", 1, round(1_000, 8));

        assertThat(rows).extracting(ComparisonRow::speedup).containsOnlyNulls();
        assertThat(rows).extracting(ComparisonRow::failed).containsExactly(2L, 0L);
    }

    private static MeasuredRound round(long millis, int jobs) {
        return round(millis, jobs, 0);
    }

    private static MeasuredRound round(long millis, int jobs, int failed) {
        Round round =
                new Round(
                        TimeUnit.MILLISECONDS.toNanos(millis),
                        jobs,
                        failed,
                        0,
                        0,
                        new long[0],
                        new Split(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        List.of());
        return new MeasuredRound(round, List.of(), List.of(), List.of(), true);
    }
}
