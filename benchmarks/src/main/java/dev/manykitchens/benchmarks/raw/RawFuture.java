package dev.manykitchens.benchmarks.raw;

import java.util.concurrent.CompletableFuture;

/// A job that is its own future.
final class RawFuture extends CompletableFuture<Long> implements RawJob {

    private final long number;

    RawFuture(long number) {
        this.number = number;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void squared(long square) {
        complete(square);
    }
}
