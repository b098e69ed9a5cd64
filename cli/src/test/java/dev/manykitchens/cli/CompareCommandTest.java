package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.SplitEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

@Isolated("measures pools")
class CompareCommandTest {

    @TempDir Path folder;

    /// A disk that is full when all is measured takes the export and nothing else.
    @Test
    void anExportThatCannotBeWrittenInTheEndLeavesTheTableStanding(@TempDir Path own) {
        for (String export : List.of("--export-json", "--export-csv", "--joblog")) {
            TestShell shell = TestShell.piped();
            Path good = own.resolve(export + ".md");

            int exit =
                    shell.run(
                            "compare",
                            "compute_square",
                            "--no-break-even",
                            "1",
                            "2",
                            "-p",
                            "sequential",
                            "--rounds",
                            "1",
                            "--warmup",
                            "0",
                            export,
                            "/dev/full",
                            "--export-markdown",
                            good.toString());

            assertThat(exit).as(export).isEqualTo(ExitCode.FAILED);
            assertThat(shell.out()).contains("sequential", "Summary");
            assertThat(shell.err())
                    .startsWith("kitchen compare: could not write /dev/full: ")
                    .hasLineCount(1);
            assertThat(good).isNotEmptyFile();
        }
    }

    @Test
    void waitingJobsRunAsManyTimesFasterAsThereAreSlots() {
        // Waits need no core, so this holds on a machine of any size, and roughly on a busy one.
        RunFile run =
                compare(
                        "wait",
                        "--jobs",
                        "16",
                        "--work",
                        "wait:25ms",
                        "--rounds",
                        "5",
                        "--warmup",
                        "1",
                        "-p",
                        "sequential",
                        "-p",
                        "threads:4,8",
                        "-p",
                        "threads:8+gil",
                        "-p",
                        "async");

        assertThat(run.pools())
                .extracting(PoolEntry::pool)
                .containsExactly("sequential", "threads:4", "threads:8", "threads:8+gil", "async");
        assertThat(speedups(run).get(1)).isBetween(3.0, 4.2);
        assertThat(speedups(run).get(2)).isBetween(5.0, 8.4);
        assertThat(speedups(run).get(3)).isBetween(5.0, 8.4);
        assertThat(speedups(run).get(4)).isGreaterThan(8.4);
        assertThat(run.pools().get(2).efficiency()).isBetween(0.6, 1.05);
        assertThat(run.pools().get(4).efficiency()).isNull();
        assertThat(run.verdict().fastest()).isEqualTo("async");
    }

    @Test
    void whatWasMeasuredAddsUp() {
        RunFile run =
                compare(
                        "serve_request",
                        "--jobs",
                        "20",
                        "--time-scale",
                        "0.2",
                        "--rounds",
                        "3",
                        "-p",
                        "threads:2");

        PoolEntry pool = run.pools().getFirst();
        assertThat(pool.times()).hasSize(3);
        assertThat(pool.response().count()).isEqualTo(60);
        SplitEntry s = pool.split();
        double sum =
                Stream.of(
                                s.queue(),
                                s.encode(),
                                s.wire(),
                                s.stove(),
                                s.cpu(),
                                s.waiting(),
                                s.returned())
                        .mapToDouble(part -> Objects.requireNonNull(part))
                        .sum();
        assertThat(sum).isCloseTo(pool.response().mean(), within(1e-9));
        assertThat(pool.response().max())
                .isLessThanOrEqualTo(Objects.requireNonNull(pool.max()) + 1e-9);
        assertThat(pool.memoryBytes()).isGreaterThan(10_000_000);
        assertThat(pool.cpuSeconds()).isNotNegative();
        assertThat(pool.overheadPerJob()).isPositive().isLessThan(pool.mean());
    }

    @Test
    void theTableTheVerdictAndTheRoundsAreShown() {
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "compare",
                        "wait",
                        "--no-break-even",
                        "--jobs",
                        "8",
                        "--work",
                        "wait:20ms",
                        "--rounds",
                        "5",
                        "--warmup",
                        "1",
                        "-p",
                        "sequential",
                        "-p",
                        "threads:4",
                        "--seed",
                        "3",
                        "--split");

