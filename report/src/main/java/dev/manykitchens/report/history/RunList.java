package dev.manykitchens.report.history;

import dev.manykitchens.report.json.Json;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.TextTable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The runs of a folder as a command prints them, the newest first.
public final class RunList {

    /// The name and version of the JSON.
    public static final String SCHEMA = "manykitchens.runs/1";

    /// Nobody waits for a turn: all of the files are read.
    private static final Duration ALL = Duration.ofHours(1);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final RunShelf.Listing listing;

    private RunList(RunShelf.Listing listing) {
        this.listing = listing;
    }

    /// Reads the folder.
    ///
    /// @throws IOException in one line when it cannot be read
    public static RunList read(RunFolder folder) throws IOException, InterruptedException {
        RunShelf.Listing listing;
        try {
            listing = new RunShelf(Optional.of(folder), ALL).list();
        } catch (RunShelf.BusyException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (!listing.problem().isEmpty()) {
            throw new IOException(listing.problem());
        }
        return new RunList(listing);
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return listing.runs().isEmpty();
    }

    /// How many older ones are not listed; empty when nobody counted them all.
    public Optional<Integer> leftOut() {
        return listing.more() ? Optional.empty() : Optional.of(listing.leftOut());
    }

    /// A line each, of at most `width` characters where that can be.
    ///
    /// @param zone in which times are shown
    public String table(int width, ZoneId zone) {
        return new TextTable<RunRow>()
                .text("ended", TextTable.ALWAYS, row -> time(row.ended(), zone))
                .text("run", TextTable.ALWAYS, RunRow::title)
                .text("kind", 4, row -> row.partial() ? row.kind() + ", partial" : row.kind())
                .figure("jobs", 3, row -> Figures.count(row.jobs()))
                .text("pools", 5, RunList::pools)
                .text("fastest", 2, row -> known(row.fastest()))
                .text("file", TextTable.ALWAYS, RunRow::name)
                .text("problem", 1, row -> known(row.problem()))
                .render(listing.runs(), width);
    }

    private static String pools(RunRow row) {
        int more = row.poolsInAll() - row.pools().size();
        return String.join(" ", row.pools()) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String known(@Nullable String text) {
        return text == null || text.isEmpty() ? Figures.UNKNOWN : text;
    }

    private static String time(@Nullable String ended, ZoneId zone) {
        try {
            return ended == null ? Figures.UNKNOWN : TIME.format(Instant.parse(ended).atZone(zone));
        } catch (DateTimeException _) {
            return ended;
        }
    }

    /// The JSON of a list.
    ///
    /// @param schema [#SCHEMA]
    /// @param leftOut how many older runs there are; null when nobody counted them all
    private record Printed(String schema, List<RunRow> runs, @Nullable Integer leftOut) {}

    /// The same as JSON, with the keys that the dashboard's list has.
    public String toJson() {
        return Json.write(new Printed(SCHEMA, listing.runs(), leftOut().orElse(null)));
    }
}
