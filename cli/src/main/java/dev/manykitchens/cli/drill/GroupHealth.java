package dev.manykitchens.cli.drill;

import dev.manykitchens.cli.member.MemberSurvey;
import dev.manykitchens.cli.member.SurveyedMember;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.report.cluster.MemberRow;
import dev.manykitchens.report.text.Figures;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// How a cluster that was there before stands at one moment.
///
/// @param survey what its coordinators say; of one that is alone, nothing
/// @param view empty: no coordinator answers
record GroupHealth(MemberSurvey survey, Optional<ClusterView> view) {

    /// Whether there is one coordinator, that says that it knows of no others.
    boolean isAlone() {
        return survey.members().size() == 1
                && survey.members().getFirst().answer() == SurveyedMember.Answer.ALONE
                && view.isPresent();
    }

    /// The member that leads.
    Optional<MemberRow> leader() {
        return leaders().findFirst();
    }

    private Stream<MemberRow> leaders() {
        return survey.members().stream()
                .filter(member -> member.isNow(MemberState.Role.LEADER))
                .map(SurveyedMember::row);
    }

    /// How many entries of the log the member that leads has applied.
    OptionalLong applied() {
        return leader().map(MemberRow::applied).orElse(OptionalLong.empty());
    }

    /// How many workers take jobs.
    long workers() {
        return view.map(its -> its.workersIn(WorkerState.ACTIVE)).orElse(0L);
    }

    /// Which of the coordinators is missing, in a sentence; empty: all are there, and one leads.
    Optional<String> lacksCoordinators() {
        if (isAlone()) {
            return Optional.empty();
        }
        for (SurveyedMember member : survey.members()) {
            Optional<String> lack = lacks(member);
            if (lack.isPresent()) {
                return lack;
            }
        }
        List<String> leaders = leaders().map(MemberRow::address).toList();
        if (leaders.size() != 1) {
            return Optional.of(
                    "exactly one of the coordinators must lead, "
                            + (leaders.isEmpty()
                                    ? "none says that it does"
                                    : String.join(" and ", leaders) + " say that they do"));
        }
        return view.isPresent()
                ? Optional.empty()
                : Optional.of(
                        "the coordinator that leads must serve, %s does not yet"
                                .formatted(leaders.getFirst()));
    }

    private static Optional<String> lacks(SurveyedMember member) {
        MemberRow row = member.row();
        return switch (member.answer()) {
            case NOT_ASKED ->
                    Optional.of(
                            "--coordinator must name all coordinators that are one, %s is missing there"
                                    .formatted(row.address()));
            case ALONE, MISSING ->
                    Optional.of(
                            row.absent().contains(row.address())
                                    ? row.absent()
                                    : "the coordinator at %s says: %s"
                                            .formatted(row.address(), row.absent()));
            case GIVEN ->
                    member.isNow(MemberState.Role.LEADER) || member.isNow(MemberState.Role.FOLLOWER)
                            ? Optional.empty()
                            : Optional.of(
                                    "the coordinator at %s must be a member, is a %s; kitchen coordinator add takes it in"
                                            .formatted(row.address(), row.role()));
        };
    }

    /// Which of the members is behind, in a sentence; empty: none is.
    ///
    /// @param entries what each must have applied
    Optional<String> lacksEntries(long entries) {
        return survey.rows().stream()
                .filter(row -> row.applied().orElse(0) < entries)
                .findFirst()
                .map(row ->
                        "the coordinator at %s must come to entry %s of the log, is at %s"
                                .formatted(
                                        row.address(),
                                        Figures.count(entries),
                                        Figures.count(row.applied().orElse(0))));
    }

    /// That workers are missing, in a sentence; empty: none is.
    Optional<String> lacksWorkers(long wanted) {
        return workers() >= wanted
                ? Optional.empty()
                : Optional.of(
                        "%s must take jobs, as before, %s"
                                .formatted(
                                        Figures.count(wanted, "worker"),
                                        workers() == 1
                                                ? "1 does"
                                                : Figures.count(workers()) + " do"));
    }
}
