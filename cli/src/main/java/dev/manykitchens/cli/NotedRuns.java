package dev.manykitchens.cli;

import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.RunHistory;
import dev.manykitchens.report.history.RunFolder;
import dev.manykitchens.report.history.RunIndex;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// What is noted of kept runs, in the database of their directory. What is wrong with it is told
/// once, and then nothing is noted any more.
final class NotedRuns implements RunIndex {

    private final RunHistory history;
    private final Consumer<String> problems;
    private final AtomicBoolean unusable = new AtomicBoolean();

    private final Path data;

    private NotedRuns(Path data, Consumer<String> problems) {
        this.data = data;
        history = new RunHistory(data);
        this.problems = problems;
    }

    /// The runs below a directory. Nothing is noted where nothing can be written.
    ///
    /// @param problems hears why nothing can be noted, in one line
    static RunFolder in(Path data, Consumer<String> problems) {
        return RunFolder.in(data).indexedBy(new NotedRuns(data, problems));
    }

    /// The same for who only reads: where nothing is noted yet, nothing is made for that.
    static RunFolder looked(Path data, Consumer<String> problems) {
        NotedRuns notes = new NotedRuns(data, problems);
        RunFolder runs = RunFolder.in(data);
        return notes.history.isAtHand() ? runs.indexedBy(notes) : runs;
    }

    @Override
    public List<Note> notes() {
        if (!Files.isDirectory(data) || !Files.isWritable(data)) {
            unusable.set(true);
            return List.of();
        }
        try {
            return history.rows().stream()
                    .map(row -> new Note(row.file(), row.version(), row.data()))
                    .toList();
        } catch (JournalException e) {
            fail(e);
            return List.of();
        }
    }

    @Override
    public void write(Collection<Note> notes, Collection<String> gone) {
        if (unusable.get()) {
            return;
        }
        try {
            history.write(
                    notes.stream()
                            .map(note ->
                                    new RunHistory.Row(note.file(), note.version(), note.data()))
                            .toList(),
                    gone);
        } catch (JournalException e) {
            fail(e);
        }
    }

    private void fail(JournalException e) {
        if (!unusable.getAndSet(true)) {
            problems.accept(e.getMessage() + "; until then all files are read");
        }
    }
}
