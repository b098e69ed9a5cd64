package dev.manykitchens.cli.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.Member.Role;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

final class FoundingTest {

    private static final String A = "a:7070";
    private static final String B = "b:7070";
    private static final String C = "c:7070";

    private static final Member OWN = member("id-a", A, Role.FRESH, true);

    @Test
    void threeThatAreNewFoundAGroupWithTheSameFoundersAtEach() {
        Member b = member("id-b", B, Role.FRESH, true);
        Member c = member("id-c", C, Role.FRESH, true);

        assertThat(Founding.decide(OWN, List.of(C, B), Map.of(B, List.of(b), C, List.of(c))))
                .isEqualTo(new Founding.Found(List.of(OWN, b, c)));
        assertThat(Founding.decide(c, List.of(A, B), Map.of(B, List.of(b), A, List.of(OWN))))
                .isEqualTo(new Founding.Found(List.of(OWN, b, c)));
    }

    @Test
    void oneThatDoesNotAnswerIsWaitedFor() {
        Member b = member("id-b", B, Role.FRESH, true);

        assertThat(Founding.decide(OWN, List.of(B, C), Map.of(B, List.of(b))))
                .isEqualTo(new Founding.Wait(List.of(C)));
    }

    @Test
    void whoWasCountedAmongTheFoundersFoundsThoughTheOthersHaveBegun() {
        List<Member> group =
                List.of(
                        member("id-a", A, Role.FOLLOWER, false),
                        member("id-b", B, Role.LEADER, true),
                        member("id-c", C, Role.FOLLOWER, false));

        assertThat(Founding.decide(OWN, List.of(B, C), Map.of(B, group)))
                .isEqualTo(new Founding.Found(group));
    }

    @Test
    void aDiskThatWasLostMakesANewcomerWhoseAddressSaysWhichMemberItWas() {
        Member lost = member("id-old", A, Role.FOLLOWER, false);
        List<Member> group =
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
                .isEqualTo(new Founding.Newcomer(Optional.of(lost)));
    }

    @Test
    void oneWithAnAddressOfItsOwnIsANewcomerInNobodysPlace() {
        List<Member> group = List.of(member("id-b", B, Role.LEADER, true));

        assertThat(Founding.decide(OWN, List.of(B, C), Map.of(B, group)))
                .isEqualTo(new Founding.Newcomer(Optional.empty()));
    }

    @Test
    void oneThatWaitsToBeTakenInKnowsThatThereIsAGroup() {
        Member waits = member("id-b", B, Role.NEWCOMER, true);
        Member fresh = member("id-c", C, Role.FRESH, true);

        assertThat(
                        Founding.decide(
                                OWN, List.of(B, C), Map.of(B, List.of(waits), C, List.of(fresh))))
                .isEqualTo(new Founding.Newcomer(Optional.empty()));
    }

    private static Member member(String id, String address, Role role, boolean answers) {
        return new Member(
                id,
                address,
                address.replace("7070", "7073"),
                role,
                answers,
                OptionalLong.empty(),
                Optional.empty());
    }
}
