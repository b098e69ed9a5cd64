package dev.manykitchens.coordinator.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

class StateDirectoryTest {

    @TempDir private Path folder;

    @Test
    void theUsualPlaceIsBelowWhatTheShellSaysIsHome() {
        Path usual = Path.of("many-kitchens/coordinator");

        assertThat(StateDirectory.usual("", Path.of("/home/cook")))
                .isEqualTo(Path.of("/home/cook/.local/state").resolve(usual));
        for (String none : new String[] {"", "relative"}) {
            assertThat(StateDirectory.usual("", Path.of(none)))
                    .isEqualTo(
                            Path.of(System.getProperty("user.home"), ".local/state")
                                    .resolve(usual));
        }
        assertThat(StateDirectory.usual("/var/lib", Path.of("/home/cook")))
                .isEqualTo(Path.of("/var/lib").resolve(usual));
    }

    /// A coordinator that runs as somebody else reads what root has written, or it would go on with
    /// the secrets that were rotated away.
    @Test
    void whatRootWritesBelongsToTheDirectorysOwner() throws Exception {
        Path directory = folder.resolve("state");
        StateDirectory state = StateDirectory.open(directory);
        UserPrincipal owner = givenToSomebodyElse(directory);

        TokenFile tokens = TokenFile.open(state, InstantSource.system());
        KeptCertificate certificate = KeptCertificate.own(state, Optional.empty());
        tokens.rotate(Role.WORKER, Duration.ZERO);

        assertThat(certificate.trust().fingerprint()).isNotEmpty();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files)
                    .extracting(file -> file.getFileName() + " " + Files.getOwner(file))
                    .containsExactlyInAnyOrder(
                            "lock " + owner, "tokens.json " + owner, "certificate.p12 " + owner);
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("tokens.json"))))
                .isEqualTo("rw-------");
    }

    /// Who owns the directory must not be given another's file by root.
    @Test
    void aLinkInItIsNotFollowed() throws Exception {
        Path directory = folder.resolve("state");
        StateDirectory state = StateDirectory.open(directory);
        UserPrincipal _ = givenToSomebodyElse(directory);
        Path roots = Files.createFile(folder.resolve("roots"));
        Files.createSymbolicLink(directory.resolve("lock"), roots);

        assertThatThrownBy(() -> TokenFile.open(state, InstantSource.system()))
                .isInstanceOf(IOException.class);

        assertThat(Files.getOwner(roots)).isEqualTo(Files.getOwner(folder));
    }

    /// Another process changed the tokens: whoever wants to know hears of it once they were read.
    @Test
    void aRotationElsewhereIsTold() throws Exception {
        StateDirectory state = StateDirectory.open(folder.resolve("state"));
        TokenFile here = TokenFile.open(state, InstantSource.system());
        String[] heard = {""};
        here.onChange(() -> heard[0] = here.current(Role.WORKER));

        TokenFile.open(state, InstantSource.system()).rotate(Role.WORKER, Duration.ZERO);
        assertThat(heard[0]).isEmpty();
        assertThat(here.roleOf(Token.newSecret().getBytes(US_ASCII))).isEmpty();

        assertThat(heard[0])
                .isEqualTo(TokenFile.open(state, InstantSource.system()).current(Role.WORKER));
    }

    private static UserPrincipal givenToSomebodyElse(Path directory) throws IOException {
        try {
            UserPrincipal nobody =
                    directory
                            .getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("nobody");
            Files.setOwner(directory, nobody);
            return nobody;
        } catch (IOException e) {
            return abort("only root can give files away: " + e);
        }
    }
}
