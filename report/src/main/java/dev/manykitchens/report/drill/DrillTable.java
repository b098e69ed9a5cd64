package dev.manykitchens.report.drill;

import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.Paragraph;
import dev.manykitchens.report.text.TextTable;

import java.util.function.ToDoubleFunction;

/// A drill for people: what it ran on, a row for each fault, a verdict.
public final class DrillTable {

    private DrillTable() {}

    /// The text, with lines of at most `width` characters where that can be.
    public static String of(DrillScore score, int width) {
        return Paragraph.of(setting(score), width)
                + System.lineSeparator()
                + System.lineSeparator()
                + table(score.setting()).render(score.faults(), width)
                + System.lineSeparator()
                + Paragraph.of(verdict(score), width)
                + System.lineSeparator()
                + score.missing()
                        .map(why -> Paragraph.of(ended(why), width) + System.lineSeparator())
                        .orElse("");
    }

    private static String setting(DrillScore score) {
        String ground =
                switch (score.setting()) {
                    case DrillSetting.Own own ->
                            "%s of %s, lease %s, suspect after %s"
                                    .formatted(
                                            Figures.count(own.workers(), "worker"),
                                            Figures.count(own.threads(), "thread"),
                                            Figures.time(own.leaseSeconds()),
                                            Figures.time(own.suspectSeconds()));
                    case DrillSetting.Found found ->
                            "%s, %s of %s together"
                                    .formatted(
                                            Figures.count(
                                                    found.coordinators().size(), "coordinator"),
                                            Figures.count(found.workers(), "worker"),
                                            Figures.count(found.slots(), "thread"));
                };
        return "%s; %s handed in, %s in quiet times."
                .formatted(
                        ground,
                        Figures.count(score.jobs(), "job"),
                        Figures.rate(score.ratePerSecond()));
    }

    private static TextTable<DrilledFault> table(DrillSetting setting) {
        TextTable<DrilledFault> table =
                new TextTable<DrilledFault>()
                        .text("fault", TextTable.ALWAYS, DrilledFault::fault)
                        .figure("in progress", 3, fault -> Figures.count(fault.inProgress()))
                        .figure("jobs", 4, fault -> Figures.count(fault.jobs()))
                        .figure("lost", TextTable.ALWAYS, fault -> Figures.count(fault.lost()))
                        .figure("twice", TextTable.ALWAYS, fault -> Figures.count(fault.twice()))
                        .figure("run again", 1, fault -> Figures.count(fault.again()))
                        .figure("dropped", 2, fault -> Figures.count(fault.dropped()));
        if (setting instanceof DrillSetting.Found found) {
            time(table, "command", 6, DrilledFault.Times::command);
            if (found.coordinators().size() > 1) {
                time(table, "another leads", TextTable.ALWAYS, DrilledFault.Times::anotherLeads);
            }
        }
        time(table, "back to 90 %", TextTable.ALWAYS, DrilledFault.Times::recovery);
        time(table, "longest batch", 5, DrilledFault.Times::longest);
        return table;
    }

    private static void time(
            TextTable<DrilledFault> table,
            String header,
            int rank,
            ToDoubleFunction<DrilledFault.Times> seconds) {
        var _ =
                table.figure(
                        header, rank, fault -> Figures.time(seconds.applyAsDouble(fault.times())));
    }

    private static String ended(String why) {
        return "The drill ended early, this is what was measured until then: " + why + ".";
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
