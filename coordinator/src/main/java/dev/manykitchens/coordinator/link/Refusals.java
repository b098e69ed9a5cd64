package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.link.Role;

import io.grpc.Status;

/// Every status that ends a worker's stream, each with a sentence for people. Nowhere else are
/// statuses made.
final class Refusals {

    private Refusals() {}

    static Status protocolVersion(String who, int theirs) {
        return Status.FAILED_PRECONDITION.withDescription(
                "the %s must speak version %d of the protocol, speaks %d; use the same build on both sides"
                        .formatted(who, Protocol.VERSION, theirs));
    }

    static Status buildVersion(String who, String ours, String theirs) {
        return Status.FAILED_PRECONDITION.withDescription(
                "the %s must be of build %s, is of build %s; use the same build on both sides"
                        .formatted(who, ours, theirs));
    }

    static Status token() {
        return Status.UNAUTHENTICATED.withDescription(
                "the token must be the one that this coordinator gave out, was another; copy it again");
    }

    static Status noToken() {
        return Status.UNAUTHENTICATED.withDescription(
                "a call must carry a token as metadata, authorization: Bearer SECRET, carried none; kitchen coordinator prints tokens");
    }

    static Status role(Role needed, Role shown) {
        return Status.PERMISSION_DENIED.withDescription(
                "the token must be one for a %s, was one for a %s; kitchen coordinator prints both"
                        .formatted(needed.word(), shown.word()));
    }

    static Status malformed(String sentence) {
        return Status.INVALID_ARGUMENT.withDescription(sentence);
    }

    static Status tooMany(String who, int most) {
        return Status.RESOURCE_EXHAUSTED.withDescription(
                "at most %d %s can be connected, and at most %d streams can wait to say hello, all places are taken; try again later"
                        .formatted(most, who, Strangers.MOST_STRANGERS));
    }

    static Status silent(String who) {
        return Status.DEADLINE_EXCEEDED.withDescription(
                "a %s must say hello within %d s, said nothing"
                        .formatted(who, Strangers.PATIENCE_SECONDS));
    }

    static Status unfit(String reason) {
        return Status.FAILED_PRECONDITION.withDescription(reason);
    }

    static Status unread(long mostBytes) {
        return Status.RESOURCE_EXHAUSTED.withDescription(
                "a client must read what it asked for, left more than %d MiB unread"
                        .formatted(mostBytes >> 20));
    }

    static Status noWorker(String name) {
        return Status.NOT_FOUND.withDescription(
                "a worker must be here to be drained, none is named \"%s\"; kitchen status lists them"
                        .formatted(name));
    }

    static Status noBatch(long number) {
        return Status.NOT_FOUND.withDescription(
                "a batch must be unfinished to be cancelled, none has the number %s; kitchen status lists them"
                        .formatted(Long.toUnsignedString(number)));
    }

    static Status lost(String reason) {
        return Status.ABORTED.withDescription(reason);
    }
}
