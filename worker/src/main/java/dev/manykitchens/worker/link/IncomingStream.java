package dev.manykitchens.worker.link;

import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.Resource;
import dev.manykitchens.proto.v1.Welcome;
import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkResponse;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What comes down the stream, decoded.
final class IncomingStream implements ClientResponseObserver<WorkRequest, WorkResponse> {

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
    public void beforeStart(ClientCallStreamObserver<WorkRequest> requests) {
        requests.setOnReadyHandler(() -> onReady.run());
    }

    @Override
    public void onNext(WorkResponse response) {
        switch (response.getMessageCase()) {
            case WELCOME -> welcome(response.getWelcome());
            case ASSIGNMENT -> listener.assigned(chunk(response.getAssignment()));
            case CANCEL ->
                    listener.cancelled(
                            response.getCancel().getLease(), response.getCancel().getJobsList());
            case DRAIN -> listener.drained(response.getDrain().getReason());
            case HEARTBEAT_ECHO -> listener.echoed(response.getHeartbeatEcho().getHeardNanos());
            case RESOURCE_GRANT -> {
                long ticket = response.getResourceGrant().getTicket();
                String refusal = response.getResourceGrant().getRefusal();
                if (refusal.isEmpty()) {
                    listener.granted(ticket);
                } else {
                    listener.refused(ticket, refusal);
                }
            }
            case BATCH_END -> listener.batchEnded(response.getBatchEnd().getBatch());
            case MESSAGE_NOT_SET -> {}
        }
    }

    @Override
    public void onError(Throwable error) {
        onEnd.run();
        Status status = Status.fromThrowable(error);
        String said = status.getDescription();
        Throwable cause = status.getCause();
        listener.ended(
                Optional.of(
                        (said == null ? status.getCode().toString() : said)
                                + (cause == null ? "" : " (" + cause.getMessage() + ")")));
    }

    @Override
    public void onCompleted() {
        onEnd.run();
        listener.ended(Optional.empty());
    }

    private void welcome(Welcome welcome) {
        Map<String, ResourceSpec> resources =
                welcome.getResourcesList().stream()
                        .collect(Collectors.toMap(Resource::getName, IncomingStream::resource));
        listener.welcomed(
                welcome.getWorker(),
                Duration.ofMillis(welcome.getHeartbeatIntervalMillis()),
                Duration.ofMillis(welcome.getSilenceLimitMillis()),
                resources,
                welcome.getPrefetch());
    }

    private static ResourceSpec resource(Resource resource) {
        return new ResourceSpec(
                resource.getPermits(),
                resource.getShared() ? ResourceSpec.Scope.SHARED : ResourceSpec.Scope.KITCHEN);
    }

    private static AssignedChunk chunk(Assignment assignment) {
        long receivedNanos = System.nanoTime();
        List<Column> columns =
                assignment.getArgumentsList().stream().map(ColumnCodec::decode).toList();
        return new AssignedChunk(
                assignment.getLease(),
                assignment.getBatch(),
                assignment.getFirst(),
                assignment.getCount(),
                assignment.getAttempt(),
                new Columns(assignment.getCount(), columns),
                assignment.hasDefinition()
                        ? Optional.of(definition(assignment.getDefinition()))
                        : Optional.empty(),
                receivedNanos);
    }

    private static AssignedChunk.DefinedBatch definition(BatchDefinition definition) {
        return new AssignedChunk.DefinedBatch(
                definition.getRecipe(),
                definition.getWork(),
                definition.getTimeScale(),
                definition.getSeed(),
                definition.getTimeoutNanos(),
                definition.getWorkUnitsPerSecond());
    }
}
