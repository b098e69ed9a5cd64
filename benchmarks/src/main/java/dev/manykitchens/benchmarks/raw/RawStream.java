package dev.manykitchens.benchmarks.raw;

import dev.manykitchens.benchmarks.raw.link.RawJobs;
import dev.manykitchens.benchmarks.raw.link.RawResults;

import io.grpc.stub.StreamObserver;

import java.util.function.Consumer;

/// The coordinator's end of one worker's stream. One thread at a time may send.
final class RawStream implements StreamObserver<RawResults> {

    private final StreamObserver<RawJobs> jobs;
    private volatile Consumer<RawResults> receiver = _ -> {};

    RawStream(StreamObserver<RawJobs> jobs) {
        this.jobs = jobs;
    }

    /// Hears the results from now on, on the event loop.
    void receiveWith(Consumer<RawResults> listener) {
        receiver = listener;
    }

    void send(RawJobs message) {
        jobs.onNext(message);
    }

    void end() {
        jobs.onCompleted();
    }

    @Override
    public void onNext(RawResults results) {
        receiver.accept(results);
    }

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {}
}
