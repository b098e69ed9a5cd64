package dev.manykitchens.cli.drill;

import dev.manykitchens.cli.member.MemberSurvey;
import dev.manykitchens.cli.member.SurveyedMember;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.report.cluster.MemberRow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// A cluster as a test says it looks: one look after the other, and the last one for ever.
final class ScriptedProbe implements ClusterProbe {

    private final Deque<MemberSurvey> surveys = new ArrayDeque<>();
    private Optional<ClusterView> view = Optional.of(view(4, 6));
    private volatile boolean anotherLeads = true;
    private volatile boolean watchEnded;

    /// Who was watched, as it was typed.
    final List<String> watched = new ArrayList<>();

    ScriptedProbe(MemberSurvey... surveys) {
        this.surveys.addAll(Arrays.asList(surveys));
    }

    /// What the next look shows, and those after it.
    ScriptedProbe then(MemberSurvey survey) {
        surveys.add(survey);
        return this;
    }

    ScriptedProbe with(Optional<ClusterView> seen) {
        view = seen;
        return this;
    }

    /// No other ever leads.
    ScriptedProbe withoutAnother() {
        anotherLeads = false;
        return this;
    }

    /// From now on another leads.
    void anotherLeads() {
        anotherLeads = true;
    }

    /// Whether the others were watched, and are no more.
    boolean hasWatchEnded() {
        return watchEnded;
    }

    /// Whether the next look shows one coordinator.
    boolean isAlone() {
        return surveys.getFirst().members().size() == 1;
    }

    @Override
    public MemberSurvey survey() {
        return surveys.size() > 1 ? surveys.removeFirst() : surveys.getFirst();
    }

    @Override
    public Optional<ClusterView> status() {
        return view;
    }

    @Override
    public LeaderWatch watchOthersThan(String leader) {
        watched.add(leader);
        return LeaderWatch.begin(
                List.of(
                        new LeaderWatch.Asked() {
                            @Override
                            public boolean leads() {
                                return anotherLeads;
                            }

                            @Override
                            public void close() {
                                watchEnded = true;
                            }
                        }));
    }

    /// Members `a`, `b` and `c`, of which one leads.
    ///
    /// @param applied how far each has come
    static MemberSurvey led(String leader, long... applied) {
        List<SurveyedMember> members = new ArrayList<>();
        List<String> names = List.of("a", "b", "c");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            members.add(
                    member(
                            name,
                            name.equals(leader)
                                    ? MemberState.Role.LEADER
                                    : MemberState.Role.FOLLOWER,
                            applied[i]));
        }
        return new MemberSurvey(members, Optional.of(leader + ":7070"));
    }

    /// The same with another member in place of that of its address.
    static MemberSurvey with(MemberSurvey survey, SurveyedMember changed) {
        return new MemberSurvey(
                survey.members().stream()
                        .map(member ->
                                member.row().address().equals(changed.row().address())
                                        ? changed
                                        : member)
                        .toList(),
                survey.leader());
    }

    /// A member that answered.
    static SurveyedMember member(String name, MemberState.Role role, long applied) {
        return new SurveyedMember(
                row(name, OptionalLong.of(applied), ""),
                Optional.of(role),
                SurveyedMember.Answer.GIVEN);
    }

    /// A member that did not.
    static SurveyedMember silent(String name, SurveyedMember.Answer answer, String why) {
        return new SurveyedMember(
                row(name, OptionalLong.empty(), why),
                Optional.of(MemberState.Role.FOLLOWER),
                answer);
    }

    private static MemberRow row(String name, OptionalLong applied, String absent) {
        // What people are shown of a role is nobody's business here.
        return new MemberRow(
                "m" + name,
                name + ":7070",
                name + ":7073",
                "shown",
                applied,
                OptionalLong.empty(),
                Optional.empty(),
                absent);
    }

    /// One coordinator that knows of no members.
    static MemberSurvey alone() {
        return one(SurveyedMember.Answer.ALONE, "this coordinator is one alone");
    }

    /// One coordinator of whose members nothing is known.
    static MemberSurvey one(SurveyedMember.Answer answer, String why) {
        return new MemberSurvey(
                List.of(
                        new SurveyedMember(
                                new MemberRow(
                                        "",
                                        "a:7070",
                                        "",
                                        "",
                                        OptionalLong.empty(),
                                        OptionalLong.empty(),
                                        Optional.empty(),
                                        why),
                                Optional.empty(),
                                answer)),
                Optional.empty());
    }

    /// Workers with so many threads each, at a coordinator that began an hour ago.
    static ClusterView view(int... threads) {
        return viewAfter(3_600_000_000_000L, threads);
    }

    static ClusterView viewAfter(long uptimeNanos, int... threads) {
        return new ClusterView(
                uptimeNanos,
                0,
                "",
                false,
                new JobTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                0,
                IntStream.range(0, threads.length)
                        .mapToObj(i -> worker("w" + i, threads[i]))
                        .toList(),
                List.of(),
                List.of());
    }

    private static WorkerRow worker(String name, int threads) {
        return new WorkerRow(
                name,
                "host",
                1,
                threads,
                WorkerFacts.UNKNOWN,
                WorkerState.ACTIVE,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }
}
