package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.cli.terminal.Interrupts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;

class RunCommandTest {

    @TempDir Path folder;

    @Test
    void resultsStandInOrderOfSubmissionAndTimesApart() {
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "run",
                        "compute_square",
                        "4",
                        "3",
                        "2",
                        "1",
                        "--work",
                        "none",
                        "-p",
                        "threads:4");

        assertThat(exit).isZero();
        assertThat(shell.lines()).hasSize(3);
        assertThat(shell.lines().get(0)).isEqualTo("Results: [16, 9, 4, 1]");
        assertThat(shell.lines().get(1)).matches("Time taken: [0-9.]+ (s|ms|µs)");
        assertThat(shell.lines().get(2)).matches("Start-up: [0-9.]+ (s|ms|µs)");
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void aTimeOfATenthOfASecondOrMoreIsInSeconds() {
        TestShell shell = TestShell.piped();

        shell.run("run", "compute_square", "1", "--work", "wait:200ms");

        assertThat(shell.lines().get(1)).matches("Time taken: [0-9]+\\.[0-9]{2} s");
    }

    @Test
    void negativeAndHugeNumbersAreArguments() {
        TestShell shell = TestShell.piped();

        int exit =
                shell.run("run", "compute_square", "-3", "100000000000000000000", "--work", "none");

        assertThat(exit).isZero();
        assertThat(shell.lines().get(0))
                .isEqualTo("Results: [9, 10000000000000000000000000000000000000000]");
    }

    @Test
    void textsStandInQuotationMarks() {
        TestShell shell = TestShell.piped();

        shell.run("run", "make_coffee", "latte, \"large\"", "--work", "none");

        assertThat(shell.lines().get(0)).isEqualTo("Results: [\"latte, \\\"large\\\"\"]");
    }

    @Test
    void withoutAnArgumentThereIsOneJobWithTheDefaults() {
        TestShell shell = TestShell.piped();

        assertThat(shell.run("run", "brew_chai", "--work", "none")).isZero();
        assertThat(shell.lines().get(0)).isEqualTo("Results: [1]");
    }

    @Test
    void argumentsAreRepeatedUntilThereAreEnoughJobs() {
        TestShell shell = TestShell.piped();

        shell.run("run", "compute_square", "2", "3", "--jobs", "5", "--work", "none");

        assertThat(shell.lines().get(0)).isEqualTo("Results: [4, 9, 4, 9, 4]");
    }

    @Test
    void aFailedJobIsOneLineAndTheOthersFinish() throws IOException {
        Path jar = MarkRecipe.jar(folder);
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "run",
                        "leave_mark",
                        "now",
                        "touch:/nowhere/mark",
                        "now",
                        "--recipes",
                        jar.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(shell.lines().get(0)).isEqualTo("Results: [\"done\", failed, \"done\"]");
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(shell.err())
                .startsWith("job 2, leave_mark(touch:/nowhere/mark): failed: ")
                .contains("worker local", "PID " + ProcessHandle.current().pid(), "attempt 1");
    }

    @Test
    void manyFailuresAreCounted() {
        TestShell shell = TestShell.piped();

        int exit = shell.run("run", "fail", "--jobs", "50");

        assertThat(exit).isEqualTo(1);
        assertThat(shell.err().lines()).hasSize(21);
        assertThat(shell.err().lines().toList().getLast())
                .isEqualTo("… and 30 more; --json and --joblog list all");
    }

    @Test
    void aJobThatTakesTooLongTimesOutAlone() {
        TestShell shell = TestShell.piped();

        int exit = shell.run("run", "wait", "30s", "1ms", "--timeout", "50ms", "-p", "threads:2");

        assertThat(exit).isEqualTo(1);
        assertThat(shell.lines().get(0)).isEqualTo("Results: [timed out, \"1ms\"]");
        assertThat(shell.err()).contains("job 1, wait(30s): timed out after 50 ms");
    }

