package dev.manykitchens.coordinator.local;

import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolProvider;
import dev.manykitchens.core.pool.PoolSpec;

/// Opens pools of worker JVMs. Found by `ServiceLoader`.
public final class ProcessPoolProvider implements PoolProvider {

    /// For `ServiceLoader`.
    public ProcessPoolProvider() {}

    @Override
    public boolean provides(PoolSpec.Kind kind) {
        return kind instanceof PoolSpec.Kind.Processes;
    }

    @Override
    public Pool open(PoolSpec spec, PoolOptions options) {
        return switch (spec.kind()) {
            case PoolSpec.Kind.Processes kind -> ProcessPool.open(spec, kind, options);
            case PoolSpec.Kind.Sequential _,
                    PoolSpec.Kind.Cluster _,
                    PoolSpec.Kind.Threads _,
                    PoolSpec.Kind.Virtual _,
                    PoolSpec.Kind.ForkJoin _,
                    PoolSpec.Kind.Async _,
                    PoolSpec.Kind.Hybrid _,
                    PoolSpec.Kind.PythonThreads _,
                    PoolSpec.Kind.PythonProcesses _,
                    PoolSpec.Kind.PythonAsyncio _ ->
                    throw new IllegalStateException(
                            "the pool " + spec + " has no worker JVMs and is not opened here");
        };
    }
}
