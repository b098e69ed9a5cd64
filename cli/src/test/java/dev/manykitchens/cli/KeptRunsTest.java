package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.json.Json;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs that are kept because of `--data`.
@Timeout(120)
class KeptRunsTest {

    private static final List<String> COMPARE =
            List.of(
                    "compare",
                    "compute_square",
                    "1",
                    "2",
                    "--no-break-even",
                    "--work",
                    "none",
                    "-p",
                    "sequential",
                    "-p",
                    "threads:2",
                    "--rounds",
                    "2",
                    "--warmup",
                    "0",
                    "--min-time",
                    "0ms");

    @TempDir Path folder;

    @Test
    void everyComparisonIsKeptBesideThoseBefore() throws IOException {
        TestShell first = TestShell.piped();
        assertThat(first.run(compare("--data", data()))).isZero();
        assertThat(TestShell.piped().run(compare("--data", data()))).isZero();

        assertThat(first.out()).contains("threads:2");
        List<Path> kept = kept();
        assertThat(kept).hasSize(2);
        for (Path file : kept) {
            assertThat(file.getFileName().toString())
                    .matches("[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z-compute_square\\.json");
            assertThat(RunFile.parse(Files.readString(file), "kept").pools()).hasSize(2);
        }
        assertThat(
                        TestShell.piped()
                                .run("diff", kept.getFirst().toString(), kept.getLast().toString()))
                .isZero();
    }

    @Test
    void theRunsThatAreKeptAreListedTheNewestFirst() throws IOException {
        assertThat(TestShell.piped().run(compare("--data", data()))).isZero();
        assertThat(
                        TestShell.piped()
                                .run("simulate", "coffee-shop", "-p", "async", "--data", data()))
                .isZero();
        Files.writeString(folder.resolve("data").resolve("runs").resolve("broken.json"), "{");

        TestShell table = TestShell.piped();
        assertThat(table.run("runs", "--data", data())).isZero();
        assertThat(table.out())
                .contains("coffee-shop", "compute_square", "simulated", "broken.json");
        assertThat(table.out().indexOf("coffee-shop"))
                .isLessThan(table.out().indexOf("compute_square"));

        TestShell json = TestShell.piped();
        assertThat(json.run("runs", "--json", "--data", data())).isZero();
        assertThat(json.out()).contains("manykitchens.runs/1", "\"left_out\" : 0");
    }

