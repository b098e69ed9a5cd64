package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.report.cluster.MemberRow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What each of several coordinators says of itself, and what the one that leads says of those that
/// say nothing.
///
/// @param members in the order of their addresses, whoever was asked, and in whatever order
/// @param leader who says that it leads; empty: nobody
public record MemberSurvey(List<SurveyedMember> members, Optional<String> leader) {

    /// Whoever follows answers several times a second.
    private static final Duration WORTH_A_WORD = Duration.ofSeconds(2);

    private static final Duration MANY_MINUTES = Duration.ofHours(2);
    private static final Duration MANY_SECONDS = Duration.ofMinutes(2);

    /// One whose disk was lost and the one in its place have the same.
    private static final Comparator<SurveyedMember> BY_ADDRESS =
            Comparator.comparing((SurveyedMember member) -> member.row().address())
                    .thenComparing(member -> member.row().id());

    public MemberSurvey {
        members = members.stream().sorted(BY_ADDRESS).toList();
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

    /// Where the one is that leads, as others say, when nobody asked it; empty: no such one.
    public Optional<String> unaskedLeader() {
        return members.stream()
                .filter(member -> member.answer() == SurveyedMember.Answer.NOT_ASKED)
                .filter(member -> member.role().equals(Optional.of(MemberState.Role.LEADER)))
                .map(member -> member.row().address())
                .findFirst();
    }

    /// Whether those who answer have no group yet.
    public boolean isBeforeItsFounding() {
        List<SurveyedMember> answering =
                members.stream()
                        .filter(member -> member.answer() == SurveyedMember.Answer.GIVEN)
                        .toList();
        return !answering.isEmpty()
                && answering.stream()
                        .allMatch(member ->
                                member.role().equals(Optional.of(MemberState.Role.FRESH)));
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
        List<SurveyedMember> members = new ArrayList<>();
        for (List<MemberState> said : answers.values()) {
            said.stream()
                    .filter(MemberState::answers)
                    .findFirst()
                    .ifPresent(itself -> members.add(answered(itself, known)));
        }
        poll.silent()
                .forEach((endpoint, why) ->
                        members.add(
                                heardOf(
                                        endpoint,
                                        known,
                                        why,
                                        poll.alone().contains(endpoint)
                                                ? SurveyedMember.Answer.ALONE
                                                : SurveyedMember.Answer.MISSING)));
        for (MemberState member : known) {
            if (members.stream().noneMatch(each -> each.row().id().equals(member.member().id()))) {
                members.add(notAsked(member, members));
            }
        }
        return new MemberSurvey(members, leads.map(Map.Entry::getKey));
    }

    /// One that says of itself what it does; how far it is behind knows the one that leads.
    private static SurveyedMember answered(MemberState itself, List<MemberState> known) {
        return new SurveyedMember(
                row(
                        itself,
                        known.stream()
                                .filter(its -> its.member().id().equals(itself.member().id()))
                                .findFirst(),
                        ""),
                Optional.of(itself.role()),
                SurveyedMember.Answer.GIVEN);
    }

    /// What the others say of one that does not say it itself.
    private static SurveyedMember heardOf(
            String address, List<MemberState> known, String why, SurveyedMember.Answer answer) {
        Optional<MemberState> found =
                known.stream()
                        .filter(member -> member.member().address().equals(address))
                        .findFirst();
        return new SurveyedMember(
                // How far it is behind was so when it was heard last.
                found.map(member ->
                                row(
                                        member,
                                        OptionalLong.empty(),
                                        member.silent(),
                                        why + lastHeard(member)))
                        .orElse(unknown(address, why)),
                found.map(MemberState::role),
                answer);
    }

    /// One that only the others know: nobody named it, or another one answers at its address.
    private static SurveyedMember notAsked(MemberState member, List<SurveyedMember> members) {
        boolean another =
                members.stream()
                        .anyMatch(each -> each.row().address().equals(member.member().address()));
        String why = another ? "another one answers at its address" : "was not asked";
        return new SurveyedMember(
                row(member, Optional.of(member), why + lastHeard(member)),
                Optional.of(member.role()),
                another ? SurveyedMember.Answer.MISSING : SurveyedMember.Answer.NOT_ASKED);
    }

    /// When the one that leads heard of another last, as far as that is worth a word.
    private static String lastHeard(MemberState member) {
        return member.silent()
                .filter(silent -> silent.compareTo(WORTH_A_WORD) >= 0)
                .map(silent ->
                        member.behind().isPresent()
                                ? ", last heard %s ago".formatted(ago(silent))
                                : ", not heard by the one that leads")
                .orElse("");
    }

    private static String ago(Duration silent) {
        return silent.compareTo(MANY_MINUTES) >= 0
                ? silent.toHours() + " h"
                : silent.compareTo(MANY_SECONDS) >= 0
                        ? silent.toMinutes() + " min"
                        : silent.toSeconds() + " s";
    }

    /// @param seen it, by the one that leads; empty: not by that
    private static MemberRow row(MemberState member, Optional<MemberState> seen, String absent) {
        return row(
                member,
                seen.map(MemberState::behind).orElse(OptionalLong.empty()),
                seen.flatMap(MemberState::silent),
                absent);
    }

    private static MemberRow row(
            MemberState member, OptionalLong behind, Optional<Duration> silent, String absent) {
        return new MemberRow(
                member.member().id(),
                member.member().address(),
                member.member().replication(),
                member.role().name().toLowerCase(Locale.ROOT),
                member.applied(),
                behind,
                silent,
                absent);
    }

    private static MemberRow unknown(String endpoint, String why) {
        return new MemberRow(
                "",
                endpoint,
                "",
                "",
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                why);
    }
}
