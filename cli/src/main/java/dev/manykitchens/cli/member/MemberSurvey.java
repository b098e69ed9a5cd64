package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.report.cluster.MemberRow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What each of several coordinators says of itself, and what the one that leads says of those that
/// say nothing.
///
/// @param members in the order in which they were named, then those that only the others know
/// @param leader who says that it leads; empty: nobody
public record MemberSurvey(List<SurveyedMember> members, Optional<String> leader) {

    public MemberSurvey {
        members = List.copyOf(members);
    }

    /// What people are shown of them.
    public List<MemberRow> rows() {
        return members.stream().map(SurveyedMember::row).toList();
    }

    /// Asks each of them.
    ///
    /// @throws IllegalArgumentException in one line when address, token or certificates cannot be
    ///   used
    public static MemberSurvey of(CoordinatorAddress all) {
        MemberPoll poll =
                MemberPoll.of(List.of(all.endpoint().split(",", -1)), each -> operator(all, each));
        return of(poll);
    }

    /// Who asks one of them.
    ///
    /// @throws IllegalArgumentException in one line when address, token or certificates cannot be
    ///   used
    public static ClusterOperator operator(CoordinatorAddress all, String one) {
        return ClusterOperator.of(new CoordinatorAddress(one, all.token(), all.certificates()));
    }

    /// Puts together what was said.
    static MemberSurvey of(MemberPoll poll) {
        Map<String, List<MemberState>> answers = poll.answers();
        Optional<Map.Entry<String, List<MemberState>>> leads =
                answers.entrySet().stream()
                        .filter(answer ->
                                answer.getValue().stream()
                                        .anyMatch(member ->
                                                member.answers()
                                                        && member.role()
                                                                == MemberState.Role.LEADER))
                        .findFirst();
        // Whoever leads knows most of the others; without one, what anybody says is better than
        // nothing.
        List<MemberState> known =
                leads.or(() -> answers.entrySet().stream().findFirst())
                        .map(Map.Entry::getValue)
                        .orElse(List.of());
        Map<String, SurveyedMember> rows = new LinkedHashMap<>();
        answers.forEach((endpoint, said) -> {
            Optional<MemberState> itself = said.stream().filter(MemberState::answers).findFirst();
            itself.ifPresent(member ->
                    rows.put(
                            endpoint,
                            new SurveyedMember(
                                    row(
                                            member,
                                            known.stream()
                                                    .filter(its ->
                                                            its.member()
                                                                    .id()
                                                                    .equals(member.member().id()))
                                                    .findFirst(),
                                            ""),
                                    Optional.of(member.role()),
                                    SurveyedMember.Answer.GIVEN)));
        });
        poll.silent()
                .forEach((endpoint, why) ->
                        rows.put(
                                endpoint,
                                heardOf(
                                        endpoint,
                                        known,
                                        why,
                                        poll.alone().contains(endpoint)
                                                ? SurveyedMember.Answer.ALONE
                                                : SurveyedMember.Answer.MISSING)));
        for (MemberState member : known) {
            boolean there =
                    rows.values().stream()
                            .anyMatch(each -> each.row().id().equals(member.member().id()));
            if (!there) {
                String address = member.member().address();
                rows.putIfAbsent(
                        address,
                        heardOf(address, known, "was not asked", SurveyedMember.Answer.NOT_ASKED));
            }
        }
        return new MemberSurvey(new ArrayList<>(rows.values()), leads.map(Map.Entry::getKey));
    }

    /// What the others say of one that does not say it itself.
    private static SurveyedMember heardOf(
            String address, List<MemberState> known, String why, SurveyedMember.Answer answer) {
        Optional<MemberState> found =
                known.stream()
                        .filter(member -> member.member().address().equals(address))
                        .findFirst();
        return new SurveyedMember(
                found.map(member -> row(member, Optional.of(member), why))
                        .orElse(unknown(address, why)),
                found.map(MemberState::role),
                answer);
    }

    private static MemberRow row(MemberState member, Optional<MemberState> seen, String absent) {
        return new MemberRow(
                member.member().id(),
                member.member().address(),
                member.member().replication(),
                member.role().name().toLowerCase(Locale.ROOT),
                member.applied(),
                seen.flatMap(MemberState::silent),
                absent);
    }

    private static MemberRow unknown(String endpoint, String why) {
        return new MemberRow("", endpoint, "", "", OptionalLong.empty(), Optional.empty(), why);
    }
}
