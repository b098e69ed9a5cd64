package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

@Tag("jvm")
@Order(1)
class KitchenProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    @Execution(CONCURRENT)
    void resultsThatCannotBeWrittenAreNotASuccess() throws Exception {
        KitchenProcess kitchen =
                KitchenProcess.startBeforeAFullDisk(folder, "run", "compute_square", "3");

        assertThat(kitchen.await()).isEqualTo(ExitCode.FAILED);
        assertThat(kitchen.err())
                .startsWith("kitchen: standard output must take all results, some were lost: ");
        assertThat(kitchen.err().lines()).hasSize(1);
    }

    @Test
    @Execution(CONCURRENT)
    void aRunThatIsKilledLeavesAJobLogThatAnotherGoesOnWith() throws Exception {
        Path log = folder.resolve("jobs.tsv");
        Path mark = folder.resolve("mark");
        String[] line = {
            "run",
            "leave_mark",
            "now",
            "now",
            mark.toString(),
            "--recipes",
            MarkRecipe.jar(folder).toString(),
            "--joblog",
            log.toString(),
            "--resume",
            log.toString(),
            "--timeout",
            "60s"
        };
        KitchenProcess killed = start(line);
        await().atMost(PATIENCE)
                .until(() ->
                        Files.exists(mark)
                                && Files.exists(log)
                                && Files.readAllLines(log).size() == 3);
        killed.killAlone();
        assertThat(killed.await()).isEqualTo(137);
        line[line.length - 1] = "50ms";

        KitchenProcess resumed = start(line);

        assertThat(resumed.await()).isEqualTo(ExitCode.FAILED);
        assertThat(resumed.out())
                .startsWith("Results: [timed out]")
                .contains("2 jobs had succeeded");
        assertThat(Files.readAllLines(log))
                .hasSize(4)
                .last()
                .asString()
                .contains("\ttimed_out\tleave_mark\t");
    }

    @Test
    @Execution(CONCURRENT)
    void jobsRunOnWorkerJvmsAndNoneOfThemStays() throws Exception {
        KitchenProcess kitchen =
                start(
                        "run",
                        "compute_square",
                        "1",
                        "2",
                        "3",
                        "4",
                        "--work",
                        "wait:1500ms",
                        "-p",
                        "processes:2");
        List<ProcessHandle> workers = kitchen.awaitWorkers(2);

        assertThat(kitchen.await()).as(kitchen.err()).isZero();

        assertThat(kitchen.out().lines().toList().get(0)).isEqualTo("Results: [1, 4, 9, 16]");
        // Two at a time: at least 3 s, and less than the 6 s that one after the other would take.
        assertThat(secondsAfter("Time taken: ", kitchen.out())).isBetween(3.0, 5.9);
        assertThat(secondsAfter("Start-up: ", kitchen.out())).isPositive();
        assertThat(kitchen.err()).isEmpty();
        assertThat(workers).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    @Execution(CONCURRENT)
    void ctrlCKeepsWhatThereIsEndsTheWorkersAndSays130() throws Exception {
        Path jar = MarkRecipe.jar(folder);
        Path mark = folder.resolve("mark");
        KitchenProcess kitchen =
                start(
                        "run",
                        "leave_mark",
                        "now",
                        "now",
                        mark.toString(),
                        "now",
                        "--recipes",
                        jar.toString(),
                        "-p",
                        "processes:1");
        await().atMost(PATIENCE).until(() -> Files.exists(mark));
        List<ProcessHandle> workers = kitchen.awaitWorkers(1);

        kitchen.interrupt();

        assertThat(kitchen.await()).isEqualTo(130);
        assertThat(kitchen.out().lines().toList().get(0))
                .isEqualTo("Interrupted: 2 of 4 jobs ended well.");
        assertThat(kitchen.out())
                .contains("Partial results: [\"done\", \"done\", cancelled, cancelled]")
                .as("workers that were ended are not lost")
                .doesNotContain("lost");
        assertThat(kitchen.err()).isEmpty();
        assertThat(workers).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    @Execution(CONCURRENT)
    void ctrlCInsideOneJvmEndsItWithPartialResults() throws Exception {
        Path jar = MarkRecipe.jar(folder);
        Path mark = folder.resolve("mark");
        KitchenProcess kitchen =
                start(
                        "run",
                        "leave_mark",
                        "now",
                        mark.toString(),
                        "--recipes",
                        jar.toString(),
                        "-p",
                        "sequential");
        await().atMost(PATIENCE).until(() -> Files.exists(mark));

        kitchen.interrupt();

        assertThat(kitchen.await()).isEqualTo(130);
        assertThat(kitchen.out()).contains("Partial results: [\"done\", cancelled]");
    }

    @Test
    @Execution(CONCURRENT)
    void ctrlCWhileWorkersStartLeavesNoneBehind() throws Exception {
        KitchenProcess kitchen = start("run", "wait", "10m", "-p", "processes:2");
        List<ProcessHandle> workers = kitchen.awaitWorkers(1);

        kitchen.interrupt();

        assertThat(kitchen.await()).isEqualTo(130);
        assertThat(workers).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    @Execution(CONCURRENT)
    void ctrlCInAComparisonStillWritesWhatWasReserved() throws Exception {
        Path jar = MarkRecipe.jar(folder);
        Path mark = folder.resolve("mark");
        Path json = folder.resolve("run.json");
        KitchenProcess kitchen =
                start(
                        "compare",
                        "leave_mark",
                        "--no-break-even",
                        mark.toString(),
                        "--recipes",
                        jar.toString(),
                        "-p",
                        "threads:1",
                        "-p",
                        "processes:1",
                        "--export-json",
                        json.toString());
        await().atMost(PATIENCE).until(() -> Files.exists(mark));
        List<ProcessHandle> workers = kitchen.awaitWorkers(1);

        kitchen.interrupt();

        assertThat(kitchen.await()).isEqualTo(130);
        assertThat(kitchen.out()).contains("Interrupted before the first round was complete.");
        assertThat(RunFile.parse(Files.readString(json), "run.json").comparison().partial())
                .isTrue();
        assertThat(workers).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    @Execution(CONCURRENT)
    void aWorkerThatIsKilledCostsNoResultAndIsTold() throws Exception {
        Path jar = MarkRecipe.jar(folder);
        Path mark = folder.resolve("mark");
        int jobs = 2_000;
        KitchenProcess kitchen =
                start(
                        "run",
                        "leave_mark",
                        "touch:" + mark,
                        "--jobs",
                        Integer.toString(jobs),
                        "--recipes",
                        jar.toString(),
                        "--work",
                        "wait:2ms",
                        "-p",
                        "processes:2");
        await().atMost(PATIENCE).until(() -> Files.exists(mark));

        assertThat(kitchen.awaitWorkers(1).getFirst().destroyForcibly()).isTrue();

        assertThat(kitchen.await()).as(kitchen.err()).isZero();
        assertThat(kitchen.out())
                .contains("Results: [\"done\"" + ", \"done\"".repeat(jobs - 1) + "]");
        assertThat(kitchen.out())
                .containsPattern("One worker was lost, [0-9,]+ jobs? ran again\\.");
    }

    @Test
    @Execution(CONCURRENT)
    void whatARecipePrintsDoesNotGetIntoTheResults() throws Exception {
        KitchenProcess kitchen =
                start(
                        "run",
                        "be_rude",
                        "say:hello",
                        "--json",
                        "--recipes",
                        RudeRecipe.jar(folder).toString(),
                        "-p",
                        "threads:1");

        assertThat(kitchen.await()).as(kitchen.err()).isZero();
        JsonNode json = JsonMapper.shared().readTree(kitchen.out());
        assertThat(json.path("results").path(0).asString()).isEqualTo("done");
        assertThat(kitchen.err()).isEqualTo("hello\n");
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @ValueSource(strings = {"sequential", "threads:2", "virtual", "async"})
    void aRecipeThatEndsOurJvmIsToldAndNoSuccess(String pool) throws Exception {
        KitchenProcess kitchen =
                start(
                        "run",
                        "be_rude",
                        "exit:0",
                        "--recipes",
                        RudeRecipe.jar(folder).toString(),
                        "-p",
                        pool);

        assertThat(kitchen.await()).isEqualTo(ExitCode.FAILED);
        assertThat(kitchen.out()).isEmpty();
        assertThat(kitchen.err())
                .startsWith("kitchen: a recipe must leave its JVM alive")
                .contains("processes:N");
        assertThat(kitchen.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @CsvSource({"INT,130", "TERM,143", "HUP,129"})
    void aSignalKeepsWhatThereIsAndItsNumberIsTold(String signal, int exit) throws Exception {
        Path mark = folder.resolve("mark");
        KitchenProcess kitchen =
                start(
                        "run",
                        "leave_mark",
                        "now",
                        mark.toString(),
                        "--recipes",
                        MarkRecipe.jar(folder).toString());
        await().atMost(PATIENCE).until(() -> Files.exists(mark));

        kitchen.signal(signal);

        assertThat(kitchen.await()).isEqualTo(exit);
        assertThat(kitchen.out()).contains("Partial results: [\"done\", cancelled]");
        assertThat(kitchen.err()).isEmpty();
    }

    @Test
    void aReaderThatLeavesEarlyIsNoError() throws Exception {
        KitchenProcess kitchen =
                KitchenProcess.startBeforeHead(
                        folder, "run", "compute_square", "--jobs", "200000", "--work", "none");

        assertThat(kitchen.await()).isZero();
        assertThat(kitchen.out()).startsWith("Results: [0, 1, 4, ").endsWith("]\n");
        assertThat(kitchen.err()).isEmpty();
    }

    @Test
    @Execution(CONCURRENT)
    void aPipeGetsNoColoursAndASystemWithoutALocaleGetsUtf8() throws Exception {
        KitchenProcess kitchen =
                KitchenProcess.start(
                        folder,
                        Map.of("LC_ALL", "C"),
                        "compare",
                        "wait",
                        "--no-break-even",
                        "--work",
                        "wait:5ms",
                        "--jobs",
                        "2",
                        "--rounds",
                        "3",
                        "-p",
                        "sequential",
                        "-p",
                        "processes:1");

        assertThat(kitchen.await()).as(kitchen.err()).isZero();
        assertThat(kitchen.out())
                .contains(" ± ", "after warming up until steady, seed")
                .doesNotContain("\u001b", "?");
        assertThat(kitchen.err()).isEmpty();
    }

    @Test
    @Execution(CONCURRENT)
    void theMemoryOfAPoolHoldsItsWorkers() throws Exception {
        KitchenProcess kitchen =
                start(
                        "compare",
                        "wait",
                        "--no-break-even",
                        "--work",
                        "wait:5ms",
                        "--jobs",
                        "4",
                        "--rounds",
                        "3",
                        "--warmup",
                        "1",
                        "-p",
                        "sequential",
                        "-p",
                        "processes:2",
                        "--json");

        assertThat(kitchen.await()).as(kitchen.err()).isZero();
        RunFile run = RunFile.parse(kitchen.out(), "standard output");
        PoolEntry inside = run.pools().get(0);
        PoolEntry outside = run.pools().get(1);
        assertThat(outside.memoryBytes())
                .isGreaterThan(Objects.requireNonNull(inside.memoryBytes()) + 40_000_000);
        assertThat(outside.startup()).isGreaterThan(inside.startup());
        assertThat(outside.split().wire()).isPositive();
        assertThat(outside.split().encode()).isPositive();
    }

    private static double secondsAfter(String label, String out) {
        Matcher matcher = Pattern.compile(label + "([0-9.]+) s").matcher(out);
        assertThat(matcher.find()).as(out).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    private KitchenProcess start(String... args) throws IOException {
        return KitchenProcess.start(folder, Map.of(), args);
    }
}
