package dev.manykitchens.core.pool;

/// The convenient calls on a pool.
public interface PoolCalls {}
