package dev.manykitchens.coordinator.link;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.util.Optional;

/// What a peer says on one stream: hello first and once, then messages that are decoded and passed
/// on. A stream that says hello too late, twice or not at all, or anything malformed, ends with a
/// sentence, and nothing else does. Called by one thread at a time.
///
/// @param <Q> what the peer says
abstract class PeerStream<Q> implements StreamObserver<Q> {

    /// Both services call it so.
    private static final String HELLO = "HELLO";

    private final String who;
    private final OutgoingStream<?> out;
    private final Strangers strangers;
    private final Strangers.Visit visit;
    private final int unacknowledged;
    private boolean admitted;
    private boolean over;

    /// @param who the peer is: a worker or a client
    /// @param unacknowledged so many of its messages may be on their way to the loop; the transport
    ///   keeps back the rest
    PeerStream(String who, OutgoingStream<?> out, Strangers strangers, int unacknowledged) {
        this.who = who;
        this.unacknowledged = unacknowledged;
        this.out = out;
        this.strangers = strangers;
        this.visit = strangers.enter(out::end);
    }

    /// What kind of message it is, as the contract names it.
    abstract Enum<?> kindOf(Q message);

    /// Refuses what could not be read.
    ///
    /// @throws IllegalArgumentException in one line when it could not
    abstract void requireReadable(Q message);

    /// Takes the peer in that says this hello, or says why it is refused.
    ///
    /// @throws IllegalArgumentException when the hello is malformed
    abstract Optional<Status> admit(Q hello);

    /// The peer said something.
    ///
    /// @throws IllegalArgumentException when it is malformed
    abstract void said(Q message, long heardNanos);

    /// A part of a long message came, the rest is on its way.
    abstract void goesOn();

    /// The peer that had come in is gone.
    abstract void gone(Optional<String> failure);

    /// The peer that had come in said something that none of ours says, and was cut off.
    ///
    /// @param why a sentence
    abstract void expelled(String why);

    /// Begins to listen. Called once, before anything is said.
    ///
    /// @param calls the stream, whose messages are asked for one by one
    final void listen(ServerCallStreamObserver<?> calls) {
        // The rest is asked for when the first message was a good hello.
        calls.request(1);
        PartsOfMessages.listen(() -> {
            if (admitted && !over) {
                goesOn();
            }
        });
        // With a handler, sending on a stream that was cut is ignored instead of throwing.
        calls.setOnCancelHandler(() -> over(Optional.of("its connection ended")));
        // Also called when it was this end that ended the stream: its place is free again.
        calls.setOnCloseHandler(() -> over(Optional.of("its stream was ended")));
        if (!visit.hasRoom()) {
            end(Refusals.tooMany(who, strangers.most()), "there was no room");
        }
    }

    @Override
    public final void onNext(Q message) {
        long heardNanos = System.nanoTime();
        if (over) {
            return;
        }
        try {
            requireReadable(message);
            if (admitted) {
                said(message, heardNanos);
            } else {
                hello(message);
            }
        } catch (IllegalArgumentException e) {
            String sentence = String.valueOf(e.getMessage());
            expel(Refusals.malformed(sentence), "it sent something malformed: " + sentence);
        }
    }

    private void hello(Q message) {
        String kind = kindOf(message).name();
        if (!kind.equals(HELLO)) {
            throw new IllegalArgumentException(
                    "a %s must say Hello first, said %s".formatted(who, kind));
        }
        if (!visit.greet()) {
            // Too late: it is being turned out.
            return;
        }
        Optional<Status> refusal = admit(message);
        if (refusal.isPresent()) {
            end(refusal.get(), "it was refused");
        } else {
            admitted = true;
            out.allow(unacknowledged);
        }
    }

    @Override
    public final void onError(Throwable error) {
        over(Optional.of("its connection ended"));
    }

    @Override
    public final void onCompleted() {
        over(Optional.empty());
        if (!admitted) {
            out.end(Refusals.malformed("a %s must say Hello first, said nothing".formatted(who)));
        }
    }

    private void end(Status status, String why) {
        out.end(status);
        over(Optional.of(why));
    }

    private void expel(Status status, String why) {
        out.end(status);
        if (leave()) {
            expelled(why);
        }
    }

    private void over(Optional<String> failure) {
        if (leave()) {
            gone(failure);
        }
    }

    /// Whether somebody must hear that the peer is not there any more.
    private boolean leave() {
        if (over) {
            return false;
        }
        over = true;
        visit.leave();
        return admitted;
    }
}
