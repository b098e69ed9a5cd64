package dev.manykitchens.coordinator.local;

import dev.manykitchens.coordinator.python.PythonWorkforce;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolProvider;
import dev.manykitchens.core.pool.PoolSpec;

import java.time.Duration;

/// Opens pools of Python. Found by `ServiceLoader`.
public final class PythonPoolProvider implements PoolProvider {

    /// Its threads and processes share one queue, so a chunk may wait there whatever its jobs take.
    private static final Duration ANY = Duration.ofDays(1);

    /// For `ServiceLoader`.
    public PythonPoolProvider() {}

    @Override
    public boolean provides(PoolSpec.Kind kind) {
        return kind.isPython();
    }

    @Override
    public Pool open(PoolSpec spec, PoolOptions options) {
        // Permits are given out in Python, so the dispatcher has none to give.
        DispatchOptions dispatch =
                DispatchOptions.DEFAULTS.withPrefetch(options.prefetch()).withPrefetchBelow(ANY);
        return ProcessPool.open(
                spec,
                options,
                dispatch,
                inbox -> PythonWorkforce.of(spec, dispatch, options.resources(), inbox));
    }
}
