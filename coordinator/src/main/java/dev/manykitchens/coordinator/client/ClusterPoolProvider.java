package dev.manykitchens.coordinator.client;

import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolProvider;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.proto.link.Dial;

import java.time.Duration;

/// Opens pools of a coordinator's workers. Found by `ServiceLoader`.
public final class ClusterPoolProvider implements PoolProvider {

    /// So long a pool waits for its coordinator and its workers.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /// For `ServiceLoader`.
    public ClusterPoolProvider() {}

    @Override
    public boolean provides(PoolSpec.Kind kind) {
        return kind instanceof PoolSpec.Kind.Cluster;
    }

    @Override
    public Pool open(PoolSpec spec, PoolOptions options) {
        if (!(spec.kind() instanceof PoolSpec.Kind.Cluster kind)) {
            throw new IllegalStateException("the pool " + spec + " is not opened here");
        }
        Dial dial;
        try {
            CoordinatorAddress address =
                    options.coordinator()
                            .orElseGet(() -> ClientDial.ofEnvironment(System.getenv()));
            dial = ClientDial.to(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
        return ClusterPool.open(spec, kind, options, dial, PATIENCE);
    }
}
