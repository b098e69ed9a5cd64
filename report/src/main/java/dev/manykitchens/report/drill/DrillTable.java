package dev.manykitchens.report.drill;

import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.Paragraph;
import dev.manykitchens.report.text.TextTable;

/// A drill for people: what it ran on, a row for each fault, a verdict.
public final class DrillTable {

    private DrillTable() {}

    /// The text, with lines of at most `width` characters where that can be.
    public static String of(DrillScore score, int width) {
        return Paragraph.of(setting(score), width)
                + System.lineSeparator()
                + System.lineSeparator()
                + table().render(score.faults(), width)
                + System.lineSeparator()
                + Paragraph.of(verdict(score), width)
                + System.lineSeparator();
    }

    private static String setting(DrillScore score) {
        return "%s of %s, lease %s, suspect after %s; %s handed in, %s in quiet times."
                .formatted(
                        Figures.count(score.workers(), "worker"),
                        Figures.count(score.threads(), "thread"),
                        Figures.time(score.leaseSeconds()),
                        Figures.time(score.suspectSeconds()),
                        Figures.count(score.jobs(), "job"),
                        Figures.rate(score.ratePerSecond()));
    }

    private static TextTable<DrilledFault> table() {
        return new TextTable<DrilledFault>()
                .text("fault", TextTable.ALWAYS, DrilledFault::fault)
                .figure("in progress", 3, fault -> Figures.count(fault.inProgress()))
                .figure("jobs", 4, fault -> Figures.count(fault.jobs()))
                .figure("lost", TextTable.ALWAYS, fault -> Figures.count(fault.lost()))
                .figure("twice", TextTable.ALWAYS, fault -> Figures.count(fault.twice()))
                .figure("run again", 1, fault -> Figures.count(fault.again()))
                .figure("dropped", 2, fault -> Figures.count(fault.dropped()))
                .figure(
                        "back to 90 %",
                        TextTable.ALWAYS, fault -> Figures.time(fault.recoverySeconds()))
                .figure("longest batch", 5, fault -> Figures.time(fault.longestSeconds()));
    }

    private static String verdict(DrillScore score) {
        return score.isKept()
                ? "Kept: every job has one right result."
                : "Not kept: %s lost, %s heard twice; both must be 0."
                        .formatted(
                                Figures.count(score.lost(), "job"),
                                Figures.count(score.twice(), "result"));
    }
}
