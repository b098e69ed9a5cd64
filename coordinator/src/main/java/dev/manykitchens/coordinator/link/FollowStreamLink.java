package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.v1.BatchFinished;
import dev.manykitchens.proto.v1.Ended;
import dev.manykitchens.proto.v1.FollowBatchResponse;
import dev.manykitchens.proto.v1.Succeeded;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;

import org.jspecify.annotations.Nullable;

/// The way to one who follows a batch over its stream.
final class FollowStreamLink implements FollowLink {

    private final ServerCallStreamObserver<FollowBatchResponse> calls;
    private final OutgoingStream<FollowBatchResponse> stream;

    // Guarded by this monitor.
    private @Nullable Runnable ready;
    private @Nullable Runnable end;
    private @Nullable Runnable gone;
    private boolean over;

    /// The batch's number, once it was told.
    private volatile long batch;

    /// @param calls the stream, before the call has returned
    FollowStreamLink(ServerCallStreamObserver<FollowBatchResponse> calls) {
        this.calls = calls;
        this.stream =
                new OutgoingStream<>(
                        "follower",
                        calls,
                        FollowBatchResponse::getSerializedSize,
                        UnreadLimits.OF_PAGES);
        calls.setOnReadyHandler(this::runReady);
        // With a handler, sending on a stream that was cut is ignored instead of throwing.
        calls.setOnCancelHandler(this::runEnd);
        calls.setOnCloseHandler(this::runEnd);
    }

    private void runReady() {
        @Nullable Runnable action;
        synchronized (this) {
            action = over ? null : ready;
        }
        if (action != null) {
            action.run();
        }
    }

    private void runEnd() {
        @Nullable Runnable first;
        @Nullable Runnable then;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            first = gone;
            then = end;
        }
        if (first != null) {
            first.run();
        }
        if (then != null) {
            then.run();
        }
    }

    /// What this side does when the stream is over, once, whatever the one who speaks does then.
    /// Set before the call has returned.
    void onGone(Runnable action) {
        synchronized (this) {
            gone = action;
        }
    }

    /// Ends the stream with a status.
    void end(Status status) {
        stream.end(status);
    }

    @Override
    public boolean isReady() {
        synchronized (this) {
            if (over) {
                return false;
            }
        }
        return calls.isReady();
    }

    @Override
    public void onReady(Runnable action) {
        synchronized (this) {
            ready = action;
        }
        if (isReady()) {
            action.run();
        }
    }

    @Override
    public void onEnd(Runnable action) {
        synchronized (this) {
            if (!over) {
                end = action;
                return;
            }
        }
        action.run();
    }

    @Override
    public void told(BatchSummary summary) {
        batch = summary.number();
        send(FollowBatchResponse.newBuilder().setBatch(SummaryCodec.encode(summary)));
    }

    @Override
    public void succeeded(int first, Column results) {
        send(
                FollowBatchResponse.newBuilder()
                        .setSucceeded(
                                Succeeded.newBuilder()
                                        .setBatch(batch)
                                        .setFirst(first)
                                        .setResults(
                                                ColumnCodec.encode(results, 0, results.size()))));
    }

    @Override
    public void ended(int first, int count, Outcome outcome) {
        send(
                FollowBatchResponse.newBuilder()
                        .setEnded(
                                Ended.newBuilder()
                                        .setBatch(batch)
                                        .setFirst(first)
                                        .setCount(count)
                                        .setOutcome(EventCodec.encode(outcome))));
    }

    @Override
    public void finished() {
        send(
                FollowBatchResponse.newBuilder()
                        .setBatchFinished(BatchFinished.newBuilder().setBatch(batch)));
        stream.complete();
    }

    @Override
    public void complete() {
        stream.complete();
    }

    @Override
    public void refuse(String reason, boolean notFound) {
        stream.end(notFound ? Refusals.notKept(reason) : Refusals.unfit(reason));
    }

    @Override
    public void abort(String reason) {
        stream.end(Refusals.lost(reason));
    }

    private void send(FollowBatchResponse.Builder message) {
        stream.send(message.build());
    }
}
