package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.run.ClassWords;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.simulation.SimulationTable;
import dev.manykitchens.report.text.FaultWords;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.Paragraph;
import dev.manykitchens.simulator.study.PoolStudy;
import dev.manykitchens.simulator.study.StudyResult;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What `kitchen simulate` prints: a head before, a table and words after.
final class SimulateOutput {

    private final Shell shell;
    private final int width;

    SimulateOutput(Shell shell) {
        this.shell = shell;
        this.width = shell.terminal().tableWidth();
    }

    void printHead(SimulationRun run) {
        Scenario scenario = run.scenario();
        if (!scenario.question().isEmpty()) {
            print(scenario.question());
        }
        int cores = run.machine().cores();
        OptionalInt own = run.machine().ownCores();
        print(
                "%s: %s, simulated on %s%s, %s, seed %d"
                        .formatted(
                                scenario.name(),
                                StudyEntries.arrivals(scenario),
                                Figures.count(cores, "core"),
                                own.isPresent()
                                        ? ", %d for each worker JVM".formatted(own.getAsInt())
                                        : "",
                                run.options()
                                        .precision()
                                        .map(part -> "to " + Figures.percent(part))
                                        .orElseGet(() ->
                                                Figures.count(
                                                        run.options().replications(),
                                                        "replication")),
                                scenario.seed()));
        if (run.plan().notes().isEmpty()) {
            run.calls()
                    .forEach((call, time) ->
                            print("%s takes %s here".formatted(call, DurationRange.text(time))));
        }
        shell.out().println();
    }

    /// Says where the figures of these pools come from, and what is to be thought of that.
    void printNotes(SimulationRun run, List<PoolSpec> specs) {
        run.plan().notes(specs).forEach(this::print);
        run.plan().doubts().forEach(this::print);
    }

    /// Says which pools keep a goal, and why the best of them does not where none does.
    void printGoal(StudyResult result, Goal goal) {
        List<String> keep = new ArrayList<>();
        List<String> miss = new ArrayList<>();
        for (PoolStudy pool : result.pools()) {
            (isKept(pool, goal) ? keep : miss).add("`" + pool.spec() + "`");
        }
        String words =
                keep.isEmpty()
                        ? "None keeps %s%s.".formatted(goal, why(result, goal))
                        : "%s is kept by %s%s."
                                .formatted(
                                        goal,
                                        String.join(", ", keep),
                                        miss.isEmpty()
                                                ? ""
                                                : ", not by " + String.join(", ", miss));
        shell.out().println(Paragraph.item(words, width));
    }

    private static String why(StudyResult result, Goal goal) {
        return result.pools().stream()
                .min(Comparator.comparingDouble(pool -> figure(pool, goal)))
                .map(best -> ": " + GoalWords.why(best, goal))
                .orElse("");
    }

    private static boolean isKept(PoolStudy pool, Goal goal) {
        return figure(pool, goal) < goal.limit().toNanos() / 1e9;
    }

    /// NaN where it cannot keep up, which no figure is below and which is sorted last.
    private static double figure(PoolStudy pool, Goal goal) {
        return pool.interval(run -> goal.figure().of(run.response())).mean();
    }

    void print(StudyResult result, RunFile file) {
        shell.out().print(SimulationTable.of(file.pools(), result.scenario().keepsComing(), width));
        List<String> classes = ClassWords.of(file);
        if (!classes.isEmpty()) {
            shell.out().println();
            shell.out().println(shell.terminal().bold("Classes"));
            classes.forEach(line -> shell.out().println(Paragraph.item(line, width)));
        }
        List<String> faults =
                result.pools().stream()
                        .filter(pool -> !pool.strikes().byFault().isEmpty())
                        .map(pool ->
                                FaultWords.of(
                                        pool.spec().toString(), pool.strikes(), "replication"))
                        .toList();
        if (!faults.isEmpty()) {
            shell.out().println();
            shell.out().println(shell.terminal().bold("Faults"));
            faults.forEach(line -> shell.out().println(Paragraph.item(line, width)));
        }
        shell.out().println();
        shell.out().println(shell.terminal().bold("Summary"));
        file.verdict().words().forEach(line -> shell.out().println(Paragraph.item(line, width)));
        file.cautions().forEach(line -> shell.out().println(Paragraph.item(line, width)));
        if (result.partial()) {
            print("Stopped before its end: the figures are of the replications that were done.");
        }
    }

    /// A pool that cannot keep up is a finding, and no failure, as it is of a load that was
    /// measured; a goal that no pool keeps is one, and so are jobs that failed.
    ///
    /// @param goal one that must be kept
    static int exitCode(StudyResult result, Optional<Goal> goal) {
        if (result.partial()) {
            return ExitCode.INTERRUPTED;
        }
        boolean failed = result.pools().stream().anyMatch(pool -> pool.failedPart() > 0);
        boolean missed =
                goal.filter(limit -> result.pools().stream().noneMatch(pool -> isKept(pool, limit)))
                        .isPresent();
        return failed || missed ? ExitCode.FAILED : ExitCode.GOOD;
    }

    private void print(String text) {
        shell.out().println(Paragraph.of(text, width));
    }
}
