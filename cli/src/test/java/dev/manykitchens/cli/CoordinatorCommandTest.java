package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.cluster.ClusterCoordinator.DrainEnd;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

class CoordinatorCommandTest {

    @TempDir private Path folder;

    @Test
    void standardOutputIsTheTwoLinesToPasteAndNothingElse() throws Exception {
        try (ServedHere served = ServedHere.start(folder)) {
            String address = served.address();

            assertThat(served.out().lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .matches("kitchen worker --join worker\\.\\S{43}\\.\\S{43}@" + address);
            assertThat(served.out().lines().toList().getLast())
                    .matches(
                            "export KITCHEN_COORDINATOR=%s KITCHEN_TOKEN=client\\.\\S{43}\\.\\S{43}"
                                    .formatted(address));
            assertThat(served.err()).contains("TLS, fingerprint ").doesNotContain("warning");

            served.terminate();

            assertThat(served.await()).isZero();
            assertThat(served.err())
                    .contains("drains: ")
                    .endsWith("kitchen coordinator: drained\n");
        }
    }

    @Test
    void aFileTakesTheTokensInsteadAsVariablesForItsOwnerAlone() throws Exception {
        Path file = folder.resolve("tokens.env");
        try (ServedHere served = ServedHere.start(folder, "--print-tokens-to", file.toString())) {
            assertThat(served.out()).isEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Files.readAllLines(file))
                    .extracting(line -> line.substring(0, line.indexOf('=')))
                    .containsExactly("KITCHEN_JOIN", "KITCHEN_COORDINATOR", "KITCHEN_TOKEN");
        }
    }

    @Test
    void metricsAndHealthAreServedBeside() throws Exception {
        try (ServedHere served = ServedHere.start(folder)) {
            assertThat(page(served.pages() + "/healthz")).isEqualTo("serving\n");
            assertThat(page(served.pages() + "/metrics")).contains("kitchen_workers");
        }
    }

    @Test
    void pagesCanBeLeftOut() throws Exception {
        try (ServedHere served = ServedHere.start(folder, "--http", "off")) {
            assertThat(served.err()).doesNotContain("http://");
        }
    }

    @Test
    void withoutTlsTokensHaveNoFingerprintAndLoopbackIsNoDanger() throws Exception {
        try (ServedHere served = ServedHere.start(folder, "--insecure")) {
            assertThat(served.out()).containsPattern("worker\\.[^.\\s]{43}@127");
            assertThat(served.err()).contains("without TLS").doesNotContain("warning");
        }
    }

    @Test
    void withoutTlsForOthersItWarnsInOneLineAndSaysWhatItTellsThem() throws Exception {
        try (ServedHere served = ServedHere.start(folder, "--insecure", "--listen", "0.0.0.0:0")) {
            assertThat(served.err().lines().filter(line -> line.contains("warning"))).hasSize(1);
            assertThat(served.err()).contains("--advertise HOST[:PORT] changes that");
            assertThat(served.out()).doesNotContain("@0.0.0.0");
        }
    }

    @Test
    void whatIsAdvertisedIsPasted() throws Exception {
        try (ServedHere served = ServedHere.start(folder, "--advertise", "kitchen.example")) {
            String port = served.address().substring(served.address().indexOf(':'));

            assertThat(served.out())
                    .contains("@kitchen.example" + port)
                    .contains("KITCHEN_COORDINATOR=kitchen.example" + port + " ");
        }
    }

    @Test
    void aPortThatIsTakenIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();

