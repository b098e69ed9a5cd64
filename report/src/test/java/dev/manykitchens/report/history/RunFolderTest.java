package dev.manykitchens.report.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.report.RecordedRuns;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

@Timeout(60)
class RunFolderTest {

    private static final RunFile RUN = RecordedRuns.read("one-job");

    /// For more files than there are here.
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir Path data;

    @Test
    void aRunIsKeptWholeUnderItsTimeAndName() throws IOException {
        RunFolder folder = RunFolder.in(data);
        RunId id;
        try (KeptRun kept = folder.reserve("--data")) {
            assertThat(files()).singleElement().satisfies(RunFolderTest::hasRoom);
            id = kept.commit(RUN);
        }

        assertThat(id.text()).endsWith("Z-" + RUN.scenario().title());
        assertThat(files()).containsExactly(data.resolve("runs").resolve(id.fileName()));
        assertThat(files().getFirst()).content().isEqualTo(RUN.toJson());
        assertThat(folder.read(id)).usingRecursiveComparison().isEqualTo(RUN);
    }

    @Test
    void whatCommandsKeptIsForgottenByAgeAndBySizeTheOldestFirst() throws IOException {
        Path runs = Files.createDirectories(data.resolve("runs"));
        String run = "x".repeat(1_000);
        List<String> names =
                List.of(
                        "20260301T000000.000Z-old.json",
                        "20260310T000000.000Z-middle.json",
                        "20260313T000000.000Z-new.json",
                        "mine.json",
                        ".20260101T000000.000Z-hidden.json");
        for (String name : names) {
            Files.writeString(runs.resolve(name), run);
        }
        RunFolder folder = RunFolder.in(data);
        Instant now = Instant.parse("2026-03-14T00:00:00Z");

        folder.forget(now, Optional.empty(), Long.MAX_VALUE);
        assertThat(names()).containsExactlyInAnyOrderElementsOf(names);
        folder.forget(now, Optional.of(Duration.ofDays(7)), Long.MAX_VALUE);
        assertThat(names()).doesNotContain(names.get(0)).hasSize(4);
        folder.forget(now, Optional.empty(), 2_000);
        assertThat(names()).hasSize(4);
        folder.forget(now, Optional.empty(), 1_999);
        assertThat(names()).containsExactlyInAnyOrderElementsOf(names.subList(2, 5));
        folder.forget(now, Optional.of(Duration.ZERO), 0);
        assertThat(names()).containsExactlyInAnyOrderElementsOf(names.subList(3, 5));
    }

    @Test
    void aRunThatAnotherProcessRemovesMeanwhileIsPassedOver() throws IOException {
        String name = "20260301T000000.000Z-old.json";
        Path file = Files.writeString(data.resolve(name), "x".repeat(1_000));
        assertThat(RunFolder.keptIn(file))
                .contains(new RunFolder.Kept(file, Instant.parse("2026-03-01T00:00:00Z"), 1_000));

        Files.delete(file);
        assertThat(RunFolder.keptIn(file)).isEmpty();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(data.resolve("runs"))) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void hasRoom(Path part) {
        try {
            assertThat(part.getFileName().toString()).startsWith(".");
            assertThat(Files.size(part)).isEqualTo(KeptRun.ROOM);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRunThatWasNotMeasuredLeavesNothing() throws IOException {
        RunFolder.in(data).reserve("--data").close();

        assertThat(files()).isEmpty();
    }

    @Test
    void manyThatEndAtOnceDoNotDisturbEachOther() throws Exception {
        int many = 16;
        CyclicBarrier together = new CyclicBarrier(many);
        List<Callable<RunId>> commands = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            commands.add(() -> {
                try (KeptRun kept = RunFolder.in(data).reserve("--data")) {
                    together.await();
                    return kept.commit(RUN);
                }
            });
        }

        List<String> names = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            for (Future<RunId> command : threads.invokeAll(commands)) {
                names.add(command.get().fileName());
            }
        }

        assertThat(names).doesNotHaveDuplicates();
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(files()).allSatisfy(file -> assertThat(file).content().isEqualTo(RUN.toJson()));
    }

