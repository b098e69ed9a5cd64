package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.cluster.ClusterView;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/// Hears what clients say. Called from the transport's threads, for one link in sequence; must not
/// block.
public interface ClientListener {

    /// A client said hello and was found good. It waits for its welcome.
    void opened(ClientLink link, ClientHello hello);

    /// A client said something; acknowledge it when it was handled.
    ///
    /// @param heardNanos when it arrived, on this process's clock
    void said(ClientLink link, ClientMessage message, long heardNanos);

    /// A part of a batch or of a long message came from a client, the rest is on its way: it is
    /// alive.
    void heard(ClientLink link);

    /// A client has fallen behind, or takes more again: [ClientLink#isReady] tells, and after the
    /// last call tells rightly. May be called before it said hello, and when its stream has ended.
    void paceChanged(ClientLink link);

    /// The stream ended; nothing follows. Not called for streams that were refused.
    ///
    /// @param failure why, in words; empty when the client ended it in order
    void ended(ClientLink link, Optional<String> failure);

    /// How the cluster is now.
    CompletableFuture<ClusterView> view();

    /// Somebody wants a worker to finish and leave.
    CompletableFuture<DrainAnswer> drain(String worker);

    /// The batches that are kept or unfinished, in the order in which they came. When it fails with
    /// an [java.io.IOException], its message is one line for people.
    CompletableFuture<List<BatchSummary>> batches();

    /// Somebody wants to hear what became of a batch that is kept: tell it over the link, which
    /// waits for [FollowLink#told] or [FollowLink#refuse].
    void follow(FollowRequest request, FollowLink link);

    /// Somebody wants a batch cancelled, by its number here: how many jobs it had without an
    /// outcome; empty when there is no such batch.
    CompletableFuture<OptionalInt> cancel(long batch);
}
