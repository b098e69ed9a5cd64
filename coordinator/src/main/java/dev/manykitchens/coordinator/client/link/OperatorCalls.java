package dev.manykitchens.coordinator.client.link;

import dev.manykitchens.coordinator.link.StatusCodec;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.StatusText;
import dev.manykitchens.proto.v1.CancelBatchRequest;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.DrainWorkerRequest;
import dev.manykitchens.proto.v1.GetStatusRequest;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The calls of whoever operates a cluster. Thread-safe.
public final class OperatorCalls implements AutoCloseable {

    private static final int LIMIT_SECONDS = 5;

    private final Dial dial;
    private final EventLoopGroup transport;
    private final ManagedChannel channel;

    private OperatorCalls(Dial dial, EventLoopGroup transport, ManagedChannel channel) {
        this.dial = dial;
        this.transport = transport;
        this.channel = channel;
    }

    /// Nothing is connected before the first call.
    ///
    /// @throws IllegalArgumentException when a file of a certificate cannot be used
    public static OperatorCalls open(Dial dial) {
        EventLoopGroup transport =
                new MultiThreadIoEventLoopGroup(
                        1,
                        Thread.ofPlatform().daemon().name("operator-transport-", 0).factory(),
                        NioIoHandler.newFactory());
        return new OperatorCalls(dial, transport, dial.open(transport));
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

    private ClientServiceGrpc.ClientServiceBlockingStub stub() {
        return ClientServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private <T> T asked(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            String said = StatusText.of(e).sentence();
            throw new IllegalStateException(
                    switch (e.getStatus().getCode()) {
                        case UNAVAILABLE, DEADLINE_EXCEEDED ->
                                "the coordinator at %s must answer within %d s, did not: %s"
                                        .formatted(dial.endpoint(), LIMIT_SECONDS, said);
                        default -> said;
                    },
                    e);
        }
    }

    @Override
    public void close() {
        boolean _ = channel.shutdownNow().isShutdown();
        var _ = transport.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
