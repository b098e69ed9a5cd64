package dev.manykitchens.coordinator.journal;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;

/// A journal in a directory of this machine.
class SqliteJournalTest extends JournalContract {

    @TempDir private Path folder;

    @Override
    protected Journal open() throws JournalException {
        return SqliteJournal.open(folder.resolve("data"), InstantSource.fixed(DAY));
    }
}
