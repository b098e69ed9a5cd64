package dev.manykitchens.coordinator.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.manykitchens.proto.link.Role;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;

class TokenFileTest {

    @TempDir private Path folder;

    private StateDirectory state;
    private TokenFile tokens;
    private Path file;

    @BeforeEach
    void make() throws IOException {
        state = StateDirectory.open(folder.resolve("state"));
        tokens = TokenFile.open(state, InstantSource.system());
        file = folder.resolve("state").resolve("tokens.json");
    }

    @Test
    void aPipeInItsPlaceKeepsNobodyWaiting() throws Exception {
        String secret = tokens.current(Role.WORKER);
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", file.toString()).start().waitFor())
                .isZero();

        assertThat(tokens.roleOf(secret.getBytes(US_ASCII))).contains(Role.WORKER);
        assertThatThrownBy(() -> TokenFile.open(state, InstantSource.system()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must be a file of at most 65536 bytes, is not");
    }

    @Test
    void whatIsTooLargeIsNotRead() throws IOException {
        Files.delete(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, new byte[100_000]);

        assertThatThrownBy(() -> TokenFile.open(state, InstantSource.system()))
                .hasMessageContaining("must be a file of at most 65536 bytes, is not");
    }

    @Test
    void whatIsNoJsonIsSaidInOneLine() throws IOException {
        Files.writeString(file, "{{");

        assertThatThrownBy(() -> TokenFile.open(state, InstantSource.system()))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1))
                .hasMessageContaining("must hold a coordinator's secrets, cannot be read: ")
                .hasMessageEndingWith("remove it, and the next start makes new ones");
    }
}
