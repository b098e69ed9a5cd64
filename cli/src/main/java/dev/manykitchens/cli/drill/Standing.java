package dev.manykitchens.cli.drill;

import dev.manykitchens.cli.member.MemberSurvey;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.report.cluster.MemberRow;
import dev.manykitchens.report.text.Figures;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How a cluster that was there before stands at one moment.
///
/// @param survey what its coordinators say; of one that is alone, nothing
/// @param view empty: no coordinator answers
record Standing(MemberSurvey survey, Optional<ClusterView> view) {

    /// Whether there is one coordinator, that knows of no others.
    boolean isAlone() {
        return survey.rows().size() == 1
                && survey.rows().getFirst().id().isEmpty()
                && view.isPresent();
    }

    /// The member that leads.
    Optional<MemberRow> leader() {
        return survey.rows().stream().filter(Standing::leads).findFirst();
    }

    private static boolean leads(MemberRow row) {
        return row.absent().isEmpty() && row.role().equals("leader");
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
        for (MemberRow row : survey.rows()) {
            Optional<String> lack = lacks(row);
            if (lack.isPresent()) {
                return lack;
            }
        }
        List<String> leaders =
                survey.rows().stream().filter(Standing::leads).map(MemberRow::address).toList();
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

    private static Optional<String> lacks(MemberRow row) {
        if (row.absent().equals(MemberSurvey.NOT_ASKED)) {
            return Optional.of(
                    "--coordinator must name all coordinators that are one, %s is missing there"
                            .formatted(row.address()));
        }
        if (!row.absent().isEmpty()) {
            return Optional.of(
                    row.absent().contains(row.address())
                            ? row.absent()
                            : "the coordinator at %s says: %s"
                                    .formatted(row.address(), row.absent()));
        }
        return row.role().equals("leader") || row.role().equals("follower")
                ? Optional.empty()
                : Optional.of(
                        "the coordinator at %s must be a member, is a %s; kitchen coordinator add takes it in"
                                .formatted(row.address(), row.role()));
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
