package dev.manykitchens.coordinator.client;

import dev.manykitchens.proto.v1.BatchAccepted;
import dev.manykitchens.proto.v1.BatchFinished;
import dev.manykitchens.proto.v1.BatchKept;
import dev.manykitchens.proto.v1.ClientHello;
import dev.manykitchens.proto.v1.FollowBatchRequest;
import dev.manykitchens.proto.v1.FollowBatchResponse;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.SubmitResponse;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A coordinator whose every word is the test's, but for welcomes and pongs.
final class ScriptedCoordinator extends LoopbackCoordinator {

    /// The hellos of all streams.
    final BlockingQueue<ClientHello> hellos = new LinkedBlockingQueue<>();

    /// Those who follow, and what they asked for.
    final BlockingQueue<Follower> followers = new LinkedBlockingQueue<>();

    private volatile int comeBackMillis;
    private volatile Duration silence = Duration.ofSeconds(20);
    private volatile boolean stopped;

    /// The stream that was opened last.
    private volatile @Nullable StreamObserver<SubmitResponse> open;

    /// Somebody who follows a batch.
    record Follower(FollowBatchRequest request, StreamObserver<FollowBatchResponse> stream) {}

    /// @param comeBackMillis as its welcomes say
    ScriptedCoordinator(int comeBackMillis) throws IOException {
        this.comeBackMillis = comeBackMillis;
    }

    ClientHello nextHello() throws InterruptedException {
        return taken(hellos);
    }

    Follower nextFollower() throws InterruptedException {
        return taken(followers);
    }

    /// What later welcomes say.
    void setComeBackMillis(int millis) {
        comeBackMillis = millis;
    }

    /// What later welcomes say of the silence after which it is to be given up.
    void setSilence(Duration limit) {
        silence = limit;
    }

    /// From now on it takes what comes and says nothing but what the test says, as a process that
    /// is stopped and then woken.
    void stop() {
        stopped = true;
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
                    case PING -> {
                        if (!stopped) {
                            calls.onNext(pong(request));
                        }
                    }
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
                        welcome(silence)
                                .setSmallBatchBytes(4_096)
                                .setSmallBatchJobs(4_096)
                                .setComeBackMillis(comeBackMillis))
                .build();
    }
}
