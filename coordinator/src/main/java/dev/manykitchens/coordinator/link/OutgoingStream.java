package dev.manykitchens.coordinator.link;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;

import java.util.function.ToIntFunction;

/// Our end of a stream that a peer opened: what is said goes out in the sequence in which it is
/// given, until the stream has ended; after that it goes nowhere. Thread-safe; nothing here blocks.
///
/// @param <M> what is said
final class OutgoingStream<M> {

    /// A peer that leaves so many bytes unread is cut off: what it does not read is kept here.
    static final long MOST_UNREAD_BYTES = 256L << 20;

    private final String who;
    private final ServerCallStreamObserver<M> stream;
    private final ToIntFunction<M> size;

    // Guarded by this monitor.
    private boolean ended;

    /// Of the bytes sent since the transport last said that little waits.
    private long unread;

    /// @param who the peer is: a worker or a client
    /// @param size how many bytes a message takes
    OutgoingStream(String who, ServerCallStreamObserver<M> stream, ToIntFunction<M> size) {
        this.who = who;
        this.stream = stream;
        this.size = size;
    }

    /// Says something.
    synchronized void send(M message) {
        if (ended) {
            return;
        }
        unread = stream.isReady() ? 0 : unread + size.applyAsInt(message);
        if (unread > MOST_UNREAD_BYTES) {
            end(Refusals.unread(who, MOST_UNREAD_BYTES));
        } else {
            stream.onNext(message);
        }
    }

    /// Whether the peer takes more now. Nobody waits for one whose stream has ended.
    synchronized boolean isReady() {
        return ended || stream.isReady();
    }

    /// Lets the peer send so many more messages.
    void allow(int messages) {
        stream.request(messages);
    }

    /// Ends the stream in order.
    synchronized void complete() {
        if (markEnded()) {
            stream.onCompleted();
        }
    }

    /// Ends the stream with a status.
    synchronized void end(Status status) {
        if (markEnded()) {
            stream.onError(status.asRuntimeException());
        }
    }

    /// Whether there is still somebody to tell: a stream whose connection ended needs no words, and
    /// its transport may be gone.
    private boolean markEnded() {
        boolean first = !ended;
        ended = true;
        return first && !stream.isCancelled();
    }
}
