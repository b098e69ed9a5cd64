package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.run.ClassWords;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.simulation.SimulationTable;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.Paragraph;
import dev.manykitchens.simulator.study.PoolStudy;
import dev.manykitchens.simulator.study.StudyResult;

import java.util.ArrayList;
import java.util.List;

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
        print(
                "%s: %s, simulated on %s%s, %s, seed %d"
                        .formatted(
                                scenario.name(),
                                StudyEntries.arrivals(scenario),
                                Figures.count(cores, "core"),
                                run.machine().coresInEach() ? " for each worker" : "",
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

    /// Says where the figures of these pools come from.
    void printNotes(SimulationRun run, List<PoolSpec> specs) {
        run.plan().notes(specs).forEach(this::print);
    }

    /// Says which pools keep a goal.
    void printGoal(StudyResult result, Goal goal) {
        List<String> keep = new ArrayList<>();
        List<String> miss = new ArrayList<>();
        for (PoolStudy pool : result.pools()) {
            double figure = pool.interval(run -> goal.figure().of(run.response())).mean();
            (figure < goal.limit().toNanos() / 1e9 ? keep : miss).add("`" + pool.spec() + "`");
        }
        String words =
                keep.isEmpty()
                        ? "None keeps %s.".formatted(goal)
                        : "%s is kept by %s%s."
                                .formatted(
                                        goal,
                                        String.join(", ", keep),
                                        miss.isEmpty()
                                                ? ""
                                                : ", not by " + String.join(", ", miss));
        shell.out().println(Paragraph.item(words, width));
    }

    void print(StudyResult result, RunFile file) {
        shell.out().print(SimulationTable.of(file.pools(), result.scenario().keepsComing(), width));
        List<String> classes = ClassWords.of(file);
        if (!classes.isEmpty()) {
            shell.out().println();
            shell.out().println(shell.terminal().bold("Classes"));
            classes.forEach(line -> shell.out().println(Paragraph.item(line, width)));
        }
        shell.out().println();
        shell.out().println(shell.terminal().bold("Summary"));
        file.verdict().words().forEach(line -> shell.out().println(Paragraph.item(line, width)));
        file.cautions().forEach(line -> shell.out().println(Paragraph.item(line, width)));
        if (result.partial()) {
            print("Stopped before its end: the figures are of the replications that were done.");
        }
    }

    int exitCode(StudyResult result) {
        if (result.partial()) {
            return ExitCode.INTERRUPTED;
        }
        boolean all = result.pools().stream().noneMatch(pool -> pool.complaint().isPresent());
        return all ? ExitCode.GOOD : ExitCode.FAILED;
    }

    private void print(String text) {
        shell.out().println(Paragraph.of(text, width));
    }
}
