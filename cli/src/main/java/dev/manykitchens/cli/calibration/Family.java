package dev.manykitchens.cli.calibration;

import dev.manykitchens.core.pool.PoolSpec;

import java.util.Optional;

/// Pools on which dispatch costs alike, and the same code takes as long.
public enum Family {
    /// Inside one JVM.
    ONE_JVM,
    /// Worker JVMs.
    WORKER_JVMS;

    /// The family of a pool; empty for those that have no model: a cluster, and what runs in
    /// Python.
    public static Optional<Family> of(PoolSpec spec) {
        return switch (spec.kind()) {
            case PoolSpec.Kind.Sequential _,
                    PoolSpec.Kind.Threads _,
                    PoolSpec.Kind.Virtual _,
                    PoolSpec.Kind.ForkJoin _,
                    PoolSpec.Kind.Async _,
                    PoolSpec.Kind.Hybrid _ ->
                    Optional.of(ONE_JVM);
            case PoolSpec.Kind.Processes _ -> Optional.of(WORKER_JVMS);
            case PoolSpec.Kind.Cluster _,
                    PoolSpec.Kind.PythonThreads _,
                    PoolSpec.Kind.PythonProcesses _,
                    PoolSpec.Kind.PythonAsyncio _ ->
                    Optional.empty();
        };
    }

    @Override
    public String toString() {
        return switch (this) {
            case ONE_JVM -> "pools inside one JVM";
            case WORKER_JVMS -> "worker JVMs";
        };
    }
}
