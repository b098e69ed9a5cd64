package dev.manykitchens.coordinator.client.link;

import com.google.protobuf.ByteString;

import dev.manykitchens.coordinator.link.EventCodec;
import dev.manykitchens.coordinator.link.FollowRequest;
import dev.manykitchens.coordinator.link.SummaryCodec;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.StatusText;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.Ended;
import dev.manykitchens.proto.v1.FollowBatchRequest;
import dev.manykitchens.proto.v1.FollowBatchResponse;
import dev.manykitchens.proto.v1.Succeeded;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import java.util.Iterator;

/// One stream on which a batch is followed. Used by one thread, but for [#cut]: what it has not
/// heard waits at the coordinator.
public final class FollowCall implements AutoCloseable {

    private final ClientChannel channel;

    /// What [#cut] ends. The channel stays until its one user closes it: a call may not ask for
    /// more on a transport that has ended.
    private final Context.CancellableContext context = Context.ROOT.withCancellation();

    private FollowCall(ClientChannel channel) {
        this.channel = channel;
    }

    /// How a stream ended.
    ///
    /// @param sentence for people
    /// @param isInOrder whether the coordinator had said all that was asked for
    /// @param isForGood whether another stream would end likewise
    public record End(String sentence, boolean isInOrder, boolean isForGood) {}

    /// Nothing is connected before the batch is followed.
    ///
    /// @throws IllegalArgumentException when a file of a certificate cannot be used
    public static FollowCall open(Dial dial) {
        return new FollowCall(ClientChannel.open(dial, "follower"));
    }

    /// Asks for a batch, and passes on what is said until the stream ends.
    public End follow(FollowRequest wanted, FollowListener listener) {
        FollowBatchRequest.Builder request =
                FollowBatchRequest.newBuilder()
                        .setSettled(ByteString.copyFrom(wanted.settled().toByteArray()))
                        .setOnlyNow(wanted.onlyNow());
        if (wanted.key().isEmpty()) {
            request.setNumber(wanted.number());
        } else {
            request.setKey(wanted.key());
        }
        Context before = context.attach();
        try {
            Iterator<FollowBatchResponse> responses =
                    ClientServiceGrpc.newBlockingStub(channel.channel())
                            .followBatch(request.build());
            while (responses.hasNext()) {
                pass(responses.next(), listener);
            }
            return new End("it ended the stream", true, false);
        } catch (StatusRuntimeException e) {
            StatusText text = StatusText.of(e);
            return new End(
                    text.sentence(),
                    false,
                    text.isForGood() || e.getStatus().getCode() == Status.Code.NOT_FOUND);
        } catch (IllegalArgumentException e) {
            return new End("it said something malformed: " + e.getMessage(), false, true);
        } finally {
            context.detach(before);
        }
    }

    private static void pass(FollowBatchResponse response, FollowListener listener) {
        switch (response.getMessageCase()) {
            case BATCH -> listener.told(SummaryCodec.decode(response.getBatch()));
            case SUCCEEDED -> {
                Succeeded done = response.getSucceeded();
                listener.succeeded(done.getFirst(), ColumnCodec.decode(done.getResults()));
            }
            case ENDED -> {
                Ended ended = response.getEnded();
                listener.ended(
                        ended.getFirst(), ended.getCount(), EventCodec.decode(ended.getOutcome()));
            }
            case BATCH_FINISHED -> listener.finished();
            case MESSAGE_NOT_SET -> {}
        }
    }

    /// Ends the stream at once. Any thread.
    public void cut() {
        boolean _ = context.cancel(null);
    }

    @Override
    public void close() {
        cut();
        channel.cut();
    }
}
