package dev.manykitchens.benchmarks.raw;

import dev.manykitchens.benchmarks.raw.link.RawJobs;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// One job a message, one at a time, the workers in turn. For one thread.
public final class RawCalls {

    private final List<RawStream> streams;
    private volatile CompletableFuture<Long> answer = new CompletableFuture<>();
    private int next;

    /// Calls the workers of a coordinator.
    public RawCalls(RawCoordinator coordinator) {
        streams = coordinator.streams();
        streams.forEach(
                stream -> stream.receiveWith(results -> answer.complete(results.getSquares(0))));
    }

    /// The square of a number, when it is there.
    public long square(long number) {
        CompletableFuture<Long> mine = new CompletableFuture<>();
        answer = mine;
        streams.get(next++ % streams.size()).send(RawJobs.newBuilder().addNumbers(number).build());
        return mine.join();
    }
}