        assertThat(exit).as(shell.err()).isZero();
        List<String> lines = shell.lines();
        assertThat(lines.getFirst())
                .matches(
                        "8 jobs of wait on 2 pools and \\d+ cores?: 5 rounds a pool, at most 10s, after 1 for warming up, seed 3");
        assertThat(shell.out()).contains("speed-up (95 %)", "overhead/job", "= response");
        assertThat(lines)
                .anyMatch(l ->
                        l.matches(
                                "  `threads:4` ran \\d.\\d+ (± .* )?times faster than `sequential`( \\(.* to .*\\))?"));
        assertThat(lines)
                .contains(
                        "speed-up: against `sequential`, the first pool named; the summary compares with the fastest",
                        "  5 rounds of each pool; ± is σ over rounds in the table, half of the 95 % interval here");
    }

    @Test
    void onANarrowTerminalEverySentenceFits() {
        TestShell shell = TestShell.terminal(60);

        shell.run(
                "compare",
                "wait",
                "--no-break-even",
                "--jobs",
                "4",
                "--work",
                "wait:1ms",
                "--rounds",
                "3",
                "-p",
                "sequential",
                "-p",
                "threads:4",
                "--warmup",
                "0");

        assertThat(shell.out()).contains("Summary", "Notes", "not warmed up: --warmup 0");
        // Code is for copying and stays as it is.
        assertThat(shell.lines())
                .filteredOn(line -> !line.startsWith("      "))
                .allMatch(line -> line.length() <= 60);
    }

    @Test
    void theFirstPoolIsNamedInAWeakerShade() {
        TestShell shell = TestShell.colourful(120);

        shell.run(
                "compare",
                "wait",
                "--no-break-even",
                "--jobs",
                "2",
                "--work",
                "wait:1ms",
                "--rounds",
                "3",
                "-p",
                "sequential",
                "-p",
                "threads:2");

        assertThat(shell.out()).contains("\u001b[2mspeed-up: against `sequential`");
    }

    @Test
    void theSamePoolTwiceShowsNoDifferenceOrAlmostNone() {
        RunFile run =
                compare(
                        "wait",
                        "--work",
                        "wait:5ms",
                        "--jobs",
                        "4",
                        "-p",
                        "sequential",
                        "-p",
                        "sequential",
                        "--rounds",
                        "20");

        assertThat(run.pools())
                .extracting(PoolEntry::pool)
                .containsExactly("sequential", "sequential #2");
        assertThat(speedups(run).get(1)).isBetween(0.7, 1.4);
    }

    @Test
    void aPoolThatIsSlowGetsFewerRounds() {
        RunFile run =
                compare(
                        "wait",
                        "--work",
                        "wait:20ms",
                        "--jobs",
                        "8",
                        "--max-time",
                        "100ms",
                        "--warmup",
                        "0",
                        "-p",
                        "sequential",
                        "-p",
                        "threads:8");

        assertThat(run.pools().get(0).rounds()).isEqualTo(3);
        assertThat(run.pools().get(1).rounds()).isGreaterThanOrEqualTo(3);
        assertThat(run.cautions()).anyMatch(c -> c.startsWith("`sequential`: only 3 rounds"));
    }

    @Test
    void allExportsAreWrittenAndNothingElseIsLeft() throws IOException {
        Path json = folder.resolve("run.json");
        Path csv = folder.resolve("run.csv");
        Path markdown = folder.resolve("run.md");
        Path joblog = folder.resolve("jobs.tsv");

        TestShell shell = TestShell.piped();
        int exit =
                shell.run(
                        "compare",
                        "compute_square",
                        "--no-break-even",
                        "1",
                        "2",
                        "--work",
                        "none",
                        "--rounds",
                        "3",
                        "--warmup",
                        "1",
                        "-p",
                        "sequential",
                        "-p",
                        "threads:2",
                        "--export-json",
                        json.toString(),
                        "--export-csv",
                        csv.toString(),
                        "--export-markdown",
                        markdown.toString(),
                        "--joblog",
                        joblog.toString());

        assertThat(exit).as(shell.err()).isZero();
        assertThat(RunFile.parse(Files.readString(json), "run.json").jobs()).isEqualTo(2);
        assertThat(Files.readAllLines(csv)).hasSize(3);
        assertThat(Files.readString(markdown)).contains("| `sequential` |", "| `threads:2` |");
        // Every measured round of both pools, and no warm-up.
        assertThat(Files.readAllLines(joblog)).hasSize(1 + 2 * 3 * 2);
        assertThat(Files.readAllLines(joblog).getLast()).matches(".*\\t(sequential|threads:2)\\t3");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--export-json", "--export-csv", "--export-markdown", "--joblog"})
    void aPathThatCannotBeWrittenIsRefusedBeforeAnythingRuns(String option) throws IOException {
        TestShell shell = TestShell.piped();
        Path good = folder.resolve("good.json");

        int exit =
                shell.run(
                        "compare",
                        "wait",
                        "--no-break-even",
                        "--work",
                        "wait:10m",
                        "--export-json",
                        good.toString(),
                        option,
                        folder.resolve("none/file").toString());

        assertThat(exit).isEqualTo(2);
        assertThat(shell.err())
                .startsWith("kitchen compare: ")
                .contains(
                        option.equals("--export-json")
                                ? "only once"
                                : "there is no directory " + folder.resolve("none"));
        assertThat(shell.err().lines()).hasSize(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void failedJobsAreShownAndTheirPoolIsNotJudged() {
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "compare",
                        "fail",
                        "--no-break-even",
                        "--jobs",
                        "2",
                        "--rounds",
                        "3",
                        "-p",
                        "sequential",
                        "-p",
                        "threads:2");

        assertThat(exit).isEqualTo(1);
        assertThat(shell.out())
                .contains("no pool can be judged", "`sequential`, `threads:2`: 6 jobs failed")
                .doesNotContain("speed-up: against");
        assertThat(shell.err()).contains("`sequential`, job 1: failed: ");
        assertThat(shell.err().lines()).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void anInterruptKeepsTheRoundsThatAreComplete() throws IOException {
        Path jar = MarkRecipe.jar(folder);
        Path mark = folder.resolve("mark");
        Path json = folder.resolve("run.json");
        TestShell shell = TestShell.interruptedBy(stop -> RunCommandTest.onceThereIs(mark, stop));

        int exit =
                shell.run(
                        "compare",
                        "leave_mark",
                        "--no-break-even",
                        mark.toString(),
                        "--recipes",
                        jar.toString(),
                        "-p",
                        "sequential",
                        "-p",
                        "threads:2",
                        "--warmup",
                        "0",
                        "--export-json",
                        json.toString());

        assertThat(exit).isEqualTo(130);
        assertThat(shell.out())
                .contains(
                        "Interrupted before the first round was complete.",
                        "Start-up: `sequential` ")
                .doesNotContain("Summary", "Notes", "wall time");
        RunFile run = RunFile.parse(Files.readString(json), "run.json");
        assertThat(run.comparison().partial()).isTrue();
        assertThat(run.pools()).allMatch(pool -> pool.mean() == null && pool.rounds() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-break-even", "--rate=10/s"})
    void anInterruptBeforeThereIsAPoolSaysSoInItsOwnName(String option) {
        TestShell shell =
                TestShell.interruptedBy(stop -> {
                    stop.run();
                    return new TestShell.Quiet(true);
                });

        int exit = shell.run("compare", "compute_square", option, "-p", "threads:1");

        assertThat(exit).isEqualTo(130);
        assertThat(shell.err())
                .isEqualTo("kitchen compare: interrupted before the first pool was open\n");
    }

    private static RunFile compare(String... args) {
        TestShell shell = TestShell.piped();
        String[] all =
                Stream.concat(
                                Stream.of("compare", "--no-break-even"),
                                Stream.concat(Stream.of(args), Stream.of("--json")))
                        .toArray(String[]::new);

        int exit = shell.run(all);

        assertThat(exit).as(shell.err()).isZero();
        return RunFile.parse(shell.out(), "standard output");
    }

    private static List<Double> speedups(RunFile run) {
        return run.pools().stream()
                .map(pool -> Objects.requireNonNull(pool.speedup().ratio()))
                .toList();
    }
}
