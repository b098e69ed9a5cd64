package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one with a new directory is to do: found a group with the others, or wait to be taken into
/// one that is there.
///
/// Who votes must remember its votes and what it has kept: a member whose disk was lost is another
/// one, with another id, and must never be taken for a founder again. So a group is founded only
/// when every member says that it is new, or by those whose ids it was founded with:
///
/// | the others say | then |
/// |---|---|
/// | all are new | it is founded, with the ids that all of them say |
/// | one belongs to a group that knows this id | this one was a founder and did not get so far: it founds |
/// | one belongs to a group that does not know it | it waits to be taken in |
/// | one does not answer, and no other decides | it asks again |
public sealed interface Founding {

    /// The group is founded, or was, with these.
    record Found(List<Member> founders) implements Founding {
        public Found {
            founders = List.copyOf(founders);
        }
    }

    /// There is a group, and it knows nothing of this one.
    ///
    /// @param lost the member of it that has this one's address, whose disk this one has not;
    ///   empty: none
    record Newcomer(Optional<Member> lost) implements Founding {}

    /// It must be asked again.
    ///
    /// @param missing those who did not answer
    record Wait(List<String> missing) implements Founding {
        public Wait {
            missing = List.copyOf(missing);
        }
    }

    /// Decides.
    ///
    /// @param own this one, with the id of its directory
    /// @param others where the others are
    /// @param answers what they say of the members, by their address; only who answered is in it
    static Founding decide(
            Member own, List<String> others, Map<String, List<MemberState>> answers) {
        List<Member> founders = new ArrayList<>(List.of(own));
        List<String> missing = new ArrayList<>();
        for (String other : others) {
            List<MemberState> said = answers.getOrDefault(other, List.of());
            Optional<MemberState> itself = said.stream().filter(MemberState::answers).findFirst();
            if (itself.isEmpty()) {
                missing.add(other);
                continue;
            }
            if (itself.get().role() != MemberState.Role.FRESH) {
                List<Member> group = said.stream().map(MemberState::member).toList();
                return group.stream().anyMatch(member -> member.id().equals(own.id()))
                        ? new Found(sorted(group))
                        : new Newcomer(
                                group.stream()
                                        .filter(member -> member.address().equals(own.address()))
                                        .findFirst());
            }
            founders.add(itself.get().member());
        }
        return missing.isEmpty() ? new Found(sorted(founders)) : new Wait(missing);
    }

    private static List<Member> sorted(List<Member> members) {
        return members.stream().sorted(Comparator.comparing(Member::id)).toList();
    }
}
