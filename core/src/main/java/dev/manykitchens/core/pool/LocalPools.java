package dev.manykitchens.core.pool;

/// Opens the pools inside this JVM.
final class LocalPools {

    private LocalPools() {}

    static Pool open(PoolSpec spec, PoolOptions options) {
        if (options.prefetch() < 0) {
            throw new IllegalArgumentException(spec.toString());
        }
        throw new IllegalStateException("the pool " + spec + " cannot be opened");
    }
}
