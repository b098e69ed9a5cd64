package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.scenario.ScenarioFiles;
import dev.manykitchens.report.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ScenariosCommandTest {

    @TempDir Path folder;

    private final TestShell shell = TestShell.piped();

    @Test
    void allAreListedWithTheirQuestions() {
        assertThat(shell.run("scenarios")).isZero();

        assertThat(shell.lines())
                .anyMatch(line ->
                        line.matches(
                                " coffee-shop +\\| How many baristas does one espresso machine keep busy\\? +\\| 6 +\\| sequential, async, threads:1, threads:2 and 3 more"))
                .anyMatch(line -> line.matches(" web-server +\\|.* poisson 80/s for 10s +\\| .*"));
    }

    @Test
    void aNarrowTerminalShowsNamesAndQuestions() {
        TestShell narrow = TestShell.terminal(80);

        narrow.run("scenarios");

        assertThat(narrow.lines())
                .filteredOn(line -> line.contains("|"))
                .allMatch(line -> line.length() <= 80);
        assertThat(narrow.out()).contains("Left out for want of room: ");
    }

    @Test
    void oneIsPrintedAsItIs() {
        assertThat(shell.run("scenarios", "coffee-shop")).isZero();

        ScenarioFiles files = ScenarioFiles.ofDistribution();
        assertThat(shell.out()).isEqualTo(ScenarioFiles.text(files.find("coffee-shop")));
    }

    @Test
    void severalArePrintedAsDocuments() {
        assertThat(shell.run("scenarios", "coffee-shop", "tea-shop")).isZero();

        assertThat(shell.out()).contains("\n---\n# Three orders");
    }

    @Test
    void jsonHoldsWhatTheyAre() {
        assertThat(shell.run("scenarios", "lunch-rush", "--json")).isZero();

        JsonNode json = Json.tree(shell.out());
        JsonNode rush = json.at("/scenarios/0");
        assertThat(json.at("/schema").asString()).isEqualTo("manykitchens.scenarios/1");
        assertThat(rush.at("/arrivals").asString()).isEqualTo("bursts of 20 every 5s");
        assertThat(rush.at("/jobs").isNull()).isTrue();
        assertThat(rush.at("/duration").asDouble()).isEqualTo(10);
        assertThat(rush.at("/resources/espresso-machine/permits").asInt()).isEqualTo(2);
        assertThat(rush.at("/resources/espresso-machine/scope").asString()).isEqualTo("shared");
        assertThat(rush.at("/classes/0/deadline").asDouble()).isEqualTo(4);
        assertThat(rush.at("/classes/0/priority").asInt(-1)).isZero();
        assertThat(rush.at("/classes/0/steps/1/use").asString()).isEqualTo("espresso-machine");
        assertThat(rush.at("/classes/0/steps/1/steps/0/wait").asString()).isEqualTo("200ms");
        assertThat(rush.at("/goal").asString()).isEqualTo("p90<4s");
    }

    @Test
    void theSchemaStandsAlone() {
        TestShell mixed = TestShell.piped();

        assertThat(shell.run("scenarios", "--schema")).isZero();
        assertThat(mixed.run("scenarios", "--schema", "--json")).isEqualTo(2);

        assertThat(Json.tree(shell.out()).at("/$schema").asString()).contains("2020-12");
        assertThat(mixed.err())
                .isEqualToIgnoringNewLines(
                        "kitchen scenarios: --schema must stand alone, stood with a scenario or --json; leave that out");
    }

    @Test
    void aMistakeInAFileIsOneLine() throws IOException {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, "jobs: 3\nsteps:\n  - cpuu: 3ms\n");

        assertThat(shell.run("scenarios", file.toString())).isEqualTo(2);

        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .isEqualToIgnoringNewLines(
                        "kitchen scenarios: "
                                + file
                                + ":3: a step must be one of cpu, wait, use, offload, compute, was \"cpuu\"; did you mean cpu?");
    }

    @Test
    void ofSeveralFilesEachMistakeIsALine() throws IOException {
        Path one = Files.writeString(folder.resolve("one.yaml"), "jobs: 3\nsteps: [{cpuu: 3ms}]\n");
        Path good =
                Files.writeString(folder.resolve("good.yaml"), "jobs: 3\nsteps: [{cpu: 3ms}]\n");
        Path two = Files.writeString(folder.resolve("two.yaml"), "jobs: 0\nsteps: [{cpu: 3ms}]\n");

        assertThat(
                        shell.run(
                                "scenarios",
                                one.toString(),
                                good.toString(),
                                "cofee-shop",
                                two.toString()))
                .isEqualTo(2);

        assertThat(shell.out()).isEmpty();
        assertThat(shell.err().lines())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .startsWith("kitchen scenarios: " + one + ":2: a step"),
                        line -> assertThat(line).endsWith("did you mean coffee-shop?"),
                        line ->
                                assertThat(line)
                                        .startsWith("kitchen scenarios: " + two + ":1: jobs must"));
    }

    @Test
    void aMistypedNameGetsTheNearest() {
        assertThat(shell.run("scenarios", "cofee-shop")).isEqualTo(2);

        assertThat(shell.err()).contains("was \"cofee-shop\"; did you mean coffee-shop?");
    }
}
