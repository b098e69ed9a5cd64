package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.text.Figures;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Nobody takes the files of a simulated run for those of a measured one.
class SimulatedExportsTest {

    @TempDir Path folder;

    private Path scenario = Path.of("");

    @BeforeEach
    void write() throws IOException {
        scenario = folder.resolve("shop.yaml");
        Files.writeString(
                scenario,
                """
                name: shop
                arrivals: every 10ms
                jobs: 200
                resources: {oven: 1}
                steps: [{cpu: exponential 6ms}, {use: oven, steps: [{wait: 2ms..8ms}]}]
                pools: [sequential, threads:2, virtual, async, "hybrid:2", "processes:2x2"]
                """);
    }

    @Test
    void everyFileSaysThatItIsSimulatedAndWhatRefersToWhat() throws IOException {
        export("a");

        assertThat(content("a.json")).contains("\"simulated\" : true");
        assertThat(content("a.csv").lines().findFirst().orElseThrow()).endsWith(",simulated");
        assertThat(content("a.csv").lines().skip(1)).hasSize(6).allMatch(l -> l.endsWith(",true"));
        assertThat(content("a.md"))
                .startsWith("**Simulated**: these times were computed, not measured.\n\n| pool |")
                .contains("- speed-ups refer to `threads:2`")
                .contains("200 jobs of the scenario `shop`, simulated, 10 replications at least");
        assertThat(content("a.html"))
                .contains("<title>A simulation of shop on 6 pools</title>")
                .contains("Simulated: these times were computed, not measured.")
                .contains("To simulate it again:")
                .contains("<code>threads:2</code>, the first pool that keeps up.")
                .doesNotContain("measured rounds", "To measure it again", "dot one round");
    }

    @Test
    void whatFaultsDidToWorkersAndJobsIsInEveryFile() throws IOException {
        Files.writeString(
                scenario,
                """
                name: shop
                jobs: 40
                faults: [{kill: 1, at: 20ms}, {kill: 1, every: 450ms}]
                classes:
                  - {name: soup, steps: [{wait: 30ms}]}
                  - {name: bomb, weight: 0.1, steps: [{compute: crash}]}
                pools: ["processes:1"]
                """);

        export("a");

        JsonNode json = JsonMapper.shared().readTree(content("a.json"));
        int lost = json.at("/pools/0/workers_lost").asInt();
        int failed = json.at("/pools/0/failed").asInt();
        assertThat(json.at("/scenario/attempts").asInt()).isEqualTo(3);
        assertThat(json.at("/scenario/workers/0").asString()).isEqualTo("kill 1, at 20ms");
        assertThat(lost).isGreaterThanOrEqualTo(10);
        assertThat(failed).isPositive();
        assertThat(json.at("/pools/0/retried").asInt()).isPositive();
        assertThat(content("a.csv")).contains(",%d,true".formatted(lost));
        assertThat(content("a.md"))
                .contains(
                        "| failed/replication | workers lost/replication | ran again/replication |")
                .contains("| %s |".formatted(Figures.amount(failed / 10.0)))
                .contains("- `processes:1`: soup ", " jobs, response ", "; bomb ");
        assertThat(content("a.html")).contains("Classes of jobs", ">soup</td>", ">bomb</td>");
    }

    @Test
    void withoutFaultsAndClassesFilesHaveNoWordOfThem() throws IOException {
        export("a");

        assertThat(content("a.md")).doesNotContain("failed", "workers lost", "ran again");
        assertThat(content("a.html")).doesNotContain("Classes of jobs");
        assertThat(content("a.json")).doesNotContain("\"workers\" :");
    }

    @Test
    void theFileCanBeReportedLater() throws IOException {
        export("a");
        Path html = folder.resolve("later.html");
        TestShell shell = TestShell.piped();

        assertThat(shell.run("report", path("a.json"), "-o", html.toString())).isZero();

        assertThat(Files.readString(html)).isEqualTo(content("a.html"));
    }