    @Test
    void theSameSeedGivesTheSameWaitsOnEveryPool() {
        TestShell one = TestShell.piped();
        TestShell other = TestShell.piped();

        one.run("run", "wait", "1us..900us", "--jobs", "8", "--seed", "7", "-p", "threads:3");
        other.run("run", "wait", "1us..900us", "--jobs", "8", "--seed", "7", "-p", "async");

        assertThat(one.lines().getFirst()).isEqualTo(other.lines().getFirst()).contains("us\"");
    }

    @Test
    void aLongListIsShortenedOnATerminalOnly() {
        TestShell terminal = TestShell.terminal(80);
        TestShell pipe = TestShell.piped();

        terminal.run("run", "compute_square", "--jobs", "300", "--work", "none");
        pipe.run("run", "compute_square", "--jobs", "300", "--work", "none");

        assertThat(terminal.out()).contains("2401, … 200 more …, 62500", ", 89401]");
        assertThat(pipe.lines().getFirst()).doesNotContain("…").contains(", 2401, 2500, 2601, ");
    }

    @Test
    void progressIsDrawnOnATerminalAndWipedAndAPipeGetsNone() {
        TestShell terminal = TestShell.terminal(80);
        TestShell pipe = TestShell.piped();

        terminal.run("run", "wait", "10ms", "--jobs", "4");
        pipe.run("run", "wait", "10ms", "--jobs", "4");

        assertThat(terminal.err()).contains("jobs").endsWith("\r\u001b[K").doesNotContain("\n");
        assertThat(terminal.out()).doesNotContain("\u001b");
        assertThat(pipe.err()).isEmpty();
    }

    @Test
    void jsonHoldsEverythingAndNothingElseIsPrinted() throws IOException {
        Path jar = MarkRecipe.jar(folder);
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "run",
                        "leave_mark",
                        "now",
                        "touch:/nowhere/mark",
                        "--recipes",
                        jar.toString(),
                        "--json");

