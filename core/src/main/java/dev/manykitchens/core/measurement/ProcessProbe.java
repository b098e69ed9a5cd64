package dev.manykitchens.core.measurement;

import java.util.Collection;
import java.util.Optional;

/// Reads from outside what processes use. Reading takes a while, so it happens only between rounds.
@FunctionalInterface
public interface ProcessProbe {

    /// Knows nothing.
    ProcessProbe NONE = _ -> Optional.empty();

    /// What this JVM and those of the workers that run on this host used together; empty when it
    /// cannot be read.
    Optional<ProcessUsage> read(Collection<PoolWorker> workers);
}
