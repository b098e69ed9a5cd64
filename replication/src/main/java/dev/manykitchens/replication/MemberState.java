package dev.manykitchens.replication;

import java.time.Duration;
import java.util.Optional;

/// What a member knows of another one, or of itself.
///
/// @param leads whether it is the leader, as far as is known
/// @param here whether it is the one that was asked
/// @param committed the place in the log up to which it is known to have what the group agreed on;
///   -1: nothing, or nothing is known
/// @param behind how many entries of the log it lacks, as far as is known
/// @param silent how long it has said nothing; empty: only the leader knows
public record MemberState(
        Member member,
        boolean leads,
        boolean here,
        long committed,
        long behind,
        Optional<Duration> silent) {}
