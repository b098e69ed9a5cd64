package dev.manykitchens.core.pool;

/// Opens kinds of pool that this module does not know, found by `ServiceLoader`: worker JVMs need a
/// network, and this module has none.
public interface PoolProvider {

    /// Whether [#open] takes this kind.
    boolean provides(PoolSpec.Kind kind);

    /// Opens the pool and returns when it can take jobs.
    ///
    /// @throws IllegalStateException when it cannot be opened, in one line
    Pool open(PoolSpec spec, PoolOptions options);
}
