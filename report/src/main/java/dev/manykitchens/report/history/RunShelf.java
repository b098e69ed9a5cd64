package dev.manykitchens.report.history;

import dev.manykitchens.report.run.RunFile;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// The runs that a page can show: those of a folder, and those of the command that serves it.
/// Thread-safe. One file is read at a time, since a large one takes much memory.
public final class RunShelf {

    /// The most runs of this command that are in no file.
    private static final int MOST_OWN = 10;

    private final Optional<RunFolder> folder;
    private final Semaphore reading = new Semaphore(1);

    /// Rows of the files of the last list. Guarded by the permit to read.
    private Map<String, Known> known = Map.of();

    // Guarded by this.
    private final Deque<Own> own = new ArrayDeque<>();
    private final Set<String> kept = new HashSet<>();
    private int owns;

    private record Known(String version, RunRow row) {}

    private record Own(RunId id, RunFile run) {}

    private RunShelf(Optional<RunFolder> folder) {
        this.folder = folder;
    }

    /// Only what this command runs.
    public static RunShelf withoutFolder() {
        return new RunShelf(Optional.empty());
    }

    /// What this command runs, and what is kept in a folder, if there is one.
    public static RunShelf of(Optional<RunFolder> folder) {
        return new RunShelf(folder);
    }

    /// A run of this command is over.
    ///
    /// @param as what it is called where it was kept; empty when it was not: then it can be seen as
    ///   long as this process lives, while ten others have not come after it
    public synchronized void finished(RunFile run, Optional<RunId> as) {
        if (as.isPresent() && folder.isPresent()) {
            kept.add(as.get().text());
            return;
        }
        own.addFirst(new Own(new RunId("this-command-" + ++owns), run));
        if (own.size() > MOST_OWN) {
            own.removeLast();
        }
    }

    private synchronized List<Own> own() {
        return List.copyOf(own);
    }

    private synchronized boolean isOwn(RunRow row) {
        String id = row.id();
        return id != null && kept.contains(id);
    }

    /// All of them, as the page is told.
    ///
    /// @param kept whether runs are kept in a folder
    /// @param leftOut how many older files there are
    /// @param more whether there are still more, which nobody counted
    /// @param problem why the folder cannot be read; empty when it can
    record Listing(boolean kept, List<RunRow> runs, int leftOut, boolean more, String problem) {}

    /// The newest first.
    ///
    /// @throws IOException when it was broken off
    Listing list() throws IOException, InterruptedException {
        List<RunRow> rows = new ArrayList<>();
        own().forEach(run -> rows.add(RunRow.of(run.id(), run.run(), true)));
        if (folder.isEmpty()) {
            return new Listing(false, rows, 0, false, "");
        }
        reading.acquire();
        try {
            return list(folder.get(), rows);
        } finally {
            reading.release();
        }
    }

    private Listing list(RunFolder from, List<RunRow> rows) throws IOException {
        RunFolder.Contents contents;
        try {
            contents = from.list();
        } catch (IOException e) {
            return new Listing(
                    true, rows, 0, false, "the folder of runs cannot be read: " + e.getMessage());
        }
        Map<String, Known> seen = new LinkedHashMap<>();
        try {
            for (RunFolder.Entry entry : contents.entries()) {
                Known before = known.get(entry.name());
                RunRow row =
                        before != null && before.version().equals(entry.version())
                                ? before.row()
                                : read(from, entry);
                seen.put(entry.name(), new Known(entry.version(), row));
                rows.add(row.withOwn(isOwn(row)));
            }
        } catch (IOException e) {
            // What was read is not read again by who asks once more.
            Map<String, Known> both = new LinkedHashMap<>(known);
            both.putAll(seen);
            both.keySet()
                    .retainAll(contents.entries().stream().map(RunFolder.Entry::name).toList());
            known = both;
            throw e;
        }
        known = seen;
        return new Listing(true, rows, contents.leftOut(), contents.more(), "");
    }

    private static RunRow read(RunFolder from, RunFolder.Entry entry) throws IOException {
        Optional<RunId> id = RunId.ofFile(entry.name());
        String ended = entry.at().toString();
        if (id.isEmpty()) {
            return RunRow.unreadable(
                    entry.name(),
                    ended,
                    "a run must be in a file whose name is of letters, digits, dots, _ and - and ends with .json, this one is not");
        }
        try {
            return RunRow.of(id.get(), from.read(id.get()), false);
        } catch (IllegalArgumentException e) {
            return RunRow.unreadable(entry.name(), ended, e.getMessage());
        }
    }

    /// One run.
    ///
    /// @throws IllegalArgumentException when there is none, or it cannot be read, in one line
    /// @throws IOException when it was broken off
    Opened open(RunId id) throws IOException, InterruptedException {
        for (Own run : own()) {
            if (run.id().equals(id)) {
                return new Opened(RunRow.of(id, run.run(), true), run.run());
            }
        }
        if (folder.isEmpty()) {
            throw new IllegalArgumentException("there is no run %s any more".formatted(id));
        }
        reading.acquire();
        try {
            RunFile run = folder.get().read(id);
            RunRow row = RunRow.of(id, run, false);
            return new Opened(row.withOwn(isOwn(row)), run);
        } finally {
            reading.release();
        }
    }

    /// A run that was read.
    record Opened(RunRow row, RunFile run) {}
}
