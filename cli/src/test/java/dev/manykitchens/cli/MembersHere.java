package dev.manykitchens.cli;

import dev.manykitchens.cli.cluster.SecretFile;
import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.Membership;
import dev.manykitchens.coordinator.serve.Premises;
import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.coordinator.serve.StandbyCoordinator;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.pool.CoordinatorAddress;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Coordinators in this JVM that say of their members what a test says, and a file with a token for
/// those who ask them.
final class MembersHere implements AutoCloseable {

    private final ServeOptions options;
    private final Premises premises;
    private final Path tokens;
    private final List<StandbyCoordinator> open = new ArrayList<>();

    MembersHere(Path folder) throws IOException {
        options =
                new ServeOptions(
                        "127.0.0.1:0",
                        Optional.empty(),
                        folder.resolve("state"),
                        Optional.empty(),
                        ServeOptions.Keep.USUAL,
                        CoordinatorAddress.Certificates.NONE,
                        false,
                        true,
                        DispatchOptions.DEFAULTS);
        premises = Premises.open(options, InstantSource.system());
        tokens = folder.resolve("tokens.env");
        new SecretFile("--token-file", tokens)
                .write(List.of("KITCHEN_TOKEN=" + premises.clientToken()));
    }

    /// Starts one; where it listens.
    String start(Membership says) throws IOException {
        StandbyCoordinator started =
                StandbyCoordinator.start(options, premises, says, () -> "it does not lead");
        open.add(started);
        return "127.0.0.1:" + started.address().getPort();
    }

    /// Runs `kitchen coordinator` with these words, asking the coordinators there.
    int ask(TestShell shell, String coordinators, String... words) {
        List<String> command = new ArrayList<>(List.of("coordinator"));
        command.addAll(List.of(words));
        command.addAll(List.of("--coordinator", coordinators, "--token-file", tokens.toString()));
        return shell.run(command.toArray(String[]::new));
    }

    /// The one that says this.
    static MemberState itself(String id, String address, MemberState.Role role) {
        return new MemberState(
                new Member(id, address, "127.0.0.1:7073"),
                role,
                true,
                OptionalLong.of(90),
                OptionalLong.empty(),
                Optional.empty());
    }

    /// Another one, as the one that leads sees it.
    static MemberState follower(String id, Duration silent) {
        return new MemberState(
                new Member(id, id + ":7070", id + ":7073"),
                MemberState.Role.FOLLOWER,
                false,
                OptionalLong.of(90),
                OptionalLong.of(0),
                Optional.of(silent));
    }

    @Override
    public void close() {
        open.forEach(StandbyCoordinator::close);
        premises.close();
    }
}
