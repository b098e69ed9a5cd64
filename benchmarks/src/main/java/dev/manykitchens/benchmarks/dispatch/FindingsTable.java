package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.report.text.TextTable;

import java.util.List;

/// Findings for people.
final class FindingsTable {

    private FindingsTable() {}

    /// One row a finding.
    static String of(List<Finding> findings, int width) {
        return new TextTable<Finding>()
                .text("section", TextTable.ALWAYS, Finding::section)
                .text("measured; yardstick", TextTable.ALWAYS, Finding::what)
                .figure("ours", TextTable.ALWAYS, Finding::ours)
                .figure("yardstick", TextTable.ALWAYS, Finding::yardstick)
                .figure("ratio", TextTable.ALWAYS, finding -> Units.ratio(finding.ratio().median()))
                .text("min to max", 1, FindingsTable::spread)
                .text("bound", TextTable.ALWAYS, finding -> finding.bound().toString())
                .text("holds", TextTable.ALWAYS, finding -> finding.holds() ? "yes" : "NO")
                .render(findings, width);
    }

    private static String spread(Finding finding) {
        return Units.ratio(finding.ratio().min()) + " to " + Units.ratio(finding.ratio().max());
    }
}
