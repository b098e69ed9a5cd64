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
/// @param rows the members in the order in which they were named, then those that only the others
///   know
/// @param leader who says that it leads; empty: nobody
public record MemberSurvey(List<MemberRow> rows, Optional<String> leader) {

    /// Why a member did not answer that only the others know.
    public static final String NOT_ASKED = "was not asked";

    public MemberSurvey {
        rows = List.copyOf(rows);
    }

    /// Asks each of them.
    ///
    /// @throws IllegalArgumentException in one line when address, token or certificates cannot be
    ///   used
    public static MemberSurvey of(CoordinatorAddress all) {
        MemberPoll poll =
                MemberPoll.of(List.of(all.endpoint().split(",", -1)), each -> operator(all, each));
        return of(poll.answers(), poll.silent());
    }

    /// Who asks one of them.
    ///
    /// @throws IllegalArgumentException in one line when address, token or certificates cannot be
    ///   used
    public static ClusterOperator operator(CoordinatorAddress all, String one) {
        return ClusterOperator.of(new CoordinatorAddress(one, all.token(), all.certificates()));
    }

    /// Puts together what was said.
    ///
    /// @param answers by whom, the members as each sees them
    /// @param silent by whom, why there was no answer
    static MemberSurvey of(Map<String, List<MemberState>> answers, Map<String, String> silent) {
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
        Map<String, MemberRow> rows = new LinkedHashMap<>();
        answers.forEach((endpoint, said) -> {
            Optional<MemberState> itself = said.stream().filter(MemberState::answers).findFirst();
            itself.ifPresent(member ->
                    rows.put(
                            endpoint,
                            row(
                                    member,
                                    known.stream()
                                            .filter(its ->
                                                    its.member().id().equals(member.member().id()))
                                            .findFirst(),
                                    "")));
        });
        silent.forEach((endpoint, why) ->
                rows.put(
                        endpoint,
                        known.stream()
                                .filter(member -> member.member().address().equals(endpoint))
                                .findFirst()
                                .map(member -> row(member, Optional.of(member), why))
                                .orElse(unknown(endpoint, why))));
        for (MemberState member : known) {
            boolean there =
                    rows.values().stream().anyMatch(row -> row.id().equals(member.member().id()));
            if (!there) {
                rows.putIfAbsent(
                        member.member().address(), row(member, Optional.of(member), NOT_ASKED));
            }
        }
        return new MemberSurvey(new ArrayList<>(rows.values()), leads.map(Map.Entry::getKey));
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
