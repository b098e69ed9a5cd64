package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.cluster.SecretFile;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Certificates that were made elsewhere, for whoever listens, joins and asks.
class OwnCertificatesTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void aKeyOfAnotherCertificateIsRefusedByEverybody(String algorithm) throws Exception {
        PemFiles one = PemFiles.make(folder, "one", algorithm);
        PemFiles other = PemFiles.make(folder, "other", "EC");

        assertRefusedByEverybody(
                "the key must belong to the certificate, does not: %s and %s"
                        .formatted(one.certificate(), other.key()),
                one.certificate(),
                other.key());
    }

    @Test
    void aKeyInAnotherFormIsRefusedWithWhatMakesItFit() throws Exception {
        PemFiles files = PemFiles.make(folder, "one", "EC");
        Path old = folder.resolve("old.key");
        Files.writeString(
                old, Files.readString(files.key()).replace(" PRIVATE KEY", " EC PRIVATE KEY"));

        assertRefusedByEverybody(
                "openssl pkcs8 -topk8 -nocrypt -in %s -out NEW makes one".formatted(old),
                files.certificate(),
                old);
        assertRefusedByEverybody(
                "a certificate must be a PEM file, " + files.key(), files.key(), files.key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void aPairIsTaken(String algorithm) throws Exception {
        PemFiles files = PemFiles.make(folder, "one", algorithm);

        try (ServedHere served =
                ServedHere.start(
                        folder,
                        "--tls-cert",
                        files.certificate().toString(),
                        "--tls-key",
                        files.key().toString())) {
            TestShell shell = TestShell.piped();
            int exit =
                    shell.run(
                            "status",
                            "--coordinator",
                            served.address(),
                            "--token-file",
                            served.tokenFile(folder).toString(),
                            "--tls-cert",
                            files.certificate().toString(),
                            "--tls-key",
                            files.key().toString());
            assertThat(exit).as(shell.err()).isZero();
        }
    }

    /// Who trusts an authority has a token that outlives a renewed certificate, and asks for the
    /// name.
    @Test
    void tokensMayTrustAuthoritiesInsteadOfOneCertificate() throws Exception {
        PemFiles first = PemFiles.make(folder, "first", "EC");
        PemFiles renewed = PemFiles.make(folder, "renewed", "EC");
        String before;
        try (ServedHere served = trusting(first)) {
            before = served.out();
            assertThat(before).containsPattern("worker\\.\\S{43}\\.tls@localhost:");
            assertThat(served.err()).contains("TLS, fingerprint ");
            TestShell token = TestShell.piped();
            assertThat(token.run("token", "--state", served.state().toString())).isZero();
            assertThat(token.out()).isEqualTo(before);
        }
        try (ServedHere served = trusting(renewed)) {
            Path token = served.tokenFile(folder);
            assertThat(before).contains(Files.readAllLines(token).getLast());
            String port = served.address().substring(served.address().indexOf(':'));

            assertThat(status("localhost" + port, token, renewed)).isEmpty();
            assertThat(status("localhost" + port, token, first)).isNotEmpty();
            assertThat(status("127.0.0.1" + port, token, renewed)).isNotEmpty();
        }
    }

    private ServedHere trusting(PemFiles files) {
        return ServedHere.start(
                folder,
                "--advertise",
                "localhost",
                "--trust-authorities",
                "--tls-cert",
                files.certificate().toString(),
                "--tls-key",
                files.key().toString());
    }

    /// What is said when it cannot be asked.
    private static String status(String coordinator, Path token, PemFiles authority) {
        TestShell shell = TestShell.piped();
        int exit =
                shell.run(
                        "status",
                        "--coordinator",
                        coordinator,
                        "--token-file",
                        token.toString(),
                        "--tls-ca",
                        authority.certificate().toString());
        assertThat(exit).isEqualTo(shell.err().isEmpty() ? ExitCode.GOOD : ExitCode.FAILED);
        return shell.err();
    }

    @Test
    void authoritiesThatNobodyAsksAreRefusedByWhoeverDials() throws Exception {
        PemFiles files = PemFiles.make(folder, "one", "EC");
        String fingerprint = "f".repeat(43);
        assertAuthoritiesRefused(
                new Trust.Pinned(fingerprint),
                files.certificate(),
                "leave --tls-ca out, or write tls in place of that third part");
        assertAuthoritiesRefused(
                new Trust.Nobody(),
                files.certificate(),
                "this token is for a coordinator without; leave --tls-ca out");
    }

    private void assertAuthoritiesRefused(Trust trust, Path authorities, String complaint)
            throws Exception {
        Path token = folder.resolve("token");
        new SecretFile("--token-file", token)
                .write(List.of(new Token(Role.CLIENT, Token.newSecret(), trust).text()));
        String join = new Token(Role.WORKER, Token.newSecret(), trust).text() + "@127.0.0.1:1";
        List<List<String>> commands =
                List.of(
                        List.of("worker", "--once", "--join", join),
                        List.of("status", "--token-file", token.toString()),
                        List.of("drain", "north", "--token-file", token.toString()),
                        List.of(
                                "run",
                                "compute_square",
                                "1",
                                "-p",
                                "cluster",
                                "--token-file",
                                token.toString()));
        for (List<String> command : commands) {
            List<String> all = new ArrayList<>(command);
            all.addAll(List.of("--tls-ca", authorities.toString()));
            if (!command.getFirst().equals("worker")) {
                all.addAll(List.of("--coordinator", "127.0.0.1:1"));
            }
            assertMistake(all, complaint);
        }
    }

    private void assertRefusedByEverybody(String complaint, Path certificate, Path key)
            throws Exception {
        Path token = folder.resolve("token");
        new SecretFile("--token-file", token).write(List.of(token(Role.CLIENT)));
        List<List<String>> everybody =
                List.of(
                        List.of("coordinator", "--state", folder.resolve("state").toString()),
                        List.of("worker", "--join", token(Role.WORKER) + "@127.0.0.1:1", "--once"),
                        List.of(
                                "status",
                                "--coordinator",
                                "127.0.0.1:1",
                                "--token-file",
                                token.toString()));
        for (List<String> command : everybody) {
            List<String> all = new ArrayList<>(command);
            all.addAll(List.of("--tls-cert", certificate.toString(), "--tls-key", key.toString()));
            assertMistake(all, complaint);
        }
    }

    private static void assertMistake(List<String> command, String complaint) {
        TestShell shell = TestShell.piped();

        int exit = shell.run(command.toArray(String[]::new));

        assertThat(exit).as("%s: %s", command, shell.err()).isEqualTo(ExitCode.MISTAKE);
        assertThat(shell.err().lines()).singleElement().asString().contains(complaint);
    }

    private static String token(Role role) {
        return new Token(role, Token.newSecret(), new Trust.Authorities()).text();
    }
}
