package dev.manykitchens.cli.scene;

import dev.manykitchens.core.pool.PoolSpec;

/// Which pool plays the part that a scene has written for another.
@FunctionalInterface
public interface Casting {

    /// As written.
    Casting AS_WRITTEN = written -> written;

    /// So many workers of a cluster for worker JVMs of one thread. Those with stoves stay: a
    /// cluster's workers have the stoves they were started with.
    Casting CLUSTER =
            written -> {
                if (!(written.kind() instanceof PoolSpec.Kind.Processes(int size, int threads))) {
                    return written;
                }
                boolean alike = threads == 1 && written.stoves().count().isEmpty();
                return alike ? PoolSpec.parse("cluster:" + size) : written;
            };

    /// The pool that plays.
    PoolSpec of(PoolSpec written);
}
