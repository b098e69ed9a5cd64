package dev.manykitchens.cli.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.MemberState.Role;
import dev.manykitchens.coordinator.membership.NewMember;
import dev.manykitchens.replication.GroupConfiguration;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;

final class MembersTest {

    private static final MemberState FRESH = state("fresh", Role.FRESH, true, 0, -1);
    private static final MemberState OWN = state("own", Role.LEADER, true, 90, -1);

    private final ScriptedGroup group = new ScriptedGroup();
    private Optional<MemberState> before = Optional.empty();
    private Optional<GroupConfiguration> found = Optional.of(group);

    private final Members members = new Members(() -> before, () -> found);

    /// @param silent in ms; -1: not known
    private static MemberState state(
            String id, Role role, boolean answers, long applied, long silent) {
        return new MemberState(
                new Member(id, id + ":7070", id + ":7073"),
                role,
                answers,
                applied == 0 ? OptionalLong.empty() : OptionalLong.of(applied),
                OptionalLong.empty(),
                silent < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(silent)));
    }

    private static MemberState follower(String id, long applied, long silent) {
        return state(id, Role.FOLLOWER, false, applied, silent);
    }

    @Test
    void oneThatIsNewSaysSoUntilItTakesPart() {
        found = Optional.empty();
        before = Optional.of(FRESH);

        assertThat(members.members().join()).containsExactly(FRESH);
        assertThatThrownBy(() -> members.remove("b").join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage(
                        "the members are changed by the one that leads, this one has not found the others yet");
    }

    @Test
    void oneThatIsNotNewSaysNothingBeforeItKnowsItsGroup() {
        found = Optional.empty();
        assertThatThrownBy(() -> members.members().join())
                .hasRootCauseMessage("this member starts, ask again in a moment");

        found = Optional.of(group);
        group.takenIn = false;
        assertThatThrownBy(() -> members.members().join())
                .hasRootCauseMessage("this member starts, ask again in a moment");

        group.waits = true;
        group.members = List.of(OWN);
        assertThat(members.members().join()).containsExactly(OWN);
    }

    @Test
    void aNewMemberIsAddedOrTakesThePlaceOfAnother() {
        Member newcomer = new Member("n", "n:7070", "n:7073");

        members.add(new NewMember(newcomer, Optional.empty())).join();
        members.add(new NewMember(newcomer, Optional.of("lost"))).join();
        members.remove("gone").join();

        assertThat(group.asked).containsExactly("add n", "replace lost by n", "remove gone");
    }

    @Test
    void oneThatIsNeededIsNotRemoved() {
        group.members = List.of(OWN, follower("b", 90, 10), follower("c", 60, 9_000));

        assertThatThrownBy(() -> members.remove("b").join())
                .hasRootCauseMessage(
                        "a majority of the members that are left must be there, without b 1 of 2 would be, 2 are needed; start again or replace what is lost first: c at c:7070");
        assertThat(group.asked).isEmpty();

        members.remove("c").join();
        assertThat(group.asked).containsExactly("remove c");
    }

    @Test
    void oneOfTwoMayGoAndOneOfFiveWithTwoLostMayNot() {
        group.members = List.of(OWN, follower("b", 90, 10));
        members.remove("b").join();
        group.members =
                List.of(
                        OWN,
                        follower("b", 90, 10),
                        follower("c", 90, 10),
                        follower("d", 90, -1),
                        follower("e", 90, 2_000));

        assertThatThrownBy(() -> members.remove("c").join())
                .rootCause()
                .hasMessageContaining("without c 2 of 4 would be, 3 are needed")
                .hasMessageEndingWith("d at d:7070, e at e:7070");
        members.remove("d").join();
        assertThat(group.asked).containsExactly("remove b", "remove d");
    }

    @Test
    void whatTheGroupRefusesIsItsLine() {
        group.refusal = "the leader must be asked, member own is not";

        assertThatThrownBy(() -> members.remove("b").join())
                .hasCauseInstanceOf(IllegalStateException.class)
                .cause()
                .hasMessage("the leader must be asked, member own is not");
    }

    @Test
    void theOneWithMostOfTheLogLeadsNext() {
        group.members =
                List.of(OWN, follower("b", 70, 10), follower("c", 80, 900), follower("d", 0, 5));

        members.handOver(Optional.empty()).join();
        members.handOver(Optional.of("b")).join();

        assertThat(group.asked).containsExactly("hand over to c", "hand over to b");
    }

    @Test
    void ofTwoThatHaveTheSameTheOneThatWasHeardLast() {
        group.members = List.of(OWN, follower("b", 80, 300), follower("c", 80, 20));

        assertThat(members.mostOfTheLog()).contains("c");
    }

    @Test
    void oneThatIsSilentIsNotHandedOverTo() {
        group.members = List.of(OWN, follower("b", 90, 2_000), follower("c", 90, -1));

        assertThatThrownBy(() -> members.handOver(Optional.empty()).join())
                .hasRootCauseMessage("another member must be there to lead, none is");
        assertThat(group.asked).isEmpty();
    }
}
