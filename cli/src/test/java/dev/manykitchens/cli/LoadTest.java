package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.run.LoadEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.text.Legend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// `kitchen compare --rate`, as a user types it.
@Isolated("measures loads")
class LoadTest {

    private static final Path PAGE = Path.of("../docs/how-to/load.md");

    @Test
    void aPoolThatCannotKeepUpIsAFindingAndNoFailure(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("run.json");
        Path page = folder.resolve("run.html");

        TestShell shell =
                load(
                        0,
                        "wait",
                        "-p",
                        "threads:1",
                        "--work",
                        "wait:10ms",
                        "--rate",
                        "200/s",
                        "--duration",
                        "500ms",
                        "--export-json",
                        json.toString(),
                        "--report",
                        page.toString());

        assertThat(shell.lines().getFirst())
                .startsWith("200/s of wait for 500ms on 1 pool and ")
                .endsWith("after 1 round for warming up, seed 1");
        assertThat(shell.out())
                .contains("keeps up", "grows", "Summary")
                .contains("`threads:1` cannot keep up with 200/s: it completed ");
        assertThat(shell.err()).isEmpty();
        assertThat(page).content().contains("response", "threads:1");
        RunFile run = RunFile.parse(Files.readString(json), "run.json");
        LoadEntry load = Objects.requireNonNull(run.pools().getFirst().load());
        assertThat(load.keepsUp()).isEqualTo("no");
        assertThat(load.rate()).isEqualTo(200);
        assertThat(load.duration()).isEqualTo(0.5);
        assertThat(load.response().p99()).isNull();
        assertThat(load.service().p50()).isGreaterThan(0.0099);
        assertThat(run.command()).contains("--rate 200/s");
        assertThat(Files.readString(page))
                .contains("A load of <code>wait</code> on 1 pool", "id=\"load\"")
                .contains("cannot keep up with 200/s");
    }

    @Test
    void jobsThatFailEndWithOne() {
        TestShell shell =
                load(1, "fail", "-p", "threads:1", "--rate", "50/s", "--duration", "100ms");

        assertThat(shell.err()).contains("`threads:1`: ").contains("this recipe always fails");
        assertThat(shell.out()).contains("failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rounds 3 --rate 5/s | --rounds needs rounds, and with --rate there are none, only one load of --duration for each pool; leave it out",
                "--jobs 3 --rate 5/s | --jobs needs rounds, and with --rate there are none, only one load of --duration for each pool; leave it out",
                "--fail-unless-best virtual --rate 5/s | --fail-unless-best needs rounds, and with --rate there are none, only one load of --duration for each pool; leave it out",
                "--within 3% --rate 5/s | --within needs rounds, and with --rate there are none, only one load of --duration for each pool; leave it out",
                "--predict 8 --rate 5/s | --predict needs rounds, and with --rate there are none, only one load of --duration for each pool; leave it out",
                "--no-break-even --rate 5/s | --no-break-even needs rounds, and with --rate there are none, only one load of --duration for each pool; leave it out",
                "--duration 3s | --duration says for how long jobs come and needs a --rate, such as --rate 200/s",
                "--rate 5 | --rate: a rate must be jobs in a unit of time, such as 200/s, 12/min or 0.5/s, was \"5\"",
                "--rate 5/s --duration 3 | --duration: a duration must be a number with a unit, such as 50ms, 1.5s or 2m, was \"3\"",
                "--rate 1000000/s | a load must have at most 2,000,000 jobs, 1000000/s for 10s has 10,000,000; lower --rate or --duration"
            })
    void whatCannotBeIsOneLine(String options, String complaint) {
        TestShell shell = TestShell.piped();
        String[] args =
                Stream.concat(Stream.of("compare", "wait"), Stream.of(options.split(" ")))
                        .toArray(String[]::new);

        assertThat(shell.run(args)).isEqualTo(ExitCode.MISTAKE);
        assertThat(shell.err())
                .isEqualToNormalizingNewlines("kitchen compare: " + complaint + "\n");
    }

    @Test
    void thePageExplainsEveryColumn() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(Legend.OF_LOAD)
                .allSatisfy(legend -> assertThat(page).contains("`" + legend.column() + "`"));
    }

    @Test
    void theHelpExplainsEveryColumn() {
        TestShell shell = TestShell.piped();

        assertThat(shell.run("compare", "--help")).isZero();
        assertThat(shell.out()).contains("Columns with --rate:", "in system at end");
    }

    private static TestShell load(int exit, String... args) {
        TestShell shell = TestShell.piped();
        List<String> all =
                Stream.concat(
                                Stream.of("compare"),
                                Stream.concat(Stream.of(args), Stream.of("--warmup", "1")))
                        .toList();
        assertThat(shell.run(all.toArray(String[]::new))).as(shell.err()).isEqualTo(exit);
        return shell;
    }
}
