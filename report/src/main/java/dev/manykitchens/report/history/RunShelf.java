package dev.manykitchens.report.history;

import dev.manykitchens.report.json.Json;
import dev.manykitchens.report.run.RunFile;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The runs that a page can show: those of a folder, and those of the command that serves it.
/// Thread-safe.
///
/// A large run takes much memory and some seconds to read. So of the requests that open runs one is
/// served at a time (a comparison of two opens both), a few wait, and whoever comes then is told at
/// once to come again. The list does not wait for them: it reads one more file at a time, of those
/// that are new to it, in turns of [#A_TURN].
public final class RunShelf {

    /// The most runs of this command that are in no file.
    private static final int MOST_OWN = 10;

    /// So many may wait while another one opens a run.
    static final int MOST_WAITING = 3;

    /// So long one waits for that.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /// So long a list looks for the newest files, and so long it reads those that it does not know
    /// yet, one at least each; of the others it says that they come.
    private static final Duration A_TURN = Duration.ofSeconds(2);

    private final Optional<RunFolder> folder;
    private final Duration turn;
    private final Semaphore opening = new Semaphore(1, true);
    private final Semaphore openingOrWaiting = new Semaphore(1 + MOST_WAITING);
    private final Semaphore listing = new Semaphore(1, true);

    /// Rows of the files of the last list. Guarded by the permit to list.
    private Map<String, Known> known = Map.of();

    /// Whether that began with what others had read.
    private boolean asked;

    // Guarded by this.
    private final Deque<Own> own = new ArrayDeque<>();
    private final Set<String> kept = new HashSet<>();
    private int owns;

    private record Known(String version, RunRow row) {}

    private record Own(RunId id, RunFile run) {}

    /// @param turn how long a list reads files that it does not know
    RunShelf(Optional<RunFolder> folder, Duration turn) {
        this.folder = folder;
        this.turn = turn;
    }

    /// Only what this command runs.
    public static RunShelf withoutFolder() {
        return of(Optional.empty());
    }