            assertComplaint(ExitCode.FAILED, "must listen on " + address, "--listen", address);
            assertComplaint(
                    ExitCode.FAILED,
                    "pages must be served at " + address,
                    "--listen",
                    "127.0.0.1:0",
                    "--http",
                    address);
        }
    }

    @Test
    void aStateDirectoryThatAnotherRunsFromIsOneLineUntilThatEnds() throws Exception {
        try (ServedHere served = ServedHere.start(folder)) {
            assertComplaint(
                    ExitCode.FAILED,
                    "another coordinator runs from %s, process %d;"
                            .formatted(served.state(), ProcessHandle.current().pid()),
                    "--state",
                    served.state().toString(),
                    "--listen",
                    "127.0.0.1:0",
                    "--http",
                    "off");
            assertThat(token(served, "rotate", "--role", "both").lines())
                    .as("tokens are its owner's still")
                    .hasSize(2);
        }
        try (ServedHere served = ServedHere.start(folder)) {
            assertThat(served.out().lines()).hasSize(2);
        }
    }

    @Test
    void aStateDirectoryThatOthersCanReadIsRefused() throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertComplaint(ExitCode.MISTAKE, "must be its owner's alone", "--state", open.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "--listen nowhere, an address must be HOST:PORT",
        "--http nowhere, --http: an address must be HOST:PORT",
        "--advertise @here, an address must be HOST:PORT",
        "--lease 1s --suspect 2s, --lease must be longer than --suspect",
        "--lease many, --lease: a duration must be",
        "--prefetch 17, --prefetch must be from 0 to 16",
        "--insecure --tls-cert c.pem --tls-key k.pem, leave one of them out",
        "--tls-cert c.pem, add --tls-key",
        "--trust-authorities, add --tls-cert and --tls-key",
        "--tls-cert no.pem --tls-key no.pem, must be readable",
        "--print-tokens-to no/such/file, --print-tokens-to must name a file"
    })
    void aMistakeIsOneLine(String options, String complaint) {
        assertComplaint(ExitCode.MISTAKE, complaint, options.split(" "));
    }

    @Test
    void tokensAreShownWhileItRunsAndRotatedWithoutARestart() throws Exception {
        try (ServedHere served = ServedHere.start(folder)) {
            Path old = served.tokenFile(folder);
            assertThat(token(served, "show")).isEqualTo(served.out());
            assertThat(token(served, "--role", "worker").lines())
                    .containsExactly(served.out().lines().toList().getFirst());

            String fresh = token(served, "rotate", "--role", "client");

            assertThat(fresh.lines()).hasSize(1);
            assertThat(served.out()).doesNotContain(fresh.strip());
            assertThat(status(served, old)).isEqualTo(ExitCode.FAILED);
            assertThat(status(served, served.tokenFile(folder))).isZero();
        }
    }

    /// A directory that was mistyped looks like the right one: it has lines to paste.
    @Test
    void tokensOfADirectoryThatNobodyServesSaySo() throws Exception {
        Path state = folder.resolve("state");
        TestShell shell = TestShell.piped();

        assertThat(shell.run("token", "--state", state.toString())).isZero();

        assertThat(shell.lines()).hasSize(2);
        assertThat(shell.err().lines())
                .singleElement()
                .asString()
                .startsWith(
                        "kitchen token: no coordinator was started from %s yet".formatted(state));
        try (ServedHere served = ServedHere.start(folder)) {
            TestShell again = TestShell.piped();
            assertThat(again.run("token", "--state", served.state().toString())).isZero();
            assertThat(again.err()).isEmpty();
        }
    }

    @Test
    void linesToPasteNameSeveralCoordinatorsThatAreOne() {
        String state = folder.resolve("state").toString();
        TestShell shell = TestShell.piped();

        assertThat(shell.run("token", "--state", state, "--at", "a:7170, b,c:7270")).isZero();

        assertThat(shell.lines())
                .hasSize(2)
                .allMatch(line -> line.contains("a:7170,b:7070,c:7270"));
        TestShell twice = TestShell.piped();
        assertThat(twice.run("token", "--state", state, "--at", "a,a:7070"))
                .isEqualTo(ExitCode.MISTAKE);
        assertThat(twice.err()).contains("must have an address each, were a:7070,a:7070");
    }

    @Test
    void theFileOfTokensIsWrittenAgainWhenTheyWereRotated() throws Exception {
        Path file = folder.resolve("tokens.env");
        try (ServedHere served = ServedHere.start(folder, "--print-tokens-to", file.toString())) {
            String before = Files.readString(file);
            String fresh = token(served, "rotate", "--role", "client").strip();

            assertThat(status(served, file)).as("what is rotated away").isEqualTo(ExitCode.FAILED);

            assertThat(status(served, file)).isZero();
            assertThat(Files.readString(file)).isNotEqualTo(before);
            assertThat(fresh).endsWith(Files.readAllLines(file).getLast());
            assertThat(served.err()).contains("tokens were changed, the new ones are in " + file);
        }
    }

    @Test
    void aRotatedTokenHasItsGrace() throws Exception {
        try (ServedHere served = ServedHere.start(folder)) {
            Path old = served.tokenFile(folder);

            String _ = token(served, "rotate", "--role", "both", "--grace", "1h");

            assertThat(status(served, old)).isZero();
        }
    }

    @Test
    void aCoordinatorThatComesBackKeepsItsTokens() throws Exception {
        String before;
        try (ServedHere served = ServedHere.start(folder, "--advertise", "here:7")) {
            before = served.out();
        }
        try (ServedHere served = ServedHere.start(folder, "--advertise", "here:7")) {
            assertThat(served.out()).isEqualTo(before);
        }
    }

    @Test
    void aDrainThatFailsIsABugAndNotForEver() {
        BlockingQueue<CoordinatorCommand.Happening> happenings = new LinkedBlockingQueue<>();
        happenings.add(new CoordinatorCommand.Happening.Signalled(15));

        assertThatThrownBy(() ->
                        CoordinatorCommand.serve(
                                _ -> {
                                    throw new AssertionError("a bug");
                                },
                                Duration.ofSeconds(1),
                                happenings,
                                _ -> {}))
                // Which ends the command with exit code 70.
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("a bug");
    }

    @Test
    void aCoordinatorThatFailsIsEndedAndDoesNotDrain() {
        BlockingQueue<CoordinatorCommand.Happening> happenings = new LinkedBlockingQueue<>();
        happenings.add(new CoordinatorCommand.Happening.Failed(new AssertionError("a bug")));

        assertThatThrownBy(() ->
                        CoordinatorCommand.serve(
                                _ -> DrainEnd.DONE, Duration.ofSeconds(1), happenings, _ -> {}))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("a bug");
    }

    private static int status(ServedHere served, Path tokens) {
        return TestShell.piped()
                .run(
                        "status",
                        "--coordinator",
                        served.address(),
                        "--token-file",
                        tokens.toString());
    }

    private static String token(ServedHere served, String... arguments) {
        TestShell shell = TestShell.piped();
        String[] all =
                Stream.concat(
                                Stream.of("token"),
                                Stream.concat(
                                        List.of(arguments).stream(),
                                        List.of("--state", served.state().toString()).stream()))
                        .toArray(String[]::new);
        assertThat(shell.run(all)).as(shell.err()).isZero();
        return shell.out();
    }

    private void assertComplaint(int exit, String complaint, String... options) {
        TestShell shell = TestShell.piped();
        List<String> all = new ArrayList<>(List.of("coordinator"));
        all.addAll(List.of(options));
        if (!all.contains("--state")) {
            all.addAll(List.of("--state", folder.resolve("state").toString()));
        }

        assertThat(shell.run(all.toArray(String[]::new))).as(shell.err()).isEqualTo(exit);

        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).startsWith("kitchen coordinator: ").contains(complaint);
        assertThat(shell.err().lines()).hasSize(1);
    }

    private static String page(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
