package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.v1.BatchAccepted;
import dev.manykitchens.proto.v1.BatchFinished;
import dev.manykitchens.proto.v1.ClientWelcome;
import dev.manykitchens.proto.v1.Ended;
import dev.manykitchens.proto.v1.Pong;
import dev.manykitchens.proto.v1.SubmitResponse;
import dev.manykitchens.proto.v1.Succeeded;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;

/// The way to a client over its stream.
final class ClientStreamLink implements ClientLink {

    /// A client that leaves so many bytes unread is cut off: what it does not read is kept here.
    static final long MOST_UNREAD_BYTES = 256L << 20;

    private final ServerCallStreamObserver<SubmitResponse> stream;
    private final Object sending = new Object();
    private boolean ended;

    /// Of the bytes sent since the transport last said that little waits.
    private long unread;

    ClientStreamLink(ServerCallStreamObserver<SubmitResponse> stream) {
        this.stream = stream;
    }

    @Override
    public void welcome(Welcome welcome) {
        send(
                SubmitResponse.newBuilder()
                        .setWelcome(
                                ClientWelcome.newBuilder()
                                        .setClient(welcome.client())
                                        .setWorkers(welcome.workers())
                                        .setSlots(welcome.slots())
                                        .setMostBatches(welcome.mostBatches())
                                        .setPingIntervalMillis(
                                                Math.toIntExact(welcome.ping().toMillis()))
                                        .setSilenceLimitMillis(
                                                Math.toIntExact(welcome.silence().toMillis()))
                                        .setSmallBatchBytes(welcome.smallBatchBytes())));
    }

    @Override
    public void accept(long batch) {
        send(
                SubmitResponse.newBuilder()
                        .setBatchAccepted(BatchAccepted.newBuilder().setBatch(batch)));
    }

    @Override
    public void succeeded(long batch, int first, Column results) {
        send(
                SubmitResponse.newBuilder()
                        .setSucceeded(
                                Succeeded.newBuilder()
                                        .setBatch(batch)
                                        .setFirst(first)
                                        .setResults(
                                                ColumnCodec.encode(results, 0, results.size()))));
    }

    @Override
    public void ended(long batch, int first, int count, Outcome outcome) {
        send(
                SubmitResponse.newBuilder()
                        .setEnded(
                                Ended.newBuilder()
                                        .setBatch(batch)
                                        .setFirst(first)
                                        .setCount(count)
                                        .setOutcome(EventCodec.encode(outcome))));
    }

    @Override
    public void finished(long batch) {
        send(
                SubmitResponse.newBuilder()
                        .setBatchFinished(BatchFinished.newBuilder().setBatch(batch)));
    }

    @Override
    public void event(RunEvent event) {
        EventCodec.encode(event)
                .ifPresent(message -> send(SubmitResponse.newBuilder().setEvent(message)));
    }

    @Override
    public void pong(long sentNanos, long heardNanos) {
        send(
                SubmitResponse.newBuilder()
                        .setPong(
                                Pong.newBuilder()
                                        .setSentNanos(sentNanos)
                                        .setHeardNanos(heardNanos)));
    }

    @Override
    public void acknowledge() {
        allow(1);
    }

    /// Lets the client send so many more messages.
    void allow(int messages) {
        stream.request(messages);
    }

    @Override
    public void complete() {
        synchronized (sending) {
            if (!ended) {
                ended = true;
                if (!stream.isCancelled()) {
                    stream.onCompleted();
                }
            }
        }
    }

    @Override
    public void abort(String reason) {
        end(Refusals.lost(reason));
    }

    @Override
    public void turnAway(String reason) {
        end(Refusals.unfit(reason));
    }

    /// Ends the stream with a status.
    void end(Status status) {
        synchronized (sending) {
            if (!ended) {
                ended = true;
                // One whose connection ended needs no words, and its transport may be gone.
                if (!stream.isCancelled()) {
                    stream.onError(status.asRuntimeException());
                }
            }
        }
    }

    private void send(SubmitResponse.Builder message) {
        SubmitResponse built = message.build();
        synchronized (sending) {
            if (ended) {
                return;
            }
            unread = stream.isReady() ? 0 : unread + built.getSerializedSize();
            if (unread > MOST_UNREAD_BYTES) {
                end(Refusals.unread("client", MOST_UNREAD_BYTES));
                return;
            }
            stream.onNext(built);
        }
    }
}