    /// What this command runs, and what is kept in a folder, if there is one.
    public static RunShelf of(Optional<RunFolder> folder) {
        return new RunShelf(folder, A_TURN);
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

    /// Too many are at it: whoever asks should come again.
    static final class BusyException extends Exception {

        private static final long serialVersionUID = 1L;

        BusyException(String message) {
            super(message);
        }
    }

    /// A row, and when its run was made.
    private record Placed(Instant at, RunRow row) {

        private static final Comparator<Placed> NEWEST_FIRST =
                Comparator.comparing(Placed::at).reversed();

        /// When it was made, as it says itself; a file that does not say so has the time that its
        /// name tells, or else that at which it was written.
        static Placed of(RunRow row, Instant otherwise) {
            String ended = row.ended();
            try {
                return new Placed(ended == null ? otherwise : Instant.parse(ended), row);
            } catch (DateTimeParseException _) {
                return new Placed(otherwise, row);
            }
        }
    }

    /// The newest first.
    ///
    /// @throws IOException when it was broken off
    /// @throws BusyException when it cannot be had soon
    Listing list() throws IOException, InterruptedException, BusyException {
        List<Placed> rows = new ArrayList<>();
        Instant now = Instant.now();
        own().forEach(run -> rows.add(Placed.of(RunRow.of(run.id(), run.run(), true), now)));
        if (folder.isEmpty()) {
            return new Listing(false, sorted(rows), 0, false, "");
        }
        if (!listing.tryAcquire(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new BusyException("the list of runs is being read; try again");
        }
        try {
            return list(folder.get(), rows);
        } finally {
            listing.release();
        }
    }

    private static List<RunRow> sorted(List<Placed> rows) {
        return rows.stream().sorted(Placed.NEWEST_FIRST).map(Placed::row).toList();
    }

    private Listing list(RunFolder from, List<Placed> rows) throws IOException {
        RunFolder.Contents contents;
        try {
            contents = from.list(turn);
        } catch (IOException e) {
            return new Listing(
                    true,
                    sorted(rows),
                    0,
                    false,
                    "the folder of runs cannot be read: " + e.getMessage());
        }
        if (!asked) {
            asked = true;
            known = noted(from.index());
        }
        Map<String, Known> seen = new LinkedHashMap<>();
        long start = System.nanoTime();
        boolean mayRead = true;
        try {
            for (RunFolder.Entry entry : contents.entries()) {
                Known before = known.get(entry.name());
                RunRow row;
                if (before != null && before.version().equals(entry.version())) {
                    row = before.row();
                } else if (mayRead) {
                    row = read(from, entry);
                    mayRead = System.nanoTime() - start < turn.toNanos();
                } else {
                    rows.add(new Placed(entry.at(), unread(entry)));
                    continue;
                }
                seen.put(entry.name(), new Known(entry.version(), row));
                rows.add(Placed.of(row.withOwn(isOwn(row)), entry.at()));
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
        note(from.index(), known, seen);
        known = seen;
        return new Listing(true, sorted(rows), contents.leftOut(), contents.more(), "");
    }

    private static Map<String, Known> noted(RunIndex index) {
        Map<String, Known> noted = new LinkedHashMap<>();
        for (RunIndex.Note note : index.notes()) {
            RunRow.noted(note.data())
                    .filter(row -> row.problem() == null)
                    .ifPresent(row -> noted.put(note.file(), new Known(note.version(), row)));
        }
        return noted;
    }

    /// Notes what was read now, and forgets what is not listed any more.
    private static void note(RunIndex index, Map<String, Known> before, Map<String, Known> now) {
        List<RunIndex.Note> notes = new ArrayList<>();
        now.forEach((file, known) -> {
            // A file whose state is not known may be another one next time. Why one could not be
            // read may pass without any change to it: a permission, what this program knows.
            if (!known.equals(before.get(file))
                    && !known.version().isEmpty()
                    && known.row().problem() == null) {
                notes.add(new RunIndex.Note(file, known.version(), Json.compact(known.row())));
            }
        });
        List<String> gone =
                before.keySet().stream().filter(file -> !now.containsKey(file)).toList();
        if (!notes.isEmpty() || !gone.isEmpty()) {
            index.write(notes, gone);
        }
    }

    private static RunRow unread(RunFolder.Entry entry) {
        return RunRow.unreadable(
                entry.name(), entry.at().toString(), "it has not been read yet: it comes soon");
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

    /// What is done with runs that are open.
    @FunctionalInterface
    interface Use<T> {

        /// Does it; a run that it has opened is gone from memory when it returns.
        T with(Opener opener) throws IOException;
    }

    /// Opens runs.
    @FunctionalInterface
    interface Opener {

        /// One run.
        ///
        /// @throws IllegalArgumentException when there is none, or it cannot be read, in one line
        /// @throws IOException when it was broken off
        Opened open(RunId id) throws IOException;
    }

    /// Opens runs for a while, when it is the turn.
    ///
    /// @throws BusyException when too many wait for theirs, at once, or when it does not come soon
    <T> T opening(Use<T> use) throws IOException, InterruptedException, BusyException {
        if (!openingOrWaiting.tryAcquire()) {
            throw busy();
        }
        try {
            if (!opening.tryAcquire(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
            try {
                return use.with(this::open);
            } finally {
                opening.release();
            }
        } finally {
            openingOrWaiting.release();
        }
    }

    /// How many open a run, or wait for it.
    int openingOrWaiting() {
        return 1 + MOST_WAITING - openingOrWaiting.availablePermits();
    }

    private static BusyException busy() {
        return new BusyException(
                "runs are opened for one request at a time, and others are waiting already; try again");
    }

    private Opened open(RunId id) throws IOException {
        for (Own run : own()) {
            if (run.id().equals(id)) {
                return new Opened(RunRow.of(id, run.run(), true), run.run());
            }
        }
        if (folder.isEmpty()) {
            throw new IllegalArgumentException("there is no run %s any more".formatted(id));
        }
        RunFile run = folder.get().read(id);
        RunRow row = RunRow.of(id, run, false);
        return new Opened(row.withOwn(isOwn(row)), run);
    }

    /// A run that was read.
    record Opened(RunRow row, RunFile run) {}
}
