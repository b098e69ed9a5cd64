package dev.manykitchens.coordinator.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class CacheFolderTest {

    @TempDir Path home;

    @Test
    void itIsMadeForItsOwnerAlone() throws IOException {
        Path folder = CacheFolder.find(home.resolve("cache").toString()).orElseThrow();

        assertThat(folder).isEqualTo(home.resolve("cache/many-kitchens"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(CacheFolder.find(home.resolve("cache").toString())).contains(folder);
    }

    @Test
    void oneInWhichOthersMayWriteIsNotTrusted() throws IOException {
        Path folder = CacheFolder.find(home.toString()).orElseThrow();
        for (String permissions : new String[] {"rwxrwx---", "rwx---rwx"}) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));

            assertThat(CacheFolder.find(home.toString())).isEmpty();
        }
    }

    @Test
    void aLinkToSomewhereElseIsNotTrusted() throws IOException {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.createSymbolicLink(home.resolve("many-kitchens"), elsewhere);

        assertThat(CacheFolder.find(home.toString())).isEmpty();
    }

    @Test
    void whereNoneCanBeMadeThereIsNone() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");

        assertThat(CacheFolder.find(file.toString())).isEmpty();
    }
}
