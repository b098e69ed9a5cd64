package dev.manykitchens.coordinator.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class CacheFolderTest {

    private static final Path ELSEWHERE = Path.of("/nonexistent");

    @TempDir Path home;

    @Test
    void homeIsWhatTheShellSays() {
        assertThat(CacheFolder.find(home, "")).contains(home.resolve(".cache/many-kitchens"));
    }

    @Test
    void itIsMadeForItsOwnerAlone() throws IOException {
        Path folder = CacheFolder.find(ELSEWHERE, home.resolve("cache").toString()).orElseThrow();

        assertThat(folder).isEqualTo(home.resolve("cache/many-kitchens"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(CacheFolder.find(ELSEWHERE, home.resolve("cache").toString())).contains(folder);
    }

    @Test
    void oneInWhichOthersMayWriteIsNotTrusted() throws IOException {
        Path folder = CacheFolder.find(ELSEWHERE, home.toString()).orElseThrow();
        for (String permissions : new String[] {"rwxrwx---", "rwx---rwx"}) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));

            assertThat(CacheFolder.find(ELSEWHERE, home.toString())).isEmpty();
        }
    }

    @Test
    void aLinkToSomewhereElseIsNotTrusted() throws IOException {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.createSymbolicLink(home.resolve("many-kitchens"), elsewhere);

        assertThat(CacheFolder.find(ELSEWHERE, home.toString())).isEmpty();
    }

    @Test
    void whereNoneCanBeMadeThereIsNone() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");

        assertThat(CacheFolder.find(ELSEWHERE, file.toString())).isEmpty();
    }
}
