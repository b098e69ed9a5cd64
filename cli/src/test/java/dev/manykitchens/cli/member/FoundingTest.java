package dev.manykitchens.cli.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.MemberState.Role;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

final class FoundingTest {

    private static final String A = "a:7070";
    private static final String B = "b:7070";
    private static final String C = "c:7070";

    private static final MemberState OWN_STATE = member("id-a", A, Role.FRESH, true);
    private static final Member OWN = OWN_STATE.member();

    @Test
    void threeThatAreNewFoundAGroupWithTheSameFoundersAtEach() {
        MemberState b = member("id-b", B, Role.FRESH, true);
        MemberState c = member("id-c", C, Role.FRESH, true);

        assertThat(Founding.decide(OWN, List.of(C, B), Map.of(B, List.of(b), C, List.of(c))))
                .isEqualTo(new Founding.Found(List.of(OWN, b.member(), c.member())));
        assertThat(
                        Founding.decide(
                                c.member(),
                                List.of(A, B),
                                Map.of(B, List.of(b), A, List.of(OWN_STATE))))
                .isEqualTo(new Founding.Found(List.of(OWN, b.member(), c.member())));
    }

    @Test
    void oneThatDoesNotAnswerIsWaitedFor() {
        MemberState b = member("id-b", B, Role.FRESH, true);

        assertThat(Founding.decide(OWN, List.of(B, C), Map.of(B, List.of(b))))
                .isEqualTo(new Founding.Wait(List.of(C)));
    }

    @Test
    void whoWasCountedAmongTheFoundersFoundsThoughTheOthersHaveBegun() {
        List<MemberState> group =
                List.of(
                        member("id-a", A, Role.FOLLOWER, false),
                        member("id-b", B, Role.LEADER, true),
                        member("id-c", C, Role.FOLLOWER, false));

        assertThat(Founding.decide(OWN, List.of(B, C), Map.of(B, group)))
                .isEqualTo(new Founding.Found(group.stream().map(MemberState::member).toList()));
    }

    @Test
    void aDiskThatWasLostMakesANewcomerWhoseAddressSaysWhichMemberItWas() {
        MemberState lost = member("id-old", A, Role.FOLLOWER, false);
        List<MemberState> group =
                List.of(
                        lost,
                        member("id-b", B, Role.LEADER, true),
                        member("id-c", C, Role.FOLLOWER, false));

        // Whatever the third says or does not say: a group that is there is not founded again.
        assertThat(
                        Founding.decide(
                                OWN,
                                List.of(C, B),
                                Map.of(B, group, C, List.of(member("id-c2", C, Role.FRESH, true)))))
                .isEqualTo(new Founding.Newcomer(Optional.of(lost.member())));
    }

    @Test
    void oneWithAnAddressOfItsOwnIsANewcomerInNobodysPlace() {
        List<MemberState> group = List.of(member("id-b", B, Role.LEADER, true));

        assertThat(Founding.decide(OWN, List.of(B, C), Map.of(B, group)))
                .isEqualTo(new Founding.Newcomer(Optional.empty()));
    }

    @Test
    void oneThatWaitsToBeTakenInKnowsThatThereIsAGroup() {
        MemberState waits = member("id-b", B, Role.NEWCOMER, true);
        MemberState fresh = member("id-c", C, Role.FRESH, true);

        assertThat(
                        Founding.decide(
                                OWN, List.of(B, C), Map.of(B, List.of(waits), C, List.of(fresh))))
                .isEqualTo(new Founding.Newcomer(Optional.empty()));
    }

    private static MemberState member(String id, String address, Role role, boolean answers) {
        return new MemberState(
                new Member(id, address, address.replace("7070", "7073")),
                role,
                answers,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
