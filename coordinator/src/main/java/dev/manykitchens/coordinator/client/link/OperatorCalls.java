package dev.manykitchens.coordinator.client.link;

import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.coordinator.link.StatusCodec;
import dev.manykitchens.coordinator.link.SummaryCodec;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.StatusText;
import dev.manykitchens.proto.v1.CancelBatchRequest;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.DrainWorkerRequest;
import dev.manykitchens.proto.v1.GetStatusRequest;
import dev.manykitchens.proto.v1.ListBatchesRequest;

import io.grpc.StatusRuntimeException;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The calls of whoever operates a cluster. Thread-safe.
public final class OperatorCalls implements AutoCloseable {

    private static final int LIMIT_SECONDS = 5;

    private final Dial dial;
    private final ClientChannel channel;

    private OperatorCalls(Dial dial, ClientChannel channel) {
        this.dial = dial;
        this.channel = channel;
    }

    /// Nothing is connected before the first call.
    ///
    /// @throws IllegalArgumentException when a file of a certificate cannot be used
    public static OperatorCalls open(Dial dial) {
        return new OperatorCalls(dial, ClientChannel.open(dial, "operator"));
    }

    /// How the cluster is now.
    public ClusterView status() {
        return StatusCodec.decode(
                asked(() -> stub().getStatus(GetStatusRequest.getDefaultInstance())),
                System.nanoTime());
    }

    /// Asks a worker to leave.
    public void drain(String worker) {
        var _ =
                asked(() ->
                        stub().drainWorker(
                                        DrainWorkerRequest.newBuilder().setWorker(worker).build()));
    }

    /// Cancels a batch; how many of its jobs had no outcome.
    public int cancel(long batch) {
        return asked(() ->
                        stub().cancelBatch(CancelBatchRequest.newBuilder().setBatch(batch).build()))
                .getJobs();
    }

    /// The batches that are kept or unfinished, in the order in which they came.
    public List<BatchSummary> batches() {
        return asked(() -> stub().listBatches(ListBatchesRequest.getDefaultInstance()))
                .getBatchesList()
                .stream()
                .map(SummaryCodec::decode)
                .toList();
    }

    private ClientServiceGrpc.ClientServiceBlockingStub stub() {
        return ClientServiceGrpc.newBlockingStub(channel.channel())
                .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private <T> T asked(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            StatusText text = StatusText.of(e);
            String said = text.sentence();
            if (text.isForGood()) {
                throw new IllegalStateException(said, e);
            }
            throw new IllegalStateException(
                    switch (e.getStatus().getCode()) {
                        case DEADLINE_EXCEEDED ->
                                "the coordinator at %s must answer within %d s, did not: %s"
                                        .formatted(dial.endpoint(), LIMIT_SECONDS, said);
                        // Those who refuse at once kept nobody waiting.
                        case UNAVAILABLE, INTERNAL ->
                                "the coordinator at %s must be there, %s"
                                        .formatted(dial.endpoint(), said);
                        default -> said;
                    },
                    e);
        }
    }

    @Override
    public void close() {
        channel.cut();
    }
}
