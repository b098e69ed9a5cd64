package dev.manykitchens.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.comparison.Caution;
import dev.manykitchens.core.comparison.Note;

import org.junit.jupiter.api.Test;

import java.util.List;

class CautionWordsTest {

    @Test
    void everyCautionIsOneLine() {
        List<Caution> all =
                List.of(
                        new Caution.FailedJobs(2),
                        new Caution.NoRound(),
                        new Caution.FewRounds(1, true, false),
                        new Caution.NotWarmedUp(),
                        new Caution.NotSteady(10),
                        new Caution.ClockOffset(0.002),
                        new Caution.ColdWorkers(1),
                        new Caution.MoreThanEfficient("q"),
                        new Caution.Outliers(1),
                        new Caution.FirstRoundSlow(3),
                        new Caution.HostBusy(0.5, 2),
                        new Caution.ShortRounds(0.001),
                        new Caution.MoreThreadsThanCores(4, 2, 2));

        assertThat(all)
                .extracting(caution -> CautionWords.of(new Note(List.of("p"), caution)))
                .allMatch(line -> line.startsWith("`p`: ") && !line.contains("\n"));
        assertThat(CautionWords.of(new Caution.Outliers(1))).startsWith("1 round is far");
        assertThat(CautionWords.of(new Caution.FailedJobs(2))).startsWith("2 jobs failed");
        assertThat(CautionWords.of(new Caution.ShortRounds(0.001))).contains("only 1.0 ms");
        assertThat(CautionWords.of(new Caution.FirstRoundSlow(2.985)))
                .isEqualTo(
                        "its first round took 3.0 times as long as the others; more --warmup rounds would be measured warm");
    }

    @Test
    void poolsWithTheSameCautionShareALine() {
        assertThat(
                        CautionWords.of(
                                new Note(List.of("a", "b"), new Caution.FewRounds(3, true, false))))
                .isEqualTo(
                        "`a`, `b`: only 3 rounds, so intervals are rough; finer ones need more --rounds");
    }

    @Test
    void fewRoundsNeedTheOptionThatWouldHaveGivenMore() {
        assertThat(CautionWords.of(new Caution.FewRounds(3, false, true)))
                .endsWith("; finer ones need more --max-time");
        assertThat(CautionWords.of(new Caution.FewRounds(3, true, true)))
                .endsWith("; finer ones need more --rounds and --max-time");
        assertThat(CautionWords.of(new Caution.FewRounds(2, false, false)))
                .as("a pool that was stopped")
                .isEqualTo("only 2 rounds, so intervals are rough");
    }

    @Test
    void oneRoundHasNoIntervalThatCouldBeRough() {
        assertThat(CautionWords.of(new Caution.FewRounds(1, true, false)))
                .isEqualTo("only 1 round, so no interval is known; one needs more --rounds");
    }
}
