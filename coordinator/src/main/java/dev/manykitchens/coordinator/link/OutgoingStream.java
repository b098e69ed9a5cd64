package dev.manykitchens.coordinator.link;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;

import java.util.function.ToIntFunction;

/// Our end of a stream that a peer opened: what is said goes out in the sequence in which it is
/// given, until the stream has ended; after that it goes nowhere. Thread-safe; nothing here blocks.
///
/// @param <M> what is said
final class OutgoingStream<M> {

    private final String who;
    private final ServerCallStreamObserver<M> stream;
    private final ToIntFunction<M> size;
    private final UnreadLimits limits;

    // Guarded by this monitor.
    private boolean ended;

    /// Of the bytes sent since the peer was last seen not to be behind.
    private long unread;

    /// As it was told last.
    private boolean behind;

    private Runnable paceChanged = () -> {};

    /// Before the call has returned.
    ///
    /// @param who the peer is: a worker or a client
    /// @param size how many bytes a message takes
    OutgoingStream(
            String who,
            ServerCallStreamObserver<M> stream,
            ToIntFunction<M> size,
            UnreadLimits limits) {
        this.who = who;
        this.stream = stream;
        this.size = size;
        this.limits = limits;
        stream.setOnReadyThreshold(limits.behindBytes());
    }

    /// Calls this whenever the peer has fallen behind, and whenever it takes more again: ask
    /// [#isReady] then, on one thread, one call after the other. Before the call has returned.
    ///
    /// @param action on any thread; must not block
    void onPaceChange(Runnable action) {
        paceChanged = action;
        stream.setOnReadyHandler(this::lookAgain);
    }

    /// Says something.
    synchronized void send(M message) {
        if (ended) {
            return;
        }
        unread = stream.isReady() ? 0 : unread + size.applyAsInt(message);
        if (unread > limits.mostBytes()) {
            end(Refusals.unread(who, limits.mostBytes()));
        } else {
            stream.onNext(message);
            lookAgain();
        }
    }

    /// The transport calls it when little waits that was much. Under the monitor, so that who hears
    /// of changes hears of the last one last.
    private synchronized void lookAgain() {
        boolean now = !isReady();
        if (now != behind) {
            behind = now;
            paceChanged.run();
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