    @Test
    void theTimelineOfTheFirstReplicationIsDrawnAndMarkedAsSimulated() throws IOException {
        Files.writeString(
                scenario,
                "name: shop\narrivals: every 10ms\njobs: 3\nsteps: [{cpu: 5ms}, {wait: 13ms}]\npools: [\"threads:2\"]\n");

        export("a");

        JsonNode timeline = JsonMapper.shared().readTree(content("a.json")).at("/pools/0/timeline");
        assertThat(timeline.path("round").asInt()).isEqualTo(1);
        assertThat(timeline.path("jobs").asInt()).isEqualTo(3);
        assertThat(timeline.at("/lanes/0/start").toString()).isEqualTo("[0.0,0.02]");
        assertThat(timeline.at("/lanes/1/start").toString()).isEqualTo("[0.01]");
        assertThat(timeline.at("/lanes/0/cpu/0").asDouble()).isEqualTo(0.005);
        assertThat(content("a.html"))
                .contains("id=\"timeline\"", "Simulated: replication 1, 3 jobs.")
                .contains("the simulated JVM")
                .doesNotContain("One round of each pool", "this JVM");
    }

    @Test
    void aReplicationOfTooManyJobsHasNoTimelineAndSaysWhy() throws IOException {
        Files.writeString(
                scenario,
                "name: shop\njobs: 100001\nsteps: [{wait: 1ms}]\npools: [\"threads:2\"]\n");

        export("a", "--replications", "1");

        assertThat(content("a.html"))
                .contains(
                        "<code>threads:2</code> had 100,001 jobs: more than 100,000 jobs have no timeline.");
        assertThat(
                        JsonMapper.shared()
                                .readTree(content("a.json"))
                                .at("/pools/0/timeline/lanes")
                                .size())
                .isZero();
    }

    @Test
    void aDiffOfTwoSimulatedRunsSaysSo() {
        export("a");
        export("b", "--seed", "11");
        TestShell text = TestShell.piped();
        TestShell json = TestShell.piped();

        assertThat(text.run("diff", path("a.json"), path("b.json"))).isZero();
        assertThat(json.run("diff", path("a.json"), path("b.json"), "--json")).isZero();

        assertThat(text.out())
                .contains("both runs were simulated: their times were computed, not measured")
                .contains("`virtual`");
        assertThat(json.out()).contains("\"simulated\" : true");
    }

    @Test
    void aDiffOfAMeasuredRunAndASimulatedOneWarns() throws IOException {
        export("a");
        Files.writeString(
                folder.resolve("measured.json"),
                content("a.json")
                        .replace("\"simulated\" : true", "\"simulated\" : false")
                        .replace("\"simulation\" :", "\"was_simulation\" :"));
        TestShell shell = TestShell.piped();

        assertThat(shell.run("diff", path("measured.json"), path("a.json"))).isZero();

        assertThat(shell.out())
                .contains("measured or simulated: measured before, simulated after")
                .doesNotContain("both runs were simulated");
    }

    @ParameterizedTest
    @CsvSource({"every 10ms, every 100s", "jobs: 200, jobs: 1", "2ms..8ms, 90ms"})
    void extremesOfScenariosCanBeReportedToo(String before, String after) throws IOException {
        Files.writeString(scenario, Files.readString(scenario).replace(before, after));

        export("a");

        assertThat(content("a.html")).contains("A simulation of shop on 6 pools");
        assertThat(content("a.md")).startsWith("**Simulated**");
        assertThat(content("a.csv").lines()).hasSize(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    all take no time   | jobs: 3                                  | {wait: gamma 1ns cv 100}
                    nobody comes       | arrivals: poisson 1/h@@duration: 1ms     | {wait: 1ms}
                    """)
    void aRunWithoutTimesIsReadAndReportedToo(String why, String extent, String step)
            throws IOException {
        Files.writeString(
                scenario,
                "name: shop\n%s\nsteps: [%s]\npools: [sequential, \"threads:2\"]\n"
                        .formatted(extent.replace("@@", "\n"), step));
        export("a");
        TestShell shell = TestShell.piped();

        int exit =
                shell.run("report", path("a.json"), "-o", folder.resolve("later.html").toString());

        assertThat(shell.err()).as(why).isEmpty();
        assertThat(exit).isZero();
        assertThat(content("a.html")).contains("A simulation of shop on 2 pools");
    }

    private void export(String name, String... more) {
        TestShell shell = TestShell.piped();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "simulate",
                                scenario.toString(),
                                "--cores",
                                "4",
                                "--export-json",
                                path(name + ".json"),
                                "--export-csv",
                                path(name + ".csv"),
                                "--export-markdown",
                                path(name + ".md"),
                                "--report",
                                path(name + ".html")));
        command.addAll(List.of(more));

        // Jobs that fail are no mistake: 1.
        assertThat(shell.run(command.toArray(String[]::new))).isBetween(0, 1);
        assertThat(shell.err()).isEmpty();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String content(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
