package dev.manykitchens.coordinator.client;

import dev.manykitchens.proto.v1.BatchAccepted;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.SubmitResponse;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A coordinator that reads arguments as slowly as a thin line would bring them, and answers no
/// pings but the first few.
final class SlowCoordinator extends LoopbackCoordinator {

    private static final int PONGS = 5;

    final AtomicInteger streams = new AtomicInteger();
    private final Duration silence;
    private final Duration pause;
    private final boolean accepts;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("slow-coordinator").factory());

    /// @param silence after which its clients are to give it up
    /// @param pause after each message that it reads
    /// @param accepts whether there is room for batches
    SlowCoordinator(Duration silence, Duration pause, boolean accepts) throws IOException {
        this.silence = silence;
        this.pause = pause;
        this.accepts = accepts;
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
                    case HELLO ->
                            calls.onNext(
                                    SubmitResponse.newBuilder()
                                            .setWelcome(welcome(silence))
                                            .build());
                    case PING -> {
                        if (pongs++ < PONGS) {
                            calls.onNext(pong(request));
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

    private static SubmitResponse accepted(long batch) {
        return SubmitResponse.newBuilder()
                .setBatchAccepted(BatchAccepted.newBuilder().setBatch(batch))
                .build();
    }

    @Override
    public void close() {
        super.close();
        timer.shutdownNow();
    }
}
