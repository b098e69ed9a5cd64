package dev.manykitchens.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

class OutputFileTest {

    @TempDir Path folder;

    @Test
    void aCommittedFileStandsAloneInItsFolder() throws IOException {
        Path path = folder.resolve("run.json");

        try (OutputFile file = OutputFile.reserve("--export-json", path)) {
            assertThat(path).doesNotExist();
            file.commit("µ");
        }

        assertThat(path).hasContent("µ");
        assertThat(filesIn(folder)).isEqualTo(1);
    }

    @Test
    void aHyphenIsNoFile() {
        Path hyphen = Path.of("-");

        assertThatThrownBy(() -> OutputFile.reserve("--export-json", hyphen))
                .hasMessage(
                        "--export-json must name a file, was \"-\": standard output is for what the command prints, with --json this very JSON; for a file of that name write ./-");
        assertThatThrownBy(() -> OutputFile.reserve("--joblog", hyphen))
                .hasMessage(
                        "--joblog must name a file, was \"-\": standard output is for what the command prints; for a file of that name write ./-");
        assertThat(hyphen).doesNotExist();
    }

    @Test
    void withoutACommitTheOldFileStays() throws IOException {
        Path path = folder.resolve("run.json");
        Files.writeString(path, "old");

        try (OutputFile file = OutputFile.reserve("--export-json", path)) {
            file.content().append("half of the new o");
        }

        assertThat(path).hasContent("old");
        assertThat(filesIn(folder)).isEqualTo(1);
    }

    @Test
    void whatIsWrittenBitByBitIsCommittedWhole() throws IOException {
        Path path = folder.resolve("jobs.tsv");

        try (OutputFile file = OutputFile.reserve("--joblog", path)) {
            file.content().append("one\n");
            file.content().append("two\n");
            file.commit();
        }

        assertThat(path).hasContent("one\ntwo\n");
    }

    /// Who is killed has written what was flushed, and the old file is gone only for that.
    @Test
    void aPublishedFileGrowsInItsPlace() throws IOException {
        Path path = folder.resolve("jobs.tsv");
        Files.writeString(path, "old lines\nhalf");

        try (OutputFile file = OutputFile.reserve("--joblog", path)) {
            file.copy(path, 10);
            file.content().append("one\n");
            assertThat(path).hasContent("old lines\nhalf");
            file.publish();
            assertThat(path).hasContent("old lines\none\n");
            file.content().append("two\n");
            file.flush();
            assertThat(path).hasContent("old lines\none\ntwo\n");
            file.content().append("three\n");
        }

        assertThat(path).as("what was not committed").hasContent("old lines\none\ntwo\nthree\n");
        assertThat(filesIn(folder)).isEqualTo(1);
    }

    /// Opening a pipe waits for a reader: that must not happen before the work, nor for nothing.
    @Test
    void aPipeIsOpenedWhenThereIsSomethingToWrite() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(
                new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0,
                "there is no mkfifo here");

        try (OutputFile file = OutputFile.reserve("--joblog", pipe)) {
            file.content().append("not committed");
        }
        try (OutputFile file = OutputFile.reserve("--joblog", pipe)) {
            CompletableFuture<String> read =
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            return Files.readString(pipe);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            file.commit("one");

            assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("one");
        }
    }

    @Test
    void bytesAreWrittenAsTheyAre() {
        Path path = folder.resolve("picture.png");

        try (OutputFile file = OutputFile.reserve("--picture", path)) {
            file.commit(new byte[] {(byte) 0x89, 0, 13, 10});
        }

        assertThat(path).hasBinaryContent(new byte[] {(byte) 0x89, 0, 13, 10});
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);

        try (OutputFile file = OutputFile.reserve("--export-csv", link)) {
            file.commit("new");
        }

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(target).hasContent("new");
    }

    @Test
    void aDeviceIsWrittenDirectly() {
        try (OutputFile file = OutputFile.reserve("--export-csv", Path.of("/dev/null"))) {
            file.commit("nowhere");
        }

        assertThat(Path.of("/dev/null")).exists();
    }

    @Test
    void whatCannotBeWrittenIsRefusedAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> OutputFile.reserve("--export-json", folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "--export-json must name a file that can be written, was \"%s\": it is a directory"
                                .formatted(folder));
        assertThatThrownBy(() -> OutputFile.reserve("--joblog", folder.resolve("no/such/file")))
                .hasMessageContaining("--joblog must name")
                .hasMessageContaining("there is no directory " + folder.resolve("no/such"));
        assertThatThrownBy(() -> OutputFile.reserve("--joblog", file.resolve("below")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoOptionsMustNotNameTheSameFile() throws IOException {
        Path path = folder.resolve("run");
        Path link = Files.createSymbolicLink(folder.resolve("link"), path);
        try (OutputFile _ = OutputFile.reserve("--export-json", path)) {
            for (Path same : List.of(path, folder.resolve("./run"), link)) {
                assertThatThrownBy(() -> OutputFile.reserve("--export-csv", same))
                        .hasMessageEndingWith(": another option names it too");
            }
        }

        try (OutputFile again = OutputFile.reserve("--export-csv", path)) {
            again.commit("x");
        }
        assertThat(path).hasContent("x");
    }

    @Test
    void aLinkThatLeadsToNothingYetStaysALink() throws IOException {
        Path target = folder.resolve("target");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));

        try (OutputFile file = OutputFile.reserve("--export-csv", link)) {
            file.commit("new");
        }

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(target).hasContent("new");
    }

    @Test
    void whatKilledProcessesLeftIsRemovedAndNothingElse() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        int _ = dead.waitFor();
        Path left = Files.createFile(folder.resolve(".run." + dead.pid() + ".part"));
        Path alive = Files.createFile(folder.resolve(".run.1.part"));
        Path other = Files.createFile(folder.resolve(".walk." + dead.pid() + ".part"));

        try (OutputFile file = OutputFile.reserve("--joblog", folder.resolve("run"))) {
            file.commit("x");
        }

        assertThat(left).doesNotExist();
        assertThat(alive).exists();
        assertThat(other).exists();
    }

    /// As `/dev/full`: a disk that is full when it comes to writing.
    @Test
    void whatCannotBeWrittenInTheEndIsOneSentenceAndClosingSaysNothingMore() {
        try (OutputFile file = OutputFile.reserve("--export-csv", Path.of("/dev/full"))) {
            assertThatThrownBy(() -> file.commit("x"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("could not write /dev/full: ");
        }
    }

    private static long filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
