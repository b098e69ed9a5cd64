package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

class ReportAndDiffTest {

    @TempDir Path folder;

    private Path run;

    @BeforeEach
    void writeARun() throws IOException {
        run = folder.resolve("run.json");
        Files.writeString(run, text("1.0, 1.01, 0.99, 1.0, 1.02, 0.98"));
    }

    @Test
    void aReportStandsBesideItsRunUnlessToldOtherwise() {
        assertThat(TestShell.piped().run("report", run.toString())).isZero();

        assertThat(folder.resolve("run.html"))
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("threads:2");
    }

    @Test
    void whatNobodyNamedIsNotReplaced() throws IOException {
        Path there = Files.writeString(folder.resolve("run.html"), "mine");
        TestShell unnamed = TestShell.piped();

        assertThat(unnamed.run("report", run.toString())).isEqualTo(2);
        assertThat(unnamed.err()).contains("must not exist yet; to replace it, add -o " + there);
        assertThat(there).hasContent("mine");

        assertThat(TestShell.piped().run("report", run.toString(), "-o", there.toString()))
                .isZero();
        assertThat(there).content().startsWith("<!DOCTYPE html>");
    }

    @Test
    void aReportNeverTakesThePlaceOfItsRun() throws IOException {
        String before = Files.readString(run);
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), run);

        assertMistake("the run itself", "report", run.toString(), "-o", run.toString());
        assertMistake("the run itself", "report", run.toString(), "-o", link.toString());

        assertThat(run).hasContent(before);
    }

    @Test
    void aRunCanBePiped() throws IOException {
        InputStream before = System.in;
        try {
            System.setIn(
                    new ByteArrayInputStream(
                            Files.readString(run).getBytes(StandardCharsets.UTF_8)));
            Path html = folder.resolve("piped.html");

            assertThat(TestShell.piped().run("report", "-", "-o", html.toString())).isZero();

            assertThat(html).content().contains("threads:2");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void compareDrawsItsReportItself() {
        Path html = folder.resolve("compare.html");

        int exit =
                TestShell.piped()
                        .run(
                                "compare",
                                "wait",
                                "1ms",
                                "--jobs",
                                "4",
                                "--rounds",
                                "2",
                                "--warmup",
                                "0",
                                "-p",
                                "sequential",
                                "-p",
                                "threads:2",
                                "--no-break-even",
                                "--report",
                                html.toString());

        assertThat(exit).isZero();
        assertThat(html).content().contains("kitchen compare wait 1ms", "id=\"timeline\"");
    }

    @Test
    void aSlowerRunTripsTheGateAndIsNamed() throws IOException {
        Path slower = folder.resolve("slower.json");
        Files.writeString(slower, text("1.2, 1.21, 1.19, 1.2, 1.22, 1.18"));
        TestShell tripped = TestShell.piped();
        TestShell held = TestShell.piped();

        assertThat(tripped.run("diff", run.toString(), slower.toString(), "--fail-if-slower", "5%"))
                .isEqualTo(1);
        assertThat(held.run("diff", run.toString(), slower.toString(), "--fail-if-slower", "25 %"))
                .isZero();

        assertThat(tripped.out()).contains("`threads:2` takes 1.20 times as long as before");
        assertThat(tripped.err())
                .startsWith("kitchen diff: `threads:2` became more than 5% slower")
                .hasLineCount(1);
        assertThat(held.err()).isEmpty();
    }

    @Test
    void theSameRunTwiceShowsNoDifference() {
        TestShell shell = TestShell.piped();

        assertThat(shell.run("diff", run.toString(), run.toString(), "--fail-if-slower", "0%"))
                .isZero();

        assertThat(shell.out()).contains("no difference shown for `threads:2`");
    }

    @Test
    void aDiffIsJsonWhenAskedFor() {
        TestShell shell = TestShell.piped();

        assertThat(shell.run("diff", run.toString(), run.toString(), "--json")).isZero();

        assertThat(shell.out())
                .contains("\"schema\" : \"manykitchens.diff/1\"", "\"difference\" : false");
    }

    @Test
    void mistakesAreOneLineAndExitCodeTwo() throws IOException {
        Path newer = folder.resolve("newer.json");
        Files.writeString(newer, "{\"schema\":\"manykitchens.run/2\"}");
        String there = run.toString();

        assertMistake("comes from a newer version", "report", newer.toString());
        assertMistake("must be a file that exists", "report", folder.resolve("x.json").toString());
        assertMistake("is a directory", "diff", there, folder.toString());
        assertMistake("--output must name a file", "report", "-");
        assertMistake("only one of the two runs", "diff", "-", "-");
        Path other = folder.resolve("other.json");
        Files.writeString(other, Files.readString(run).replace("threads:2", "async"));
        assertMistake(
                "these have none: the first has `threads:2`, the second `async`",
                "diff",
                there,
                other.toString());
        assertMistake(
                "--fail-if-slower must be a percentage from 0% upwards, such as 5%, was \"fast\"",
                "diff", there, there, "--fail-if-slower", "fast");
        assertMistake(
                "--output must name a file that can be written",
                "report",
                there,
                "-o",
                folder.toString());
    }

    private static void assertMistake(String complaint, String... command) {
        TestShell shell = TestShell.piped();

        assertThat(shell.run(command)).isEqualTo(2);

        assertThat(shell.err())
                .contains(complaint)
                .hasLineCount(1)
                .startsWith("kitchen " + command[0]);
    }

    private static String text(String times) {
        return """
        {"schema":"manykitchens.run/1","simulated":false,"created":"2026-11-20T20:00:00Z",
        "version":"0.1.0","command":"kitchen compare wait",
        "host":{"os":"Linux","jvm":"25","cpu":"","cores":2,"effective_processors":2,"memory_bytes":0},
        "scenario":{"recipe":"wait","work":"own","time_scale":1.0,"seed":1,"attempts":3},"jobs":4,
        "comparison":{"rounds":6,"min_time":0,"max_time":10,"seed":1,"partial":false},
        "pools":[{"pool":"threads:2","rounds":6,"times":[%s],"mean":%s,"speedup":{},"response":{},"split":{}}],
        "verdict":{"words":[]}}
        """
                .formatted(
                        times,
                        Arrays.stream(times.split(","))
                                .mapToDouble(Double::parseDouble)
                                .average()
                                .orElseThrow());
    }
}
