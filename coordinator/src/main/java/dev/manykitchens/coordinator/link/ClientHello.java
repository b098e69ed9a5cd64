package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.resource.ResourceSpec;

import java.time.Duration;
import java.util.Map;

/// Who a client says it is and what it wants, once its token and versions were found good.
///
/// @param host host name as the client knows it
/// @param pid process id on that host
/// @param workers how many workers run its jobs at most, and must be here; 0: any number, and one
/// @param patience how long it waits for them
/// @param resources the named resources that its jobs may use
/// @param needsNoWorker whether it only hands in what outlives it, and waits for no worker
/// @param session made at random by the client, the same on every stream that it opens; empty: it
///   never comes back
public record ClientHello(
        String host,
        long pid,
        int workers,
        Duration patience,
        Map<String, ResourceSpec> resources,
        boolean needsNoWorker,
        String session) {

    public ClientHello {
        resources = Map.copyOf(resources);
    }

    /// One of a client that needs workers.
    public ClientHello(
            String host,
            long pid,
            int workers,
            Duration patience,
            Map<String, ResourceSpec> resources,
            String session) {
        this(host, pid, workers, patience, resources, false, session);
    }

    /// One of a client that never comes back, either.
    public ClientHello(
            String host,
            long pid,
            int workers,
            Duration patience,
            Map<String, ResourceSpec> resources) {
        this(host, pid, workers, patience, resources, "");
    }
}
