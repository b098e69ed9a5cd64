package dev.manykitchens.coordinator.membership;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How one of the coordinators that keep a journal together sees another one, or itself.
///
/// @param answers whether it is the one that says all this
/// @param applied how many entries of the log it has applied, as far as it says so itself, or else
///   how many it has told another one that it has kept, which may be fewer; empty when that is not
///   known here
/// @param behind how many entries it lacks of the log of the one that leads; empty when that is not
///   known here: only who leads knows, and only of those that it has heard of
/// @param silent for how long nothing was heard of it; empty when that is not known here
public record MemberState(
        Member member,
        Role role,
        boolean answers,
        OptionalLong applied,
        OptionalLong behind,
        Optional<Duration> silent) {

    /// What a member does.
    public enum Role {
        /// Serves workers and clients.
        LEADER,
        /// Keeps what the leader keeps.
        FOLLOWER,
        /// Waits to be taken into a group that is there.
        NEWCOMER,
        /// Has a new directory, and does not know yet whether there is a group.
        FRESH
    }
}
