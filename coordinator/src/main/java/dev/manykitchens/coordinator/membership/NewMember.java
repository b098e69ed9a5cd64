package dev.manykitchens.coordinator.membership;

import java.util.Optional;

/// Who is to be taken in.
///
/// @param member as it says itself when it starts
/// @param replaces the member whose place it takes, in the same step; empty: there is one more
public record NewMember(Member member, Optional<String> replaces) {}
