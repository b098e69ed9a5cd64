package dev.manykitchens.report.cluster;

import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.TextTable;

import java.util.List;
import java.util.Locale;

/// Coordinators that keep one journal as a table, a line each.
public final class MembersTable {

    private static final String LEADER = "leader";
    private static final String NOTHING = "-";

    private MembersTable() {}

    /// The text, with lines of at most `width` characters where that can be.
    public static String of(List<MemberRow> rows, int width) {
        return new TextTable<MemberRow>()
                .text("id", TextTable.ALWAYS, row -> known(row.id()))
                .text("address", TextTable.ALWAYS, MemberRow::address)
                .text("replication", 3, row -> known(row.replication()))
                .text("role", TextTable.ALWAYS, row -> known(row.role()))
                .figure(
                        "applied",
                        1,
                        row ->
                                row.applied().isPresent()
                                        ? Figures.count(row.applied().getAsLong())
                                        : Figures.UNKNOWN)
                .figure("behind", TextTable.ALWAYS, MembersTable::behind)
                .figure(
                        "silent",
                        2,
                        row ->
                                row.silent()
                                        .map(silent ->
                                                String.format(
                                                        Locale.ROOT,
                                                        "%.1f s",
                                                        silent.toMillis() / 1e3))
                                        .orElse(Figures.UNKNOWN))
                .text(
                        "answers",
                        TextTable.ALWAYS,
                        row -> row.absent().isEmpty() ? "yes" : row.absent())
                .render(rows, width);
    }

    /// Nobody is ahead of the one that leads.
    private static String behind(MemberRow row) {
        if (row.role().equals(LEADER)) {
            return NOTHING;
        }
        return row.behind().isPresent() ? Figures.count(row.behind().getAsLong()) : "unknown";
    }

    private static String known(String text) {
        return text.isEmpty() ? Figures.UNKNOWN : text;
    }
}
