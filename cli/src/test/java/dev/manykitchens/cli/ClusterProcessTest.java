package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@Tag("jvm")
class ClusterProcessTest extends KitchenProcesses {

    @Test
    void aClusterOfProcessesRunsJobsAndIsDrainedByOneSignal() throws Exception {
        Path tokens = tokens();
        KitchenProcess coordinator = start("coordinator", coordinator(ANYWHERE));
        await().atMost(PATIENCE).until(() -> Files.exists(tokens));
        KitchenProcess one = worker("one", tokens, 1);
        KitchenProcess two = worker("two", tokens, 1);
        // A client says what it waits for when that takes long, which is not what is asked here.
        await().atMost(PATIENCE).until(() -> coordinator.err().contains("one joined from "));
        await().atMost(PATIENCE).until(() -> coordinator.err().contains("two joined from "));
        Path log = folder.resolve("jobs.tsv");
        KitchenProcess client =
                start(
                        "client",
                        Map.of("KITCHEN_COORDINATOR", variable(tokens, "KITCHEN_COORDINATOR")),
                        "run",
                        "compute_square",
                        "1",
                        "2",
                        "3",
                        "4",
                        "--work",
                        "wait:1s",
                        "-p",
                        "cluster:2",
                        "--token-file",
                        tokens.toString(),
                        "--joblog",
                        log.toString());

        assertThat(client.await()).as(client.err()).isZero();

        assertThat(client.out()).startsWith("Results: [1, 4, 9, 16]");
        assertThat(Files.readString(log)).contains("\tone\t", "\ttwo\t");

        coordinator.signal("TERM");

        assertThat(coordinator.await()).as(coordinator.err()).isZero();
        assertThat(one.await()).as(one.err()).isZero();
        assertThat(two.await()).as(two.err()).isZero();
        assertThat(coordinator.err())
                .contains("one joined from ", "two left", "kitchen coordinator: drained");
        assertThat(client.err()).isEmpty();
    }

    /// The lock is the operating system's: nobody has to tidy up after a process that was killed.
    @Test
    void aStateDirectoryIsFreeOnceItsCoordinatorWasKilled() throws Exception {
        Path tokens = tokens();
        String[] command = coordinator(ANYWHERE);
        KitchenProcess killed = start("killed", command);
        await().atMost(PATIENCE).until(() -> Files.exists(tokens));
        TestShell second = TestShell.piped();

        assertThat(second.run(command)).isEqualTo(ExitCode.FAILED);

        assertThat(second.err().lines())
                .singleElement()
                .asString()
                .contains("another coordinator runs from ", ", process " + killed.pid() + ";");
        killed.kill();
        assertThat(killed.await()).isEqualTo(137);
        try (ServedHere served = ServedHere.start(folder)) {
            assertThat(served.out().lines()).hasSize(2);
        }
    }

    @Test
    void theSecondSignalEndsACoordinatorWhateverRuns() throws Exception {
        try (ServedHere served = ServedHere.start(folder, "--drain-timeout", "1h")) {
            Path tokens = served.tokenFile(folder);
            worker("one", tokens, 1);
            start(
                    "client",
                    Map.of("KITCHEN_COORDINATOR", served.address()),
                    "run",
                    "wait",
                    "1h",
                    "-p",
                    "cluster",
                    "--token-file",
                    tokens.toString());
            awaitRunningJob(served, tokens);

            served.terminate();
            await().atMost(PATIENCE).until(() -> served.err().contains("drains: "));
            assertThat(status(served, tokens)).contains("draining", "1 running");
            served.terminate();

            assertThat(served.await()).isEqualTo(143);
        }
    }

    @Test
    void whereNothingIsKeptJobsThatTakeLongerThanTheDrainMayAreCancelledAndThatIsAFailure()
            throws Exception {
        try (ServedHere served =
                ServedHere.start(folder, "--drain-timeout", "200ms", "--data", "off")) {
            Path tokens = served.tokenFile(folder);
            KitchenProcess worker = worker("one", tokens, 1);
            TestShell client = TestShell.piped();
            CompletableFuture<Integer> run =
                    CompletableFuture.supplyAsync(() ->
                            client.run(
                                    "run",
                                    "wait",
                                    "1h",
                                    "-p",
                                    "cluster",
                                    "--coordinator",
                                    served.address(),
                                    "--token-file",
                                    tokens.toString()));
            awaitRunningJob(served, tokens);

            served.terminate();

            assertThat(served.await()).isEqualTo(ExitCode.FAILED);
            assertThat(served.err()).contains("had to cancel jobs");
            assertThat(run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ExitCode.FAILED);
            assertThat(client.out()).contains("cancelled");
            assertThat(worker.await()).as(worker.err()).isZero();
        }
    }

    @Test
    void jobsThatTakeLongerThanTheDrainMayAreLeftToTheNextCoordinator() throws Exception {
        Path tokens;
        KitchenProcess worker;
        CompletableFuture<Integer> run;
        TestShell client = TestShell.piped();
        String address;
        try (ServedHere served = ServedHere.start(folder, "--drain-timeout", "200ms")) {
            tokens = served.tokenFile(folder);
            address = served.address();
            worker = worker("one", tokens, 1);
            String file = tokens.toString();
            String where = address;
            run =
                    CompletableFuture.supplyAsync(() ->
                            client.run(
                                    "run",
                                    "wait",
                                    "3s",
                                    "-p",
                                    "cluster",
                                    "--coordinator",
                                    where,
                                    "--token-file",
                                    file));
            awaitRunningJob(served, tokens);

            served.terminate();

            assertThat(served.await()).isEqualTo(ExitCode.GOOD);
            assertThat(served.err()).contains("go on when it is started again");
        }
        try (ServedHere served = ServedHere.start(folder, "--listen", address)) {
            assertThat(run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(client.err())
                    .isEqualTo(ExitCode.GOOD);
            served.terminate();
            assertThat(worker.await()).as(worker.err()).isZero();
        }
    }

    private void awaitRunningJob(ServedHere served, Path tokens) {
        await().atMost(PATIENCE).until(() -> status(served, tokens).contains(" 1 running"));
    }

    private static String status(ServedHere served, Path tokens) {
        TestShell shell = TestShell.piped();
        int exit =
                shell.run(
                        "status",
                        "--coordinator",
                        served.address(),
                        "--token-file",
                        tokens.toString());
        assertThat(exit).as(shell.err()).isZero();
        return shell.out();
    }

    private static String variable(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name + "="))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1);
    }
}
