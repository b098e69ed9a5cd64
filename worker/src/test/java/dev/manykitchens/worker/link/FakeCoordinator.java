package dev.manykitchens.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.proto.v1.Hello;
import dev.manykitchens.proto.v1.Results;
import dev.manykitchens.proto.v1.Welcome;
import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkRequest.MessageCase;
import dev.manykitchens.proto.v1.WorkResponse;
import dev.manykitchens.proto.v1.WorkerServiceGrpc;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A coordinator over loopback that says what the test wants and nothing else.
final class FakeCoordinator implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final Server server;

    /// @param port 0: any that is free
    FakeCoordinator(int port, Optional<SslContext> tls) throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .maxInboundMessageSize(64 << 20)
                        .addService(new Service());
        tls.ifPresent(builder::sslContext);
        server = builder.build().start();
    }

    FakeCoordinator() throws IOException {
        this(0, Optional.empty());
    }

    int port() {
        return server.getPort();
    }

    /// The next stream that a worker opens.
    Call next() throws InterruptedException {
        Call call = calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(call).as("a stream").isNotNull();
        return call;
    }

    boolean hasCalls() {
        return !calls.isEmpty();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            assertThat(server.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class Service extends WorkerServiceGrpc.WorkerServiceImplBase {
        @Override
        public StreamObserver<WorkRequest> work(StreamObserver<WorkResponse> responses) {
            Call call = new Call((ServerCallStreamObserver<WorkResponse>) responses);
            calls.add(call);
            return call;
        }
    }

    /// One stream of a worker.
    static final class Call implements StreamObserver<WorkRequest> {

        private final ServerCallStreamObserver<WorkResponse> responses;
        private final BlockingQueue<WorkRequest> said = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> over = new CompletableFuture<>();

        Call(ServerCallStreamObserver<WorkResponse> responses) {
            this.responses = responses;
            responses.setOnCancelHandler(() -> over.complete("cancelled"));
        }

        @Override
        public void onNext(WorkRequest request) {
            said.add(request);
        }

        @Override
        public void onError(Throwable error) {
            over.complete("cancelled");
        }

        @Override
        public void onCompleted() {
            over.complete("completed");
        }

        /// How the worker ended it.
        String over() throws Exception {
            return over.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        boolean isOver() {
            return over.isDone();
        }

        /// What the worker says next.
        WorkRequest next() throws InterruptedException {
            WorkRequest request = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(request).as("a message").isNotNull();
            return request;
        }

        /// What it says next of this kind; everything else before it is passed over.
        WorkRequest next(MessageCase kind) throws InterruptedException {
            WorkRequest request = next();
            while (request.getMessageCase() != kind) {
                request = next();
            }
            return request;
        }

        /// What it says next except heartbeats.
        WorkRequest nextButBeats() throws InterruptedException {
            WorkRequest request = next();
            while (request.getMessageCase() == MessageCase.HEARTBEAT) {
                request = next();
            }
            return request;
        }

        Hello hello() throws InterruptedException {
            WorkRequest first = next();
            assertThat(first.getMessageCase()).isEqualTo(MessageCase.HELLO);
            return first.getHello();
        }

        Results results() throws InterruptedException {
            return next(MessageCase.RESULTS).getResults();
        }

        void welcome(Consumer<Welcome.Builder> more) {
            Welcome.Builder welcome =
                    Welcome.newBuilder()
                            .setWorker("w7")
                            .setHeartbeatIntervalMillis(100)
                            .setSilenceLimitMillis(60_000);
            more.accept(welcome);
            say(WorkResponse.newBuilder().setWelcome(welcome));
        }

        void say(WorkResponse.Builder response) {
            synchronized (responses) {
                responses.onNext(response.build());
            }
        }

        /// Answers the next heartbeat: all results up to this number were heard. Returns when the
        /// worker must have heard that.
        void hear(long results) throws InterruptedException {
            echo(next(MessageCase.HEARTBEAT), results);
            for (WorkRequest beat = next(MessageCase.HEARTBEAT);
                    !beat.getHeartbeat().hasEchoHeardNanos();
                    beat = next(MessageCase.HEARTBEAT)) {}
        }

        private void echo(WorkRequest beat, long results) {
            WorkResponse.Builder response = WorkResponse.newBuilder();
            response.getHeartbeatEchoBuilder()
                    .setSentNanos(beat.getHeartbeat().getSentNanos())
                    .setHeardNanos(1)
                    .setResultsHeard(results);
            say(response);
        }

        void breakIt(Status status) {
            synchronized (responses) {
                responses.onError(status.asRuntimeException());
            }
        }

        void complete() {
            synchronized (responses) {
                responses.onCompleted();
            }
        }
    }
}