    @Test
    void aHistoryThatCannotBeUsedIsToldInOneLineAndTheFilesAreRead() throws IOException {
        assertThat(TestShell.piped().run(compare("--data", data()))).isZero();
        // As a pool of worker JVMs that was measured leaves it, or a dashboard.
        Files.createDirectory(folder.resolve("data").resolve("unfinished"));
        TestShell first = TestShell.piped();
        assertThat(first.run("runs", "--data", data())).isZero();
        assertThat(first.err()).isEmpty();
        Path history = folder.resolve("data").resolve("history.db");
        assertThat(history).isNotEmptyFile();
        Files.writeString(history, "something else altogether");

        TestShell second = TestShell.piped();
        assertThat(second.run("runs", "--data", data())).isZero();
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err().lines())
                .singleElement()
                .asString()
                .startsWith("kitchen runs: the history of runs must be one")
                .contains(history + " cannot be used");
        // A run is kept all the same.
        TestShell measured = TestShell.piped();
        assertThat(measured.run(compare("--data", data()))).isZero();
        assertThat(measured.err()).doesNotContain("history");
        assertThat(kept()).hasSize(2);
    }

    @Test
    @Tag("jvm")
    void thatWorkerJvmsHadAJournalIsANote() throws IOException {
        TestShell withJournal = TestShell.piped();
        assertThat(withJournal.run(compare("-p", "processes:1", "--data", data()))).isZero();
        assertThat(withJournal.out().replaceAll("\\s+", " "))
                .containsOnlyOnce("worker JVMs, `processes:N`, kept a journal in " + data());
        assertThat(RunFile.parse(Files.readString(kept().getFirst()), "kept").cautions())
                .filteredOn(note -> note.contains("kept a journal in"))
                .hasSize(1);
        assertThat(folder.resolve("data").resolve("unfinished")).isDirectory();

        TestShell none = TestShell.piped();
        assertThat(none.run(compare("--data", folder.resolve("other").toString()))).isZero();
        assertThat(none.out()).doesNotContain("kept a journal");
    }

    @Test
    void whoeverOnlyLooksMakesNothing() throws IOException {
        assertThat(TestShell.piped().run(compare("--data", data()))).isZero();

        TestShell list = TestShell.piped();
        assertThat(list.run("runs", "--data", data())).isZero();
        assertThat(list.out()).contains("compute_square");
        assertThat(folder.resolve("data")).isDirectoryNotContaining(path -> !path.endsWith("runs"));
    }

    @Test
    void aDirectoryWithoutANameIsAMistake() {
        for (String[] command :
                new String[][] {
                    compare("--data", ""),
                    {"run", "compute_square", "1", "-p", "processes:1", "--data", ""},
                    {"runs", "--data", ""}
                }) {
            var shell = TestShell.piped();
            assertThat(shell.run(command)).isEqualTo(2);
            assertThat(shell.err()).contains("--data must name a directory, was empty");
        }
    }

    @Test
    void aNameThatIsTooLongIsNotRepeated() {
        String endless = "long/".repeat(1_000);
        for (String[] command :
                new String[][] {
                    compare("--data", endless),
                    {"run", "compute_square", "1", "-p", "processes:1", "--data", endless},
                    {"runs", "--data", endless}
                }) {
            var shell = TestShell.piped();
            assertThat(shell.run(command)).isEqualTo(2);
            assertThat(shell.err())
                    .contains(
                            "--data must name a directory in at most 1000 characters, was in 4999")
                    .hasSizeLessThan(600);
        }
    }

    @Test
    void runsAreForgottenBeforeTheNextOneIsKeptWhenThatIsWanted() throws IOException {
        assertThat(TestShell.piped().run(compare("--data", data()))).isZero();
        assertThat(TestShell.piped().run(compare("--data", data(), "--keep-mib", "0"))).isZero();
        assertThat(kept()).hasSize(1);
        assertThat(TestShell.piped().run(compare("--data", data(), "--keep-days", "1"))).isZero();
        assertThat(kept()).hasSize(2);

        TestShell nowhere = TestShell.piped();
        assertThat(nowhere.run(compare("--keep-days", "1"))).isEqualTo(2);
        assertThat(nowhere.err()).contains("--keep-days says how long runs are kept");
        TestShell wrong = TestShell.piped();
        assertThat(wrong.run(compare("--data", data(), "--keep-mib", "-1"))).isEqualTo(2);
        assertThat(wrong.err()).contains("--keep-mib must be from 0 to");
    }

    @Test
    void whereNoRunIsKeptThatIsSaidAndADirectoryThatIsNotThereIsAMistake() {
        TestShell none = TestShell.piped();
        assertThat(none.run("runs", "--data", folder.toString())).isZero();
        assertThat(none.out()).contains("No run is kept in " + folder.resolve("runs"));

        TestShell mistake = TestShell.piped();
        assertThat(mistake.run("runs", "--data", folder.resolve("nowhere").toString()))
                .isEqualTo(2);
        assertThat(mistake.err()).contains("--data must name a directory");
    }

    @Test
    void simulationsAreKeptToo() throws IOException {
        assertThat(
                        TestShell.piped()
                                .run("simulate", "coffee-shop", "-p", "async", "--data", data()))
                .isZero();

        Path file = kept().getFirst();
        assertThat(file.getFileName().toString()).endsWith("Z-coffee-shop.json");
        assertThat(RunFile.parse(Files.readString(file), "kept").simulated()).isTrue();
    }

    @Test
    void whereRunsCannotBeKeptNothingIsMeasured() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "mine");
        TestShell shell = TestShell.piped();

        assertThat(shell.run(compare("--data", taken.toString()))).isEqualTo(2);

        assertThat(shell.out()).isEmpty();
        assertThat(shell.err().lines())
                .singleElement()
                .asString()
                .contains("--data must name a directory in which runs can be kept, " + taken);
        assertThat(taken).hasContent("mine");
    }

    @Test
    void aPageThatStaysNeedsADashboard() {
        TestShell shell = TestShell.piped();

        assertThat(shell.run(compare("--stay"))).isEqualTo(2);
        assertThat(shell.err()).contains("--stay needs a dashboard that can stay");
    }

    @Test
    void whatIsOverIsOnThePageThatStays() throws IOException {
        assertThat(TestShell.piped().run(compare("--data", data()))).isZero();
        List<JsonNode> lists = new ArrayList<>();
        AtomicReference<TestShell> running = new AtomicReference<>();
        TestShell shell =
                TestShell.interruptedBy(stop -> {
                    // The comparison watches first; the page that stays, when that is over.
                    if (running.get().out().contains("threads:2")) {
                        lists.add(runs(running.get()));
                        stop.run();
                    }
                    return new TestShell.Quiet(false);
                });
        running.set(shell);

        int code = shell.run(compare("--data", data(), "--dashboard=127.0.0.1:0", "--stay"));

        assertThat(code).isZero();
        assertThat(shell.err()).contains("all is done; the dashboard stays at http://127.0.0.1:");
        assertThat(lists).hasSize(1);
        JsonNode rows = lists.getFirst().get("runs");
        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.get(0).get("own").asBoolean()).isTrue();
        assertThat(rows.get(1).get("own").asBoolean()).isFalse();
    }

    private static JsonNode runs(TestShell shell) {
        Matcher address = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+/").matcher(shell.err());
        assertThat(address.find()).isTrue();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Json.tree(
                    client.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(address.group() + "runs.json"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String[] compare(String... more) {
        return Stream.concat(COMPARE.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data").resolve("runs"))) {
            return files.sorted().toList();
        }
    }
}
