package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.text.Legend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Holds `docs/how-to/read-a-comparison.md` against what a comparison prints and writes.
class ReadAComparisonTest {

    private static final Path PAGE = Path.of("../docs/how-to/read-a-comparison.md");

    @TempDir private Path folder;

    @Test
    void thePageExplainsEveryColumnOfTheTable() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(Legend.OF_COMPARISON)
                .allSatisfy(legend ->
                        assertThat(page)
                                .containsPattern(
                                        "(?m)^\\|.*`?\\Q" + legend.column() + "\\E`?.* \\| "));
    }

    @Test
    void thePageOfTheSimulatorExplainsEveryColumnOfItsTable() throws IOException {
        String page = Files.readString(Path.of("../docs/how-to/trust-the-simulator.md"));

        assertThat(Legend.OF_SIMULATION)
                .allSatisfy(legend ->
                        assertThat(page)
                                .containsPattern(
                                        "(?m)^\\|.*`?\\Q" + legend.column() + "\\E`?.* \\| "));
    }

    @Test
    void thePageExplainsEverythingThatIsWritten() throws IOException {
        String page = Files.readString(PAGE);
        Path json = folder.resolve("run.json");
        Path csv = folder.resolve("run.csv");
        Path joblog = folder.resolve("jobs.tsv");
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "compare",
                        "compute_square",
                        "1",
                        "--work",
                        "none",
                        "-p",
                        "sequential",
                        "--rounds",
                        "1",
                        "--split",
                        "--export-json",
                        json.toString(),
                        "--export-csv",
                        csv.toString(),
                        "--joblog",
                        joblog.toString());

        assertThat(exit).as(shell.err()).isZero();
        assertThat(splitColumns(shell))
                .hasSizeGreaterThanOrEqualTo(9)
                .allSatisfy(name -> explained(page, name));
        assertThat(names(Files.readAllLines(csv).getFirst(), ","))
                .allSatisfy(name -> explained(page, name));
        assertThat(names(Files.readAllLines(joblog).getFirst(), "\t"))
                .allSatisfy(name -> explained(page, name));
        JsonNode run = JsonMapper.shared().readTree(Files.readString(json));
        JsonNode pool = run.path("pools").path(0);
        assertThat(pool.propertyNames()).allSatisfy(name -> explained(page, name));
        assertThat(pool.path("response").propertyNames()).allSatisfy(name -> explained(page, name));
    }

    private static List<String> splitColumns(TestShell shell) {
        List<String> lines = shell.lines();
        int title = lines.indexOf("Where the time of a job went");
        return names(lines.get(title + 1).strip(), " *\\| *");
    }

    private static List<String> names(String line, String separator) {
        return List.of(line.split(separator, -1));
    }

    private static void explained(String page, String name) {
        assertThat(page).contains("`" + name + "`");
    }
}
