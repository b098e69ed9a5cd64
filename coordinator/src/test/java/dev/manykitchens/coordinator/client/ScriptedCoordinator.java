package dev.manykitchens.coordinator.client;

import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;
import dev.manykitchens.proto.v1.BatchAccepted;
import dev.manykitchens.proto.v1.BatchFinished;
import dev.manykitchens.proto.v1.BatchKept;
import dev.manykitchens.proto.v1.ClientHello;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.ClientWelcome;
import dev.manykitchens.proto.v1.FollowBatchRequest;
import dev.manykitchens.proto.v1.FollowBatchResponse;
import dev.manykitchens.proto.v1.Pong;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.SubmitResponse;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A coordinator whose every word is the test's, but for welcomes and pongs.
final class ScriptedCoordinator extends ClientServiceGrpc.ClientServiceImplBase
        implements AutoCloseable {

    /// The hellos of all streams.
    final BlockingQueue<ClientHello> hellos = new LinkedBlockingQueue<>();

    /// Those who follow, and what they asked for.
    final BlockingQueue<Follower> followers = new LinkedBlockingQueue<>();

    private final BlockingQueue<SubmitRequest> came = new LinkedBlockingQueue<>();
    private final Server server;

    private volatile int comeBackMillis;

    /// The stream that was opened last.
    private volatile @Nullable StreamObserver<SubmitResponse> open;

    /// Somebody who follows a batch.
    record Follower(FollowBatchRequest request, StreamObserver<FollowBatchResponse> stream) {}

    /// @param comeBackMillis as its welcomes say
    ScriptedCoordinator(int comeBackMillis) throws IOException {
        this.comeBackMillis = comeBackMillis;
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

    /// The next message but hellos and pings, on whatever stream.
    SubmitRequest next() throws InterruptedException {
        return taken(came);
    }

    ClientHello nextHello() throws InterruptedException {
        return taken(hellos);
    }

    Follower nextFollower() throws InterruptedException {
        return taken(followers);
    }

    private static <T> T taken(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    /// What later welcomes say.
    void setComeBackMillis(int millis) {
        comeBackMillis = millis;
    }

    void accept(long batch, long number, boolean resumed) {
        say(
                SubmitResponse.newBuilder()
                        .setBatchAccepted(
                                BatchAccepted.newBuilder()
                                        .setBatch(batch)
                                        .setNumber(number)
                                        .setResumed(resumed)));
    }

    void keep(long batch, long number) {
        say(
                SubmitResponse.newBuilder()
                        .setBatchKept(BatchKept.newBuilder().setBatch(batch).setNumber(number)));
    }

    void finish(long batch) {
        say(
                SubmitResponse.newBuilder()
                        .setBatchFinished(BatchFinished.newBuilder().setBatch(batch)));
    }

    void say(SubmitResponse.Builder response) {
        Objects.requireNonNull(open).onNext(response.build());
    }

    /// Breaks the stream that is open.
    void breakStream() {
        Objects.requireNonNull(open)
                .onError(
                        Status.UNAVAILABLE.withDescription("cut by the test").asRuntimeException());
    }

    @Override
    public StreamObserver<SubmitRequest> submit(StreamObserver<SubmitResponse> responses) {
        var calls = (ServerCallStreamObserver<SubmitResponse>) responses;
        calls.setOnCancelHandler(() -> {});
        open = calls;
        return new StreamObserver<>() {

            @Override
            public void onNext(SubmitRequest request) {
                switch (request.getMessageCase()) {
                    case HELLO -> {
                        hellos.add(request.getHello());
                        calls.onNext(welcome());
                    }
                    case PING ->
                            calls.onNext(
                                    SubmitResponse.newBuilder()
                                            .setPong(
                                                    Pong.newBuilder()
                                                            .setSentNanos(
                                                                    request.getPing()
                                                                            .getSentNanos()))
                                            .build());
                    case BATCH_START, BATCH_ARGUMENTS, BATCH_CANCEL, BATCH_TAKEN, MESSAGE_NOT_SET ->
                            came.add(request);
                }
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onCompleted() {
                calls.onCompleted();
            }
        };
    }

    @Override
    public void followBatch(
            FollowBatchRequest request, StreamObserver<FollowBatchResponse> responses) {
        ((ServerCallStreamObserver<FollowBatchResponse>) responses).setOnCancelHandler(() -> {});
        followers.add(new Follower(request, responses));
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
                                .setSilenceLimitMillis(20_000)
                                .setSmallBatchBytes(4_096)
                                .setSmallBatchJobs(4_096)
                                .setComeBackMillis(comeBackMillis))
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
