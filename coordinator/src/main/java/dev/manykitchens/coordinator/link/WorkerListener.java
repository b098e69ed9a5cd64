package dev.manykitchens.coordinator.link;

import java.util.Optional;

/// Hears what workers say. Called from the transport's threads, for one link in order; must not
/// block.
public interface WorkerListener {

    /// A worker said hello and was found good. It waits for its welcome.
    void joined(WorkerLink link, WorkerHello hello);

    /// A worker said something; acknowledge it when it was handled.
    ///
    /// @param heardNanos when it arrived, on this process's clock
    void said(WorkerLink link, WorkerMessage message, long heardNanos);

    /// A part of a long message came from a worker: it is alive, and can say nothing else before
    /// the rest has come.
    default void heard(WorkerLink link) {}

    /// The stream ended; nothing follows. Not called for streams that were refused.
    ///
    /// @param failure why, in words; empty when the worker ended it in order
    void ended(WorkerLink link, Optional<String> failure);

    /// The stream was ended at this end, because of what the worker said; nothing follows. It is
    /// not waited for: whoever breaks the protocol once does so again.
    ///
    /// @param why in words
    void expelled(WorkerLink link, String why);
}
