package dev.manykitchens.report.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// One of several coordinators that keep one journal.
///
/// @param id empty: unknown
/// @param address `HOST:PORT`, where workers and clients reach it
/// @param replication `HOST:PORT`, where the other members reach it; empty: unknown
/// @param role leader, follower, newcomer or fresh; empty: unknown
/// @param applied how many entries of the log it has applied; empty: unknown
/// @param behind how many entries it lacks of the log of the one that leads; empty: unknown
/// @param silent for how long the leader has not heard of it; empty: unknown
/// @param absent why it did not answer; empty: it did
public record MemberRow(
        String id,
        String address,
        String replication,
        String role,
        OptionalLong applied,
        OptionalLong behind,
        Optional<Duration> silent,
        String absent) {}
