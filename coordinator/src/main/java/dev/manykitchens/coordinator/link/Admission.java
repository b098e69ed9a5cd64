package dev.manykitchens.coordinator.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.v1.Hello;

import io.grpc.Status;

import java.security.MessageDigest;
import java.util.Optional;

/// Who may join: the door. A worker must speak this contract, know the token and, since this
/// process spawned it, be of the same build. Immutable.
final class Admission {

    private final byte[] token;
    private final String buildVersion;

    Admission(String token, String buildVersion) {
        this.token = token.getBytes(UTF_8);
        this.buildVersion = buildVersion;
    }

    /// Why the worker is refused; empty when it may come in.
    Optional<Status> refusal(Hello hello) {
        if (hello.getProtocolVersion() != Protocol.VERSION) {
            return Optional.of(Refusals.protocolVersion(hello.getProtocolVersion()));
        }
        // In constant time: the time of an answer must not tell how much of a guess was right.
        if (!MessageDigest.isEqual(token, hello.getToken().getBytes(UTF_8))) {
            return Optional.of(Refusals.token());
        }
        if (!hello.getBuildVersion().equals(buildVersion)) {
            return Optional.of(Refusals.buildVersion(buildVersion, hello.getBuildVersion()));
        }
        if (hello.getThreads() < 1) {
            return Optional.of(
                    Refusals.malformed("a worker must have at least 1 thread, has none"));
        }
        return Optional.empty();
    }
}