        JsonNode json = JsonMapper.shared().readTree(shell.out());
        assertThat(exit).isEqualTo(1);
        assertThat(json.path("schema").asString()).isEqualTo("manykitchens.results/1");
        assertThat(json.path("results").toString()).isEqualTo("[\"done\",null]");
        assertThat(json.path("succeeded").asInt()).isEqualTo(1);
        assertThat(json.path("failed").asInt()).isEqualTo(1);
        assertThat(json.path("failures").path(0).path("seq").asInt()).isEqualTo(2);
        assertThat(json.path("failures").path(0).path("outcome").asString()).isEqualTo("failed");
        assertThat(json.path("time_taken").asDouble()).isPositive();
        assertThat(json.path("startup").asDouble()).isPositive();
        assertThat(json.path("partial").asBoolean()).isFalse();
    }

    @Test
    void theJobLogHasOneLineAJob() throws IOException {
        Path log = folder.resolve("jobs.tsv");
        TestShell shell = TestShell.piped();

        shell.run("run", "compute_square", "1", "2", "--work", "none", "--joblog", log.toString());

        List<String> lines = Files.readAllLines(log);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .isEqualTo(
                        "seq\tworker\thost\tpid\tattempt\tstart\truntime\toutcome\trecipe\targument");
        String[] fields = lines.get(1).split("\t", -1);
        assertThat(fields).hasSize(10);
        assertThat(fields[1]).isEqualTo("local");
        assertThat(Long.parseLong(fields[3])).isEqualTo(ProcessHandle.current().pid());
        assertThat(Double.parseDouble(fields[5])).isGreaterThan(1.7e9);
        assertThat(fields[7]).isEqualTo("succeeded");
    }

    @Test
    void aPictureIsRenderedAndTheLegendSaysByWhom() throws IOException {
        Path png = folder.resolve("picture.png");
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "run",
                        "render_tile",
                        "--picture",
                        png.toString(),
                        "--size",
                        "100x70",
                        "--tile",
                        "32",
                        "-p",
                        "threads:2");

        assertThat(exit).isZero();
        assertThat(shell.lines().getFirst())
                .isEqualTo("Picture: 100x70 pixels, 12 tiles in " + png);
        assertThat(shell.out()).contains("■ local, slot 1: ");
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(100);
        assertThat(image.getHeight()).isEqualTo(70);
        // Within the set the picture itself is black, so what is left there is a third of a tint.
        assertThat(image.getRGB(50, 35) & 0xFFFFFF).isNotZero();
    }

    @Test
    void whatIsSaidAboutAPictureIsTrueWhenItIsRead() {
        Path png = folder.resolve("picture.png");
        List<Boolean> thereWhenSaid = new ArrayList<>();
        TestShell shell =
                TestShell.watched(text -> {
                    if (text.contains("Picture: ")) {
                        thereWhenSaid.add(isPicture(png));
                    }
                });

        int exit =
                shell.run(
                        "run",
                        "render_tile",
                        "--picture",
                        png.toString(),
                        "--size",
                        "40x30",
                        "--tile",
                        "32");

        assertThat(exit).as(shell.err()).isZero();
        assertThat(thereWhenSaid).isNotEmpty().containsOnly(true);
    }

    @Test
    void jsonTellsOfAPictureAndNotItsPixels() {
        Path png = folder.resolve("picture.PNG");
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "run",
                        "render_tile",
                        "--picture",
                        png.toString(),
                        "--size",
                        "100x70",
                        "--tile",
                        "32",
                        "-p",
                        "threads:2",
                        "--json");

        assertThat(exit).as(shell.err()).isZero();
        JsonNode json = JsonMapper.shared().readTree(shell.out());
        assertThat(json.path("results").isNull()).isTrue();
        JsonNode picture = json.path("picture");
        assertThat(picture.path("file").asString()).isEqualTo(png.toString());
        assertThat(picture.path("width").asInt()).isEqualTo(100);
        assertThat(picture.path("height").asInt()).isEqualTo(70);
        assertThat(picture.path("tiles").asInt()).isEqualTo(12);
        int rendered = 0;
        for (JsonNode slot : picture.path("slots")) {
            assertThat(slot.path("worker").asString()).isEqualTo("local");
            assertThat(slot.path("tint").asString()).matches("#[0-9a-f]{6}");
            rendered += slot.path("tiles").asInt();
        }
        assertThat(rendered).isEqualTo(12);
        assertThat(png).exists();
    }

    @Test
    void anInterruptKeepsWhatThereIsAndSaysSo() throws IOException {
        Path jar = MarkRecipe.jar(folder);
        Path mark = folder.resolve("mark");
        TestShell shell = TestShell.interruptedBy(stop -> onceThereIs(mark, stop));

        int exit =
                shell.run(
                        "run",
                        "leave_mark",
                        "now",
                        mark.toString(),
                        "now",
                        "--recipes",
                        jar.toString(),
                        "--pool",
                        "threads:1");

        assertThat(exit).isEqualTo(130);
        assertThat(shell.lines().get(0)).isEqualTo("Interrupted: 1 of 3 jobs ended well.");
        assertThat(shell.lines().get(1))
                .isEqualTo("Partial results: [\"done\", cancelled, cancelled]");
        assertThat(shell.err()).isEmpty();
    }

    private static boolean isPicture(Path file) {
        try {
            return Files.exists(file) && ImageIO.read(file.toFile()) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /// Interrupts when the job that leaves this mark is running.
    static Interrupts.Watch onceThereIs(Path mark, Runnable stop) {
        Thread user =
                Thread.startVirtualThread(() -> {
                    await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(mark));
                    stop.run();
                });
        return new Interrupts.Watch() {
            @Override
            public boolean interrupted() {
                return false;
            }

            @Override
            public void close() {
                try {
                    user.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }
}
