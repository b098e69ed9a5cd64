package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class JoinedFileTest {

    @TempDir private Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void itIsThereWhileTheStreamIsOpen() {
        Path file = folder.resolve("joined");
        try (JoinedFile joined = new JoinedFile(file, said::add)) {
            assertThat(file).doesNotExist();
            joined.connected(true);
            assertThat(file).hasContent("joined");
            joined.connected(false);
            assertThat(file).doesNotExist();
            joined.connected(true);
        }
        assertThat(file).doesNotExist();
        assertThat(said).isEmpty();
    }

    @Test
    void oneOfAnEarlierLifeIsRemoved() throws IOException {
        Path file = Files.writeString(folder.resolve("joined"), "joined\n");

        new JoinedFile(file, said::add).close();

        assertThat(file).doesNotExist();
    }

    @Test
    void somebodysFileIsLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("precious"), "precious");

        assertThatThrownBy(() -> new JoinedFile(file, said::add).close())
                .isInstanceOf(UserMistakeException.class)
                .hasMessage(
                        "--joined-file must be a file of its own, %s is or holds something else; name one that is not there yet",
                        file);
        assertThat(file).hasContent("precious");
    }

    @Test
    void whatIsNoFileIsLeftAlone() throws Exception {
        Path target = Files.createFile(folder.resolve("empty"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        for (Path other : List.of(folder, link, pipe)) {
            assertThatThrownBy(() -> new JoinedFile(other, said::add).close())
                    .isInstanceOf(UserMistakeException.class);
            assertThat(other).exists();
        }
    }

    @Test
    void whatSomebodyPutThereMeanwhileIsLeftAlone() throws IOException {
        Path file = folder.resolve("joined");
        try (JoinedFile joined = new JoinedFile(file, said::add)) {
            joined.connected(true);
            Files.writeString(file, "precious");
        }
        assertThat(file).hasContent("precious");
        assertThat(said).hasSize(1);
    }

    @Test
    void aMissingFolderIsSaid() {
        Path file = folder.resolve("nowhere").resolve("joined");

        assertThatThrownBy(() -> new JoinedFile(file, said::add).close())
                .hasMessage(
                        "--joined-file must be a file that can be written, %s cannot: its folder is not there",
                        file);
    }
}
