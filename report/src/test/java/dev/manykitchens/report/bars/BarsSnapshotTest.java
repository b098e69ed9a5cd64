package dev.manykitchens.report.bars;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.RecordedRuns;
import dev.manykitchens.report.Snapshots;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Test;

class BarsSnapshotTest {

    /// Colours as words, so that a person can read the file.
    private static final Ink COLOURS =
            (text, colour) -> text.isEmpty() ? "" : "‹%06x›%s".formatted(colour, text);

    private static final RunFile RUN = RecordedRuns.read("whole");

    @Test
    void barsAreAsTheyWere() {
        String all =
                TimeBars.of(RUN, 100, COLOURS)
                        + "\n"
                        + TimeBars.of(RUN, 60, Ink.PLAIN)
                        + "\n"
                        + SplitBars.of(RUN, 100, COLOURS)
                        + "\n"
                        + SplitBars.of(RUN, 70, Ink.PLAIN);

        Snapshots.assertSame("bars.txt", all.replace(System.lineSeparator(), "\n"));
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int width = 20; width <= 140; width++) {
            int most = width;
            assertThat(TimeBars.of(RUN, width, Ink.PLAIN).lines())
                    .allMatch(line -> line.length() <= most);
            assertThat(SplitBars.of(RUN, width, (text, _) -> text).lines().toList())
                    .satisfies(lines ->
                            assertThat(lines.subList(0, Math.max(0, lines.size() - 1)))
                                    .allMatch(line -> line.length() <= most));
        }
    }

    @Test
    void oneLonelyPoolNeedsNoBar() {
        assertThat(TimeBars.of(RecordedRuns.read("one-pool"), 100, Ink.PLAIN)).isEmpty();
        assertThat(TimeBars.of(RecordedRuns.read("no-round"), 100, Ink.PLAIN)).isEmpty();
        assertThat(SplitBars.of(RecordedRuns.read("no-round"), 100, Ink.PLAIN)).isEmpty();
    }

    @Test
    void aSparklineHasALevelARoundAndNoMoreThanTwenty() {
        assertThat(TimeBars.sparkline(new double[] {1, 2, 1.5})).isEqualTo("▁█▅");
        // A tenth more is little: it must not look like a mountain.
        assertThat(TimeBars.sparkline(new double[] {1, 1.1})).isEqualTo("▁▄");
        assertThat(TimeBars.sparkline(new double[500])).hasSize(20);
    }
}
