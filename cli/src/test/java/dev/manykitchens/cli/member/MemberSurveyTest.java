package dev.manykitchens.cli.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.member.SurveyedMember.Answer;
import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.MemberState.Role;
import dev.manykitchens.report.cluster.MemberRow;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

final class MemberSurveyTest {

    private static final String REFUSED = "Connection refused";

    private static MemberState state(
            String name, Role role, boolean answers, OptionalLong behind, Duration silent) {
        return new MemberState(
                new Member("m" + name, name + ":7070", name + ":7073"),
                role,
                answers,
                OptionalLong.of(90),
                behind,
                answers ? Optional.empty() : Optional.of(silent));
    }

    private static MemberState itself(String name, Role role) {
        return state(name, role, true, OptionalLong.empty(), Duration.ZERO);
    }

    /// As the one that leads sees another.
    private static MemberState seen(String name, long behind, Duration silent) {
        return state(
                name,
                Role.FOLLOWER,
                false,
                behind < 0 ? OptionalLong.empty() : OptionalLong.of(behind),
                silent);
    }

    private static MemberSurvey survey(
            Map<String, List<MemberState>> answers, Map<String, String> silent) {
        return MemberSurvey.of(new MemberPoll(answers, silent, Set.of()));
    }

    @Test
    void theOrderIsTheSameWhoeverIsNamedFirstAndWhoeverAnswers() {
        List<MemberState> leader =
                List.of(
                        itself("b", Role.LEADER),
                        seen("a", 0, Duration.ZERO),
                        seen("c", 3, Duration.ZERO));
        Map<String, List<MemberState>> backwards = new LinkedHashMap<>();
        backwards.put("c:7070", List.of(itself("c", Role.FOLLOWER)));
        backwards.put("b:7070", leader);

        MemberSurvey one = survey(backwards, Map.of("a:7070", REFUSED));
        MemberSurvey other = survey(Map.of("b:7070", leader), Map.of());

        assertThat(one.rows()).extracting(MemberRow::id).containsExactly("ma", "mb", "mc");
        assertThat(other.rows()).extracting(MemberRow::id).containsExactly("ma", "mb", "mc");
        assertThat(one.rows())
                .extracting(MemberRow::behind)
                .as("of one that does not answer nobody knows how far it is now")
                .containsExactly(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(3));
    }

    @Test
    void whereOthersSayThatOneLeadsWhoWasNotAskedItIsNamed() {
        MemberSurvey survey =
                survey(
                        Map.of(
                                "b:7070",
                                List.of(
                                        itself("b", Role.FOLLOWER),
                                        new MemberState(
                                                seen("a", 0, Duration.ZERO).member(),
                                                Role.LEADER,
                                                false,
                                                OptionalLong.empty(),
                                                OptionalLong.empty(),
                                                Optional.empty()))),
                        Map.of());

        assertThat(survey.leader()).isEmpty();
        assertThat(survey.unaskedLeader()).contains("a:7070");
        assertThat(survey.isBeforeItsFounding()).isFalse();
    }

    @Test
    void thoseWithoutAGroupAreBeforeItsFounding() {
        MemberSurvey survey =
                survey(
                        Map.of(
                                "a:7070", List.of(itself("a", Role.FRESH)),
                                "b:7070", List.of(itself("b", Role.FRESH))),
                        Map.of());

        assertThat(survey.isBeforeItsFounding()).isTrue();
        assertThat(survey.unaskedLeader()).isEmpty();
    }

    @Test
    void ofALostOneItSaysWhenItWasLastHeard() {
        MemberSurvey survey =
                survey(
                        Map.of(
                                "a:7070",
                                List.of(
                                        itself("a", Role.LEADER),
                                        seen("b", 7, Duration.ofSeconds(42)),
                                        seen("c", -1, Duration.ofMinutes(5)),
                                        seen("d", 0, Duration.ofMillis(200)))),
                        Map.of("b:7070", REFUSED, "c:7070", REFUSED, "d:7070", REFUSED));

        assertThat(survey.rows())
                .extracting(MemberRow::silent)
                .contains(Optional.of(Duration.ofSeconds(42)));
        assertThat(survey.rows())
                .extracting(MemberRow::absent)
                .containsExactly(
                        "",
                        REFUSED + ", last heard 42 s ago",
                        REFUSED + ", not heard by the one that leads",
                        REFUSED);
    }

    @Test
    void oneWhoseDiskWasLostIsListedBesideTheOneAtItsAddress() {
        MemberState newcomer =
                new MemberState(
                        new Member("new", "b:7070", "b:7073"),
                        Role.NEWCOMER,
                        true,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.empty());

        MemberSurvey survey =
                survey(
                        Map.of(
                                "a:7070",
                                List.of(
                                        itself("a", Role.LEADER),
                                        seen("b", 7, Duration.ofMinutes(3))),
                                "b:7070",
                                List.of(newcomer)),
                        Map.of());

        assertThat(survey.rows()).extracting(MemberRow::id).containsExactly("ma", "mb", "new");
        assertThat(survey.members().get(1).answer()).isEqualTo(Answer.MISSING);
        assertThat(survey.rows().get(1).absent())
                .isEqualTo("another one answers at its address, last heard 3 min ago");
    }

    @Test
    void whereNoneLeadsHowFarEachIsBehindIsUnknown() {
        MemberSurvey survey =
                survey(
                        Map.of(
                                "b:7070",
                                List.of(
                                        itself("b", Role.FOLLOWER),
                                        new MemberState(
                                                new Member("ma", "a:7070", "a:7073"),
                                                Role.FOLLOWER,
                                                false,
                                                OptionalLong.empty(),
                                                OptionalLong.empty(),
                                                Optional.empty()))),
                        Map.of("a:7070", REFUSED));

        assertThat(survey.leader()).isEmpty();
        assertThat(survey.rows()).extracting(MemberRow::absent).containsExactly(REFUSED, "");
        assertThat(survey.rows()).extracting(MemberRow::behind).containsOnly(OptionalLong.empty());
    }
}
