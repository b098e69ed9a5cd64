package dev.manykitchens.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static long filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
