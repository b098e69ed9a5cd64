package dev.manykitchens.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.core.comparison.Verdict;
import dev.manykitchens.core.cost.ThreadCost;
import dev.manykitchens.core.measurement.WarmUpOutcome;
import dev.manykitchens.report.Samples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class ComparisonTableTest {

    @Test
    void theFastestPoolStandsFirst() {
        List<String> lines = ComparisonTable.of(Samples.result(), 200).lines().toList();

        assertThat(lines.get(0))
                .contains(
                        "pool", "wall time", "jobs/s", "speed-up (95 %)", "efficiency", "start-up")
                .contains("p50", "p99", "overhead/job", "memory", "rounds");
        assertThat(lines.get(2))
                .contains("threads:2", "1.00 ± 0.01 s", "4.00/s", "2.00 (1.9", "100 %");
        assertThat(lines.get(2)).contains("5.00 ms", "505 ms", "1.01 s", "1.50 ms", "123 MB");
        assertThat(lines.get(3)).contains("sequential", "2.00 ± 0.07 s", " 1.00 ");
        assertThat(lines.get(4)).contains("async", "2.50 s", "0.80", "–");
        assertThat(lines).hasSize(5);
    }

    @Test
    void aNarrowTerminalGetsFewerColumnsAndIsToldWhich() {
        String wide = ComparisonTable.of(Samples.result(), 200);
        String narrow = ComparisonTable.of(Samples.result(), 80);

        assertThat(wide).doesNotContain("Left out");
        List<String> lines = narrow.lines().toList();
        assertThat(lines.subList(0, 5)).allMatch(line -> line.length() <= 80);
        assertThat(lines.get(0)).contains("wall time", "speed-up").doesNotContain("memory");
        assertThat(narrow)
                .contains("Left out for want of room: CPU, memory, overhead/job")
                .contains("A wider terminal, --json or an export shows them.");
        assertThat(lines).allMatch(line -> line.length() <= 80);
    }

    @Test
    void howeverNarrowThePoolItsTimeAndItsSpeedUpAreShown() {
        String tiny = ComparisonTable.of(Samples.result(), 10);

        assertThat(tiny).contains("threads:2", "1.00 ± 0.01 s", "2.00 (1.9");
    }

    @Test
    void whatWentWrongIsAlwaysShown() {
        PoolMeasurement bad =
                new PoolMeasurement(
                        "sequential",
                        Samples.result().baseline().spec(),
                        OptionalInt.of(1),
                        Duration.ZERO,
                        WarmUpOutcome.NONE,
                        List.of(Samples.round(1, 2, 312, 1)),
                        Optional.empty(),
                        Optional.empty());
        ComparisonResult result =
                new ComparisonResult(
                        Samples.batch("a"),
                        Samples.result().options(),
                        List.of(bad),
                        ThreadCost.UNKNOWN,
                        false);

        assertThat(ComparisonTable.of(result, 10))
                .contains("failed", "workers lost", "ran again", "312");
        assertThat(ComparisonTable.of(Samples.result(), 300))
                .doesNotContain("failed", "workers lost", "ran again");
    }

    @Test
    void timesThatAreNotComparedHaveNoSpeedUpAndStandLast() {
        // A job that fails at once would make its pool the fastest of all.
        PoolMeasurement bad =
                new PoolMeasurement(
                        "threads:2",
                        Samples.result().pools().get(1).spec(),
                        OptionalInt.of(2),
                        Duration.ZERO,
                        WarmUpOutcome.NONE,
                        List.of(Samples.round(0.001, 2, 0, 0)),
                        Optional.empty(),
                        Optional.empty());
        ComparisonResult result =
                new ComparisonResult(
                        Samples.batch("a"),
                        Samples.result().options(),
                        List.of(Samples.result().baseline(), bad),
                        ThreadCost.UNKNOWN,
                        false);

        List<String> lines = ComparisonTable.of(result, 300).lines().toList();

        assertThat(lines.get(2)).contains("sequential", "100 %");
        assertThat(lines.get(3)).contains("threads:2").matches(".*/s \\| +– \\| +– \\|.*");
    }

    @Test
    void everyColumnIsInTheLegend() {
        PoolMeasurement bad =
                new PoolMeasurement(
                        "async",
                        Samples.result().pools().get(2).spec(),
                        OptionalInt.empty(),
                        Duration.ZERO,
                        WarmUpOutcome.NONE,
                        List.of(Samples.round(1, 2, 3, 1)),
                        Optional.empty(),
                        Optional.empty());
        ComparisonResult everything =
                new ComparisonResult(
                        Samples.batch("a"),
                        Samples.result().options(),
                        List.of(Samples.result().baseline(), bad),
                        ThreadCost.UNKNOWN,
                        false);
        String header = ComparisonTable.of(everything, 400).lines().findFirst().orElseThrow();
        List<String> explained = new ArrayList<>(List.of(header.strip().split(" *\\| *")));
        explained.add("–");

        assertThat(Legend.OF_COMPARISON).extracting(Legend::column).isEqualTo(explained);
    }

    @Test
    void theSplitStandsBesideTheResponseItAddsUpTo() {
        String table = SplitTable.of(Samples.result(), 200);

        assertThat(table.lines().findFirst().orElseThrow())
                .contains(
                        "queue",
                        "encode",
                        "wire",
                        "stove",
                        "cpu",
                        "wait",
                        "return",
                        "= response",
                        "core*",
                        "resource*");
        assertThat(table).contains("250 ms", "500 ms", "625 ms");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    6.94;   1.80;   27.16;  6.94 times faster than `b` (1.80 to 27.16)
                    1.81;   1.42;   3.22;   1.81 times faster than `b` (1.42 to 3.22)
                    1.10;   1.04;   1.16;   1.10 times faster than `b` (1.04 to 1.16)
                    1.05;   1.03;   1.07;   1.05 ± 0.02 times faster than `b`
                    1.42;   1.30;   1.56;   1.42 ± 0.13 times faster than `b`
                    1.010;  1.004;  1.016;  1.010 times faster than `b` (1.004 to 1.016)
                    31.42;  30.9;   32.0;   31.4 ± 0.6 times faster than `b`
                    """)
    void aPlusMinusStandsOnlyWhereItSaysWhatTheIntervalSays(
            double ratio, double low, double high, String words) {
        // "6.94 ± 12.68 times faster" would say that it may be slower.
        Verdict verdict =
                new Verdict(
                        Optional.of("a"),
                        List.of(new Verdict.Over("b", new Ratio(ratio, low, high))));

        assertThat(VerdictWords.of(verdict)).containsExactly("`a` ran " + words);
    }

    @Test
    void theVerdictSaysHowMuchFasterOrThatNothingIsShown() {
        Verdict verdict =
                new Verdict(
                        Optional.of("processes:2"),
                        List.of(
                                new Verdict.Over("threads:2", new Ratio(1.01, 0.98, 1.04)),
                                new Verdict.Over("sequential", new Ratio(1.94, 1.89, 1.99)),
                                new Verdict.Over("threads:2+gil", new Ratio(1.95, 1.95, 1.95)),
                                new Verdict.Over("async", new Ratio(2, Double.NaN, Double.NaN))));

        assertThat(VerdictWords.of(verdict))
                .containsExactly(
                        "no difference shown between `processes:2` and `threads:2`",
                        "`processes:2` ran 1.94 ± 0.05 times faster than `sequential`",
                        "`processes:2` ran 1.95 ± 0.01 times faster than `threads:2+gil`",
                        "no difference shown between `processes:2` and `async`");
        assertThat(VerdictWords.of(new Verdict(Optional.empty(), List.of())).getFirst())
                .startsWith("no pool can be judged");
        assertThat(VerdictWords.of(new Verdict(Optional.of("async"), List.of())).getFirst())
                .isEqualTo("`async` has nothing to be compared with");
    }
}
