package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.link.Protocol;

import io.grpc.Status;

/// Every status that ends a worker's stream, each with a sentence for people. Nowhere else are
/// statuses made.
final class Refusals {

    private Refusals() {}

    static Status protocolVersion(int theirs) {
        return Status.FAILED_PRECONDITION.withDescription(
                "the worker must speak version %d of the protocol, speaks %d; use the same build on both sides"
                        .formatted(Protocol.VERSION, theirs));
    }

    static Status buildVersion(String ours, String theirs) {
        return Status.FAILED_PRECONDITION.withDescription(
                "the worker must be of build %s, is of build %s; use the same build on both sides"
                        .formatted(ours, theirs));
    }

    static Status token() {
        return Status.UNAUTHENTICATED.withDescription(
                "the token must be the one that this coordinator gave out, was another; copy it again");
    }

    static Status malformed(String sentence) {
        return Status.INVALID_ARGUMENT.withDescription(sentence);
    }

    static Status tooMany(int most) {
        return Status.RESOURCE_EXHAUSTED.withDescription(
                "at most %d workers can be connected, all are; end some first".formatted(most));
    }

    static Status lost(String reason) {
        return Status.ABORTED.withDescription(reason);
    }
}
