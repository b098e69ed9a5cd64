package dev.manykitchens.report.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.report.Samples;
import dev.manykitchens.report.summary.RunSummary;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

class TimeLeftTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void thereIsNoGuessBeforeEverySlotHasFinishedAJob() {
        assertThat(TimeLeft.of(snapshot(1, 64, false, 2), 2 * SECOND)).isEmpty();
    }

    @Test
    void equalJobsThatEndInBurstsGiveTheSameGuessBetweenBursts() {
        // Eight at a time, 2 s each: the rate up to now would be half as high just before the
        // second burst.
        RunSummary.Snapshot afterFirstBurst = snapshot(8, 64, true, 2);

        assertThat(TimeLeft.of(afterFirstBurst, 2 * SECOND)).contains(Duration.ofSeconds(14));
        assertThat(TimeLeft.of(afterFirstBurst, 2 * SECOND + 19 * SECOND / 10))
                .contains(Duration.ofMillis(12_100));
    }

    @Test
    void aGuessThatWasTooShortIsNotNegative() {
        assertThat(TimeLeft.of(snapshot(8, 9, true, 2), 60 * SECOND)).contains(Duration.ZERO);
    }

    @Test
    void nothingIsLeftWhenAllIsDone() {
        assertThat(TimeLeft.of(snapshot(64, 64, true, 16), 16 * SECOND)).isEmpty();
    }

    @Test
    void theClockRoundsUp() {
        assertThat(TimeLeft.clock(Duration.ofMillis(6_001))).isEqualTo("0:07");
        assertThat(TimeLeft.clock(Duration.ofSeconds(750))).isEqualTo("12:30");
        assertThat(TimeLeft.clock(Duration.ofMinutes(62))).isEqualTo("1:02:00");
    }

    @Test
    void aComparisonKnowsItsTimeOnceEveryPoolHasRun() {
        RoundsLeft left =
                new RoundsLeft(2, new ComparisonOptions(10, 1, Duration.ofSeconds(10), 1));
        assertThat(left.expected()).isEqualTo(22);
        left.opened("a", Duration.ZERO);
        left.warmedUp("a", round(1.0));
        assertThat(left.timeLeft()).isEmpty();

        left.opened("b", Duration.ZERO);
        left.warmedUp("b", round(0.5));

        assertThat(left.timeLeft()).contains(Duration.ofSeconds(15));
        assertThat(left.done()).isEqualTo(2);
    }

    @Test
    void aComparisonSaysWhatGoesOn() {
        // Warming the way to worker JVMs takes seconds and no round: a name alone would look stuck.
        RoundsLeft left = new RoundsLeft(1, ComparisonOptions.DEFAULTS);
        assertThat(left.doing()).isEmpty();

        left.opening("processes:2");
        assertThat(left.doing()).isEqualTo("opening processes:2");
        left.opened("processes:2", Duration.ZERO);
        left.warmingUp("processes:2");
        assertThat(left.doing()).isEqualTo("warming up processes:2");
        left.warmedUp("processes:2", round(1.0));
        left.measuring("processes:2");
        assertThat(left.doing()).isEqualTo("measuring processes:2");
    }

    @Test
    void theBarSaysWhatGoesOnWhileItStandsStill() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ComparisonProgress progress =
                new ComparisonProgress(
                        1,
                        ComparisonOptions.DEFAULTS,
                        new PrintStream(bytes, true, StandardCharsets.UTF_8),
                        100)) {
            progress.warmingUp("processes:2");

            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            bytes.toString(StandardCharsets.UTF_8)
                                    .contains("warming up processes:2"));
        }
    }

    @Test
    void aSlowPoolIsExpectedToGetFewerRounds() {
        RoundsLeft left =
                new RoundsLeft(1, new ComparisonOptions(10, 0, Duration.ofSeconds(10), 1));
        left.opened("slow", Duration.ZERO);
        left.measured("slow", 1, round(4.0));

        assertThat(left.expected()).isEqualTo(3);
        assertThat(left.timeLeft()).contains(Duration.ofSeconds(8));
        left.measured("slow", 2, round(4.0));
        left.measured("slow", 3, round(4.0));
        assertThat(left.expected()).isEqualTo(3);
        assertThat(left.timeLeft()).isEmpty();
    }

    /// Closed at once, so that some bars are closed before they are first drawn and some after.
    @RepeatedTest(20)
    void theBarIsWipedAtTheEnd() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RunSummary summary = new RunSummary();

        new RunProgress(
                        summary,
                        10,
                        new PrintStream(bytes, true, StandardCharsets.UTF_8),
                        60,
                        () -> 0)
                .close();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .doesNotContain("\n")
                .endsWith("\r\u001b[K");
    }

    private static RunSummary.Snapshot snapshot(
            long ended, long submitted, boolean everySlot, long lastEndSeconds) {
        return new RunSummary.Snapshot(
                8, 0, submitted, ended, 0, 0, 0, everySlot, 0, lastEndSeconds * SECOND, 0, 0);
    }

    private static MeasuredRound round(double seconds) {
        return new MeasuredRound(Samples.round(seconds), List.of(), List.of(), List.of(), true);
    }
}
