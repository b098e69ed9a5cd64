package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.Paragraph;
import dev.manykitchens.report.text.SimulationTable;
import dev.manykitchens.simulator.study.StudyOptions;
import dev.manykitchens.simulator.study.StudyResult;

import java.time.Duration;
import java.util.Map;

/// What `kitchen simulate` prints: a head before, a table and words after.
final class SimulateOutput {

    private final Shell shell;
    private final int width;

    SimulateOutput(Shell shell) {
        this.shell = shell;
        this.width = shell.terminal().tableWidth();
    }

    void printHead(Scenario scenario, StudyOptions options, Map<String, Duration> calls) {
        if (!scenario.question().isEmpty()) {
            print(scenario.question());
        }
        print(
                "%s: %s, simulated on %s, %s, seed %d"
                        .formatted(
                                scenario.name(),
                                StudyEntries.arrivals(scenario),
                                Figures.count(options.cores(), "core"),
                                options.precision()
                                        .map(part -> "to " + Figures.percent(part))
                                        .orElseGet(() ->
                                                Figures.count(
                                                        options.replications(), "replication")),
                                scenario.seed()));
        calls.forEach((call, time) ->
                print("%s takes %s here".formatted(call, DurationRange.text(time))));
        shell.out().println();
    }

    void print(StudyResult result, RunFile file) {
        shell.out().print(SimulationTable.of(file.pools(), result.scenario().keepsComing(), width));
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
