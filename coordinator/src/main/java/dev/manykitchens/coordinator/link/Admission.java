package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.v1.Hello;

import io.grpc.Status;

import java.util.Optional;
import java.util.regex.Pattern;

/// Which workers fit: they must speak this contract, be of the same build where this process
/// spawned them, and say of themselves what can be true. Who they are was checked at the [Door].
/// Immutable.
final class Admission {

    /// Threads of one worker, as in a pool's spec.
    private static final int MOST_THREADS = 10_000;

    private static final int MOST_RECIPES = 10_000;
    private static final int LONGEST_TEXT = 255;
    private static final int LONGEST_INSTANCE = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final Optional<String> buildVersion;

    /// @param buildVersion the build that workers must be of; empty: any
    Admission(Optional<String> buildVersion) {
        this.buildVersion = buildVersion;
    }

    /// Why the worker is refused; empty when it may come in.
    Optional<Status> refusal(Hello hello) {
        if (hello.getProtocolVersion() != Protocol.VERSION) {
            return Optional.of(Refusals.protocolVersion("worker", hello.getProtocolVersion()));
        }
        if (buildVersion.isPresent() && !hello.getBuildVersion().equals(buildVersion.get())) {
            return Optional.of(
                    Refusals.buildVersion("worker", buildVersion.get(), hello.getBuildVersion()));
        }
        return misfit(hello).map(Refusals::malformed);
    }

    private static Optional<String> misfit(Hello hello) {
        if (hello.getThreads() < 1 || hello.getThreads() > MOST_THREADS) {
            return Optional.of(
                    "a worker must have from 1 to %d threads, has %s"
                            .formatted(MOST_THREADS, Integer.toUnsignedString(hello.getThreads())));
        }
        if (!hello.getName().isEmpty() && !NAME.matcher(hello.getName()).matches()) {
            return Optional.of(
                    "a worker's name must be at most 63 letters, digits, points, - and _, and begin with a letter or digit, was another");
        }
        if (hello.getRecipesCount() > MOST_RECIPES
                || !PeerText.isFit(hello.getHost(), LONGEST_TEXT)
                || !PeerText.isFit(hello.getBuildVersion(), LONGEST_TEXT)
                || !PeerText.isFit(hello.getInstance(), LONGEST_INSTANCE)
                || hello.getRecipesList().stream()
                        .anyMatch(recipe -> !PeerText.isFit(recipe, LONGEST_TEXT))) {
            return Optional.of(
                    "a worker's Hello must have texts of at most %d characters without control characters, an instance of at most %d and at most %d recipes, has others"
                            .formatted(LONGEST_TEXT, LONGEST_INSTANCE, MOST_RECIPES));
        }
        if (hello.getStoves() < 0
                || hello.getProcessors() < 0
                || hello.getMemoryBytes() < 0
                || hello.getPid() < 0) {
            return Optional.of("the figures of a worker's Hello must fit 63 bits, or 31, do not");
        }
        return Optional.empty();
    }
}
