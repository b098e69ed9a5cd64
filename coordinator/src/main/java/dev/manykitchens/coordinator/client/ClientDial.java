package dev.manykitchens.coordinator.client;

import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoints;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The way of a client to its coordinator.
public final class ClientDial {

    /// Names the coordinator, `HOST:PORT`; several that are one cluster with commas between.
    public static final String COORDINATOR = "KITCHEN_COORDINATOR";

    /// Holds the text of a token for clients.
    public static final String TOKEN = "KITCHEN_TOKEN";

    private ClientDial() {}

    /// What the environment says.
    ///
    /// @throws IllegalArgumentException in one line when it says nothing
    public static CoordinatorAddress ofEnvironment(Map<String, String> environment) {
        String endpoint = environment.getOrDefault(COORDINATOR, "");
        String token = environment.getOrDefault(TOKEN, "");
        if (endpoint.isBlank() || token.isBlank()) {
            throw new IllegalArgumentException(
                    "a cluster needs %s=HOST:PORT and %s=TOKEN in the environment, has no %s; kitchen coordinator prints the line to paste"
                            .formatted(
                                    COORDINATOR, TOKEN, endpoint.isBlank() ? COORDINATOR : TOKEN));
        }
        return new CoordinatorAddress(endpoint, token, CoordinatorAddress.Certificates.NONE);
    }

    /// Refuses what can lead nowhere: a wrong token, no address, files of certificates that cannot
    /// be used.
    ///
    /// @throws IllegalArgumentException in one line
    public static void check(CoordinatorAddress address) {
        try (ClusterOperator _ = ClusterOperator.of(address)) {
            // Opened far enough to know.
        }
    }

    /// The way there.
    ///
    /// @throws IllegalArgumentException in one line when address or token are not what they must
    ///   be, or files of certificates are of no use
    public static Dial to(CoordinatorAddress address) {
        Token token = Token.parse(address.token());
        if (token.role() != Role.CLIENT) {
            throw new IllegalArgumentException(
                    "a client needs a token for clients, was given one for a %s; kitchen coordinator prints both"
                            .formatted(token.role().word()));
        }
        CoordinatorAddress.Certificates named = address.certificates();
        TlsFiles files =
                new TlsFiles(
                        file(named.authorities()), file(named.certificate()), file(named.key()));
        files.requireUseFor(token.trust());
        return new Dial(Endpoints.parse(address.endpoint()), token, files);
    }

    private static Optional<Path> file(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
    }
}
