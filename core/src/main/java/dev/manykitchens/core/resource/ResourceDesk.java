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
    /// @param user who asks
    /// @return fails with [ResourceRefusedException] when there is no such resource, too many wait
    ///   for it, or whoever asks would wait for ever
    CompletableFuture<ResourcePermit> request(String name, PermitUser user);

    /// The same for nobody in particular.
    default CompletableFuture<ResourcePermit> request(String name) {
        return request(name, PermitUser.UNKNOWN);
    }
}
