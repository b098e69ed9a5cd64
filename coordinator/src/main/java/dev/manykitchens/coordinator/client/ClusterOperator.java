package dev.manykitchens.coordinator.client;

import dev.manykitchens.coordinator.client.link.OperatorCalls;
import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.NewMember;
import dev.manykitchens.coordinator.membership.NoMembersException;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.proto.link.Dial;

import java.util.List;
import java.util.Optional;

/// Looks at a running cluster and operates it. Thread-safe. Every call waits for an answer, up to a
/// few seconds, and throws an `IllegalStateException` with one line when there is none.
public final class ClusterOperator implements AutoCloseable {

    private final OperatorCalls calls;

    private ClusterOperator(OperatorCalls calls) {
        this.calls = calls;
    }

    /// An operator. Nothing is connected before the first call.
    ///
    /// @throws IllegalArgumentException when a file of a certificate cannot be used
    public static ClusterOperator of(Dial dial) {
        return new ClusterOperator(OperatorCalls.open(dial));
    }

    /// The same at an address.
    ///
    /// @throws IllegalArgumentException when address, token or files of certificates cannot be used
    public static ClusterOperator of(CoordinatorAddress address) {
        return of(ClientDial.to(address));
    }

    /// How the cluster is now.
    public ClusterView status() {
        return calls.status();
    }

    /// Asks a worker to finish what it has and leave.
    public void drain(String worker) {
        calls.drain(worker);
    }

    /// Cancels a batch, by its number in the status.
    ///
    /// @return how many of its jobs had no outcome
    public int cancel(long batch) {
        return calls.cancel(batch);
    }

    /// The batches that are kept or unfinished, in the order in which they came; the newest, when
    /// there are very many.
    public List<BatchSummary> batches() {
        return calls.batches();
    }

    /// How the coordinator that answers sees the members of which it is one.
    ///
    /// @throws NoMembersException when it is one alone
    /// @throws IllegalArgumentException in one line when its answer cannot be decoded
    public List<MemberState> members() {
        return calls.members();
    }

    /// Takes a member in.
    public void add(NewMember member) {
        calls.add(member);
    }

    /// Lets a member go, by its id.
    public void remove(String id) {
        calls.remove(id);
    }

    /// Lets another member lead.
    ///
    /// @param to its id; empty: the one that has the most of the log
    public void handOver(Optional<String> to) {
        calls.handOver(to);
    }

    @Override
    public void close() {
        calls.close();
    }
}
