package dev.manykitchens.benchmarks.real;

import dev.manykitchens.core.pool.PoolSpec;

/// How far simulations may be off, as parts of what was measured.
///
/// @param median of all pools of a kind
/// @param worst any of them
record Bounds(double median, double worst) {

    /// Of pools inside this JVM.
    static final Bounds HERE = new Bounds(0.05, 0.15);

    /// Of worker JVMs: the way there and back takes no time in the model.
    static final Bounds WORKERS = new Bounds(0.10, 0.25);

    /// Those of a pool.
    static Bounds of(PoolSpec pool) {
        return pool.leavesThisJvm() ? WORKERS : HERE;
    }
}
