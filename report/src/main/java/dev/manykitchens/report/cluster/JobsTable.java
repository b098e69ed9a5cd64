package dev.manykitchens.report.cluster;

import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.TextTable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The batches of a cluster as a table, a line each, in the order in which they came.
public final class JobsTable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private JobsTable() {}

    /// The text, with lines of at most `width` characters where that can be.
    ///
    /// @param zone in which times are shown
    public static String of(List<KeptRow> rows, int width, ZoneId zone) {
        return new TextTable<KeptRow>()
                .figure("id", TextTable.ALWAYS, row -> Long.toUnsignedString(row.id()))
                .text("key", 1, row -> known(Shown.name(row.key(), width)))
                .text("recipe", TextTable.ALWAYS, row -> Shown.name(row.recipe(), width))
                .text("state", TextTable.ALWAYS, KeptRow::state)
                .figure("jobs", TextTable.ALWAYS, row -> Figures.count(row.jobs()))
                .figure("succeeded", 2, row -> Figures.count(row.succeeded()))
                .figure("failed", 3, row -> Figures.count(row.failed()))
                .figure("running", 5, row -> Figures.count(row.running()))
                .text("since", 4, row -> time(row.submitted(), zone))
                .text("finished", 7, row -> time(row.finished(), zone))
                .text("detached", 6, row -> row.detached() ? "yes" : "no")
                .render(rows, width);
    }

    private static String known(String text) {
        return text.isEmpty() ? Figures.UNKNOWN : text;
    }

    private static String time(Optional<Instant> moment, ZoneId zone) {
        return moment.map(time -> TIME.format(time.atZone(zone))).orElse(Figures.UNKNOWN);
    }
}
