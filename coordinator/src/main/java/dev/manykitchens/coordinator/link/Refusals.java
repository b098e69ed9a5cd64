package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.link.Role;

import io.grpc.Status;

import java.util.concurrent.CompletionException;

/// Every status that ends the stream of a worker or a client, or refuses the call of an operator,
/// each with a sentence for people. Nowhere else are statuses made.
final class Refusals {

    private static final int LONGEST_NAME = 63;

    /// A status travels in a header, whose size is limited.
    private static final int LONGEST_SENTENCE = 500;

    private Refusals() {}

    static Status protocolVersion(String who, int theirs) {
        return Status.FAILED_PRECONDITION.withDescription(
                "the %s must speak version %d of the protocol, speaks %s; use the same build on both sides"
                        .formatted(who, Protocol.VERSION, Integer.toUnsignedString(theirs)));
    }

    static Status buildVersion(String who, String ours, String theirs) {
        return Status.FAILED_PRECONDITION.withDescription(
                "the %s must be of build %s, is of build %s; use the same build on both sides"
                        .formatted(who, ours, PeerText.line(theirs, LONGEST_NAME)));
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
        // It may repeat what the peer sent, which may be anything.
        return Status.INVALID_ARGUMENT.withDescription(PeerText.line(sentence, LONGEST_SENTENCE));
    }

    static Status tooMany(String who, int most) {
        return Status.RESOURCE_EXHAUSTED.withDescription(
                "at most %d %ss can be connected, all places are taken; try again later"
                        .formatted(most, who));
    }

    static Status displaced(String who) {
        return Status.RESOURCE_EXHAUSTED.withDescription(
                "at most %d streams can wait to say hello as a %s, this one waited longest; say hello at once"
                        .formatted(Strangers.MOST_STRANGERS, who));
    }

    static Status silent(String who) {
        return Status.DEADLINE_EXCEEDED.withDescription(
                "a %s must say hello within %d s, said nothing"
                        .formatted(who, Strangers.PATIENCE_SECONDS));
    }

    /// Whoever asks, or what it asks for, does not fit.
    static Status unfit(String reason) {
        return Status.FAILED_PRECONDITION.withDescription(reason);
    }

    /// What was asked for could not be had.
    ///
    /// @param told failures of this kind say why in one line for people; any other is a bug of ours
    static Status failed(Throwable failure, Class<? extends Exception> told) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return unfit(
                PeerText.line(
                        told.isInstance(cause)
                                ? String.valueOf(cause.getMessage())
                                : "the coordinator failed, please report this: " + cause,
                        LONGEST_SENTENCE));
    }

    static Status unread(String who, long mostBytes) {
        return Status.RESOURCE_EXHAUSTED.withDescription(
                "a %s must read what it is sent, left more than %d MiB unread"
                        .formatted(who, mostBytes >> 20));
    }

    static Status noWorker(String name) {
        return Status.NOT_FOUND.withDescription(
                "a worker must be here to be drained, none is named \"%s\"; kitchen status lists them"
                        .formatted(PeerText.line(name, LONGEST_NAME)));
    }

    static Status noBatch(long number) {
        return Status.NOT_FOUND.withDescription(
                "a batch must be unfinished to be cancelled, none that is has the number %s; kitchen jobs lists them"
                        .formatted(Long.toUnsignedString(number)));
    }

    /// Nothing is kept of a batch that somebody wants to follow.
    static Status notKept(String reason) {
        return Status.NOT_FOUND.withDescription(PeerText.line(reason, LONGEST_SENTENCE));
    }

    /// Those who follow batches have so many outcomes that what they say of them takes all the
    /// room.
    static Status noRoomToFollow(long mostBytes) {
        return Status.RESOURCE_EXHAUSTED.withDescription(
                "what all followers say that they have must take at most %d MiB, takes more; try again later"
                        .formatted(mostBytes >> 20));
    }

    /// Another coordinator leads, or none.
    static Status notLeading(String reason) {
        return Status.UNAVAILABLE.withDescription(PeerText.line(reason, LONGEST_SENTENCE));
    }

    static Status lost(String reason) {
        return Status.ABORTED.withDescription(PeerText.line(reason, LONGEST_SENTENCE));
    }
}
