package dev.manykitchens.coordinator.client;

import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;
import dev.manykitchens.proto.v1.BatchAccepted;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.ClientWelcome;
import dev.manykitchens.proto.v1.Pong;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.SubmitResponse;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A coordinator that reads arguments as slowly as a thin line would bring them, and answers no
/// pings but the first few.
final class SlowCoordinator extends ClientServiceGrpc.ClientServiceImplBase
        implements AutoCloseable {

    private static final int PONGS = 5;

    /// What came but hellos and pings.
    final BlockingQueue<SubmitRequest> came = new LinkedBlockingQueue<>();

    final AtomicInteger streams = new AtomicInteger();
    private final Duration silence;
    private final Duration pause;
    private final boolean accepts;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("slow-coordinator").factory());
    private final Server server;

    /// @param silence after which its clients are to give it up
    /// @param pause after each message that it reads
    /// @param accepts whether there is room for batches
    SlowCoordinator(Duration silence, Duration pause, boolean accepts) throws IOException {
        this.silence = silence;
        this.pause = pause;
        this.accepts = accepts;
        this.server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(this)
                        .build()
                        .start();
    }

    Dial dial() {
        return new Dial(
                new Endpoint("127.0.0.1", server.getPort()),
                new Token(Role.CLIENT, Token.newSecret(), new Trust.Nobody()),
                TlsFiles.NONE);
    }

    SubmitRequest next() throws InterruptedException {
        SubmitRequest next = came.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    @Override
    public StreamObserver<SubmitRequest> submit(StreamObserver<SubmitResponse> responses) {
        streams.incrementAndGet();
        var calls = (ServerCallStreamObserver<SubmitResponse>) responses;
        calls.disableAutoRequest();
        calls.setOnCancelHandler(() -> {});
        calls.request(1);
        return new StreamObserver<>() {

            private int pongs;

            @Override
            public void onNext(SubmitRequest request) {
                switch (request.getMessageCase()) {
                    case HELLO -> calls.onNext(welcome());
                    case PING -> {
                        if (pongs++ < PONGS) {
                            calls.onNext(pong(request.getPing().getSentNanos()));
                        }
                    }
                    case BATCH_START -> {
                        came.add(request);
                        if (accepts) {
                            calls.onNext(accepted(request.getBatchStart().getBatch()));
                        }
                    }
                    case BATCH_ARGUMENTS, BATCH_CANCEL, BATCH_TAKEN, MESSAGE_NOT_SET ->
                            came.add(request);
                }
                var _ =
                        timer.schedule(
                                () -> calls.request(1),
                                request.hasBatchArguments() ? pause.toNanos() : 0,
                                TimeUnit.NANOSECONDS);
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onCompleted() {
                calls.onCompleted();
            }
        };
    }

    private SubmitResponse welcome() {
        return SubmitResponse.newBuilder()
                .setWelcome(
                        ClientWelcome.newBuilder()
                                .setClient(1)
                                .setWorkers(1)
                                .setSlots(1)
                                .setMostBatches(10)
                                .setPingIntervalMillis(100)
                                .setSilenceLimitMillis(Math.toIntExact(silence.toMillis())))
                .build();
    }

    private static SubmitResponse pong(long sentNanos) {
        return SubmitResponse.newBuilder()
                .setPong(Pong.newBuilder().setSentNanos(sentNanos))
                .build();
    }

    private static SubmitResponse accepted(long batch) {
        return SubmitResponse.newBuilder()
                .setBatchAccepted(BatchAccepted.newBuilder().setBatch(batch))
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
        timer.shutdownNow();
    }
}
