package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.membership.MemberState;

import java.time.Duration;
import java.util.List;

/// How many of the coordinators that keep one journal must be there, and how many are, as the one
/// that leads sees them.
///
/// @param members how many they are
/// @param there how many of them were heard a moment ago
public record Majority(int members, int there) {

    /// Who was not heard of for so long is not there: longer than an election takes.
    static final Duration SILENCE = Duration.ofSeconds(2);

    /// That of these.
    public static Majority of(List<MemberState> members) {
        return new Majority(
                members.size(),
                Math.toIntExact(members.stream().filter(Majority::isThere).count()));
    }

    /// Whether a member is there.
    static boolean isThere(MemberState member) {
        return member.answers()
                || member.silent().filter(silent -> silent.compareTo(SILENCE) < 0).isPresent();
    }

    /// How many must be there.
    public int needed() {
        return members / 2 + 1;
    }

    /// Whether enough are there.
    public boolean holds() {
        return there >= needed();
    }

    /// Whether each that is there is needed, so that the loss of any of them stops the cluster.
    public boolean bearsNoLoss() {
        return there <= needed();
    }
}
