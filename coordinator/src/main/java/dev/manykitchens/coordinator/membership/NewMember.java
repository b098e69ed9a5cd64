package dev.manykitchens.coordinator.membership;

import java.util.Optional;

/// Who is to be taken in.
///
/// @param id as it says itself when it starts
/// @param address `HOST:PORT`, where workers and clients will reach it
/// @param replication `HOST:PORT`, where the other members reach it
/// @param replaces the member whose place it takes, in the same step; empty: there is one more
public record NewMember(String id, String address, String replication, Optional<String> replaces) {}
