package dev.manykitchens.core.resource;

import java.util.concurrent.CompletableFuture;

/// Where jobs ask for permits of named resources: those of this process, or those that a
/// coordinator holds. Thread-safe.
public interface ResourceDesk {

    /// Asks for one permit. The future completes when the permit is granted, on the thread that
    /// gave one back: what hangs on it must not block. Cancelling the future takes the request
    /// back; when cancelling comes too late (`cancel` gives false), the permit is there and must be
    /// released.
    ///
    /// @return fails with [ResourceRefusedException] when there is no such resource or too many
    ///   wait for it
    CompletableFuture<ResourcePermit> request(String name);
}
