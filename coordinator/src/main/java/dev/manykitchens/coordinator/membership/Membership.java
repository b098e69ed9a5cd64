package dev.manykitchens.coordinator.membership;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The members, and how they are changed. Thread-safe; nothing here blocks. What fails does so with
/// an `IllegalStateException` whose message is one line for people.
public interface Membership {

    /// How this member sees all of them, in the order of their ids.
    CompletableFuture<List<MemberState>> members();

    /// Takes one in. Completes when a majority has decided so.
    CompletableFuture<Void> add(NewMember member);

    /// Lets one go. Completes when a majority has decided so.
    CompletableFuture<Void> remove(String id);

    /// Lets another one lead.
    ///
    /// @param to its id; empty: the one that has the most of the log
    CompletableFuture<Void> handOver(Optional<String> to);
}
