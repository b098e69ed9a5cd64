package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.cli.member.SaidMembers;
import dev.manykitchens.coordinator.serve.Premises;
import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.coordinator.serve.StandbyCoordinator;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.pool.CoordinatorAddress;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Workers and clients find the coordinator that leads behind one that refuses them.
@Tag("jvm")
class SearchForLeaderTest extends KitchenProcesses {

    @Test
    void aWorkerAndAClientGoOnToTheOneThatLeads() throws Exception {
        try (ServedHere leader = ServedHere.start(folder)) {
            Path tokens = leader.tokenFile(folder);
            Path copy = copyOf(leader.state());
            ServeOptions options = options(copy);
            try (Premises premises = Premises.open(options, InstantSource.system());
                    StandbyCoordinator standby =
                            StandbyCoordinator.start(
                                    options,
                                    premises,
                                    new SaidMembers(List.of()),
                                    () ->
                                            "another coordinator leads, the one at "
                                                    + leader.address())) {
                // The one that refuses is asked first.
                String both =
                        "127.0.0.1:%d,%s".formatted(standby.address().getPort(), leader.address());
                Files.writeString(
                        tokens,
                        Files.readString(tokens).replaceAll("(KITCHEN_JOIN=.*@).*", "$1" + both));

                KitchenProcess worker = worker("one", tokens, 1);
                await().atMost(PATIENCE).until(() -> leader.err().contains("one joined from "));
                TestShell client = TestShell.piped();

                assertThat(
                                client.run(
                                        "run",
                                        "compute_square",
                                        "1",
                                        "2",
                                        "3",
                                        "-p",
                                        "cluster",
                                        "--coordinator",
                                        both,
                                        "--token-file",
                                        tokens.toString()))
                        .as(client.err())
                        .isZero();
                assertThat(client.out()).startsWith("Results: [1, 4, 9]");
                // One that was found says nothing of those before.
                assertThat(worker.err()).doesNotContain("another coordinator leads");
            }
        }
    }

    private Path copyOf(Path state) throws IOException {
        Path copy =
                Files.createDirectory(
                        folder.resolve("standby"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        for (String name : List.of("certificate.p12", "tokens.json")) {
            Files.copy(state.resolve(name), copy.resolve(name));
        }
        return copy;
    }

    private static ServeOptions options(Path state) {
        return new ServeOptions(
                ANYWHERE,
                Optional.empty(),
                state,
                Optional.empty(),
                ServeOptions.Keep.USUAL,
                CoordinatorAddress.Certificates.NONE,
                false,
                false,
                DispatchOptions.DEFAULTS);
    }
}