    @Test
    void whereNoFolderCanBeOneLineSaysSo() throws IOException {
        Path file = Files.writeString(data.resolve("taken"), "");

        assertThatThrownBy(() -> RunFolder.in(file).reserve("--data"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "--data must name a directory in which runs can be kept, %s/runs cannot hold them: "
                                .formatted(file))
                .hasMessageEndingWith("; name another one, or leave it out")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aFolderThatIsGoneWhenTheRunIsOverIsToldInOneLine() throws IOException {
        try (KeptRun kept = RunFolder.in(data).reserve("--data")) {
            Files.delete(files().getFirst());
            Files.delete(data.resolve("runs"));

            assertThatThrownBy(() -> kept.commit(RUN))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("could not keep the run in %s/runs: it is gone".formatted(data));
        }
    }

    @Test
    void whatAKilledCommandLeftIsRemovedWhenItIsOld() throws IOException {
        Path runs = Files.createDirectories(data.resolve("runs"));
        Path old = Files.writeString(runs.resolve(".reserved-999999999-1.part"), "");
        Path young = Files.writeString(runs.resolve(".reserved-999999998-1.part"), "");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(3))));

        RunFolder.in(data).reserve("--data").close();

        assertThat(files()).containsExactly(young);
    }

    @Test
    void theNewestAreListedAndTheOthersCounted() throws IOException {
        Path runs = Files.createDirectories(data.resolve("runs"));
        int files = RunFolder.MOST_LISTED + 5;
        Instant first = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < files; i++) {
            Files.writeString(runs.resolve(RunId.of(first.plusSeconds(i), "run").fileName()), "{}");
        }
        Files.writeString(runs.resolve(".hidden.json"), "{}");

        RunFolder.Contents contents = RunFolder.in(data).list(LONG);

        assertThat(contents.entries()).hasSize(RunFolder.MOST_LISTED);
        assertThat(contents.entries().getFirst().name())
                .isEqualTo(RunId.of(first.plusSeconds(files - 1), "run").fileName());
        assertThat(contents.leftOut()).isEqualTo(5);
        assertThat(contents.more()).isFalse();
    }

    @Test
    void whichOfMoreFilesAreTheNewestTheRunsThemselvesSay() throws IOException {
        RunFolder folder = RunFolder.in(data);
        keepMore();

        assertThat(folder.list(LONG).entries())
                .extracting(RunFolder.Entry::name)
                .startsWith("run-000.json", "run-001.json")
                .doesNotContain("run-200.json", "run-204.json");
        assertThat(folder.list(LONG).leftOut()).isEqualTo(5);

        // A file that is written anew is looked into again.
        Files.writeString(runs().resolve("run-204.json"), made("2027-01-01T00:00:00.5Z"));
        assertThat(folder.list(LONG).entries().getFirst().name()).isEqualTo("run-204.json");
    }

    @Test
    void aNameThatTellsAnotherTimeThanItsRunDoesNotCount() throws IOException {
        keepMore();
        String name = RunId.of(Instant.parse("2030-01-01T00:00:00Z"), "old").fileName();
        Files.writeString(runs().resolve(name), made("2020-01-01T00:00:00Z"));

        assertThat(RunFolder.in(data).list(LONG).entries())
                .extracting(RunFolder.Entry::name)
                .doesNotContain(name);
    }

    @Test
    void eachListLooksIntoOneMoreFileAtLeast() throws IOException {
        RunFolder folder = RunFolder.in(data);
        keepMore();
        for (int i = 0; i < RunFolder.MOST_LISTED + 5; i++) {
            folder.list(Duration.ZERO);
        }

        assertThat(folder.list(Duration.ZERO).entries())
                .extracting(RunFolder.Entry::name)
                .startsWith("run-000.json", "run-001.json")
                .doesNotContain("run-200.json", "run-204.json");
    }

    /// Five more than are listed: the first by name is the newest, and all were written at once.
    private void keepMore() throws IOException {
        Instant newest = Instant.parse("2026-01-01T00:00:00Z");
        FileTime written = FileTime.from(Instant.parse("2026-02-02T00:00:00Z"));
        for (int i = 0; i < RunFolder.MOST_LISTED + 5; i++) {
            Path file = runs().resolve("run-%03d.json".formatted(i));
            Files.writeString(file, made(newest.minusSeconds(i).toString()));
            Files.setLastModifiedTime(file, written);
        }
    }

    private static String made(String created) {
        return RUN.toJson().replace(RUN.created(), created);
    }

    private Path runs() throws IOException {
        return Files.createDirectories(data.resolve("runs"));
    }

    @Test
    void whereNothingWasKeptNothingIsListed() throws IOException {
        assertThat(RunFolder.in(data.resolve("nowhere")).list(LONG).entries()).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("runs"))) {
            return files.toList();
        }
    }
}
