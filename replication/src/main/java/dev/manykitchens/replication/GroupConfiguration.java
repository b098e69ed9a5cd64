package dev.manykitchens.replication;

import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;

import java.util.List;

/// Who belongs to a group, and how that is changed: what Raft calls its configuration. Thread-safe.
///
/// A change is decided by a majority of those who belong to it before, and of those who do
/// afterwards; one at a time.
public interface GroupConfiguration {

    /// Who belongs to the group, as far as this member knows; this one alone when it was not added
    /// to any.
    List<MemberState> members();

    /// Whether this member belongs to the group, as far as it knows: one that is to be added does
    /// not yet.
    boolean isTakenIn();

    /// Whether this member was started to be added to a group, now or once.
    boolean waitsToBeTakenIn();

    /// Adds a member, which was started with no founders. Returns when it has what the group has.
    /// Asked of the leader.
    ///
    /// @throws ReplicationException in one line when it could not be added
    void add(Member member) throws ReplicationException;

    /// Replaces a member whose disk is lost, or that never comes back, by another one, which was
    /// started with no founders: in one step, so that the group never needs the newcomer to go on.
    /// Returns when the newcomer has what the group has. Asked of the leader.
    ///
    /// @param lost the id of the one that goes
    /// @throws ReplicationException in one line when it could not be replaced
    void replace(String lost, Member by) throws ReplicationException;

    /// Removes a member. Asked of the leader, which cannot remove itself.
    ///
    /// @throws ReplicationException in one line when it could not be removed
    void remove(String id) throws ReplicationException;

    /// Lets another member lead, which must be up to date. Asked of the leader.
    ///
    /// @throws ReplicationException in one line when it did not take over; this one leads on then
    void handOver(String to) throws ReplicationException;
}
