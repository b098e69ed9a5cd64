package dev.manykitchens.worker.link;

import dev.manykitchens.core.attempt.MemoryText;
import dev.manykitchens.proto.link.Frame;
import dev.manykitchens.proto.v1.HeartbeatEcho;
import dev.manykitchens.proto.v1.ResourceGrant;
import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkResponse;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;

/// What comes down one stream, decoded.
final class IncomingStream
        implements ClientResponseObserver<Frame<WorkRequest>, Frame<WorkResponse>> {

    private final CoordinatorListener listener;
    private volatile Runnable onReady = () -> {};
    private volatile Runnable onEnd = () -> {};

    IncomingStream(CoordinatorListener listener) {
        this.listener = listener;
    }

    /// Sets what to call when more can be sent, and when the stream has ended.
    void connect(Runnable ready, Runnable end) {
        onReady = ready;
        onEnd = end;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Frame<WorkRequest>> requests) {
        requests.setOnReadyHandler(() -> onReady.run());
    }

    /// What is thrown here would only end the stream, which would be opened again, and so for ever.
    @Override
    public void onNext(Frame<WorkResponse> response) {
        try {
            listener.heard();
            switch (response) {
                case Frame.Generated<WorkResponse>(WorkResponse message) -> hear(message);
                case Frame.Packed<WorkResponse>(_, byte[] assignment) ->
                        listener.assigned(MessageDecoder.chunk(assignment));
            }
        } catch (IllegalArgumentException e) {
            listener.ended(
                    new StreamEnd.Refused(
                            "the coordinator must say what this worker can read, said something else: %s; use the same build on both sides"
                                    .formatted(e.getMessage())));
        } catch (RuntimeException | Error e) {
            listener.failed(e);
        }
    }

    private void hear(WorkResponse response) {
        switch (response.getMessageCase()) {
            case WELCOME -> listener.welcomed(MessageDecoder.welcome(response.getWelcome()));
            case ASSIGNMENT -> listener.assigned(MessageDecoder.chunk(response.getAssignment()));
            case CANCEL ->
                    listener.cancelled(
                            response.getCancel().getLease(), response.getCancel().getJobsList());
            case DRAIN -> listener.drained(response.getDrain().getReason());
            case ADJUST -> listener.adjusted(MessageDecoder.adjusted(response.getAdjust()));
            case HALT -> listener.halted(response.getHalt().getReason());
            case HEARTBEAT_ECHO -> {
                HeartbeatEcho echo = response.getHeartbeatEcho();
                listener.echoed(echo.getSentNanos(), echo.getHeardNanos(), echo.getResultsHeard());
            }
            case RESOURCE_GRANT -> granted(response.getResourceGrant());
            case BATCH_END -> listener.batchEnded(response.getBatchEnd().getBatch());
            case MESSAGE_NOT_SET -> {}
        }
    }

    private void granted(ResourceGrant grant) {
        if (grant.getRefusal().isEmpty()) {
            listener.granted(grant.getTicket());
        } else {
            listener.refused(grant.getTicket(), grant.getRefusal());
        }
    }

    @Override
    public void onError(Throwable error) {
        onEnd.run();
        if (MemoryText.among(error) != null) {
            // The stream is well, but for this process.
            listener.failed(error);
        }
        listener.ended(StreamEnd.of(error));
    }

    @Override
    public void onCompleted() {
        onEnd.run();
        listener.ended(new StreamEnd.InOrder());
    }
}
