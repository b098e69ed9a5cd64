package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

class WorkerCommandTest {

    private static final Token WORKER =
            new Token(Role.WORKER, Token.newSecret(), new Trust.Nobody());
    private static final Token CLIENT =
            new Token(Role.CLIENT, Token.newSecret(), new Trust.Nobody());
    private static final String JOIN = WORKER.text() + "@127.0.0.1:7070";

    @TempDir private Path folder;

    @Test
    void aTokenForAClientIsRefusedInOneLineThatDoesNotRepeatIt() {
        assertMistake(
                "the token must be one for a worker, is one for a client; kitchen coordinator prints both",
                "--join",
                CLIENT.text() + "@127.0.0.1:7070");
    }

    @Test
    void whatCannotBeSaysSo() {
        assertMistake("had no @", "--join", WORKER.text());
        assertMistake("from 1 to 10000 threads, was to have 0", "--join", JOIN, "--threads", "0");
        assertMistake("--gil is one stove", "--join", JOIN, "--gil", "--stoves", "2");
        assertMistake("stoves must be from 1", "--join", JOIN, "--stoves", "0");
        assertMistake("a worker's name must be", "--join", JOIN, "--name", "-x");
        assertMistake("a recipe jar must exist", "--join", JOIN, "--recipes", "no.jar");
        assertMistake("leave --tls-ca out", "--join", JOIN, "--tls-ca", "ca.pem");
        assertMistake("certificate and its key", "--join", tls(), "--tls-cert", "cert.pem");
        assertMistake("must be readable", "--join", tls(), "--tls-ca", "no-such-ca.pem");
    }

    @Test
    void theFileIsItsOwnersOnly() throws IOException {
        Path file = file(JOIN + "\nsecond line\n", "rw-r-----");

        assertThatThrownBy(() -> JoinText.of(null, file, Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("--join-file")
                .hasMessageContaining("owner")
                .hasMessageContaining("chmod 600 " + file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(JoinText.of(null, file, Map.of())).isEqualTo(JOIN);
    }

    @Test
    void aFileThatSaysNothingIsNamed() throws IOException {
        Path empty = file("\n", "rw-------");

        assertMistake("--join-file must hold the value", "--join-file", empty.toString());
        assertMistake("there is none", "--join-file", folder.resolve("none").toString());
        assertMistake("must be said once", "--join", JOIN, "--join-file", empty.toString());
    }

    @Test
    void theFileMayBeTheOneThatACoordinatorWrites() throws IOException {
        Path file = file("KITCHEN_TOKEN=other\nKITCHEN_JOIN=" + JOIN + "\n", "rw-------");

        assertThat(JoinText.of(null, file, Map.of())).isEqualTo(JOIN);
    }

    @Test
    void theEnvironmentIsAskedWhenNoOptionSaysIt() {
        Map<String, String> environment = Map.of("KITCHEN_JOIN", JOIN);

        assertThat(JoinText.of(null, null, environment)).isEqualTo(JOIN);
        assertThat(JoinText.of("other", null, environment)).isEqualTo("other");
        assertThatThrownBy(() -> JoinText.of(null, null, Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("--join-file FILE")
                .hasMessageContaining("KITCHEN_JOIN");
    }

    @Test
    void withOnceACoordinatorThatIsNotThereIsAFailure() {
        TestShell shell = TestShell.piped();

        // Port 1: nobody listens there without being root.
        int exit = shell.run("worker", "--once", "--join", WORKER.text() + "@127.0.0.1:1");

        assertThat(exit).isEqualTo(ExitCode.FAILED);
        assertThat(shell.err().lines())
                .singleElement()
                .satisfies(line ->
                        assertThat(line)
                                .startsWith("kitchen worker: the coordinator did not take")
                                .contains("connection refused"));
    }

    private static String tls() {
        return new Token(Role.WORKER, Token.newSecret(), new Trust.Authorities()).text()
                + "@127.0.0.1:7070";
    }

    private Path file(String text, String permissions) throws IOException {
        Path file = folder.resolve("join.txt");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    private static void assertMistake(String said, String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "worker";
        System.arraycopy(options, 0, args, 1, options.length);
        TestShell shell = TestShell.piped();

        int exit = shell.run(args);

        assertThat(exit).as(shell.err()).isEqualTo(ExitCode.MISTAKE);
        assertThat(shell.err().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("kitchen worker: ").contains(said));
        assertThat(shell.err()).doesNotContain(WORKER.secret(), CLIENT.secret());
    }
}
