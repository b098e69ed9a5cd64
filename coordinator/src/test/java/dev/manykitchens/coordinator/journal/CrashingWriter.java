package dev.manykitchens.coordinator.journal;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A process that writes numbered entries and prints the number of each once it is on disk, until
/// it is killed.
///
/// Entry n: submitter n comes, batch n comes, and batch n - 1 gets all of its results and is
/// finished.
final class CrashingWriter {

    static final int JOBS = 3;

    private CrashingWriter() {}

    /// Writes until it is killed.
    ///
    /// @param arguments the directory
    public static void main(String[] arguments) throws Exception {
        try (Journal journal =
                SqliteJournal.open(Path.of(arguments[0]), InstantSource.fixed(Happenings.DAY))) {
            long number = journal.recover().lastBatch();
            System.out.println("ready");
            while (true) {
                number++;
                journal.force(entry(number));
                System.out.println(number);
            }
        }
    }

    private static List<Written> entry(long number) {
        List<Written> entry = new ArrayList<>();
        entry.add(JournalContract.came(number));
        // Sometimes larger than a page, now and then than a part.
        String text = "x".repeat((int) (number % 50 == 0 ? 400_000 : 10 * (number % 700)));
        entry.add(
                Happenings.batch(
                        number,
                        number,
                        Columns.of(new Column.Texts(new String[] {text, text, text})),
                        ""));
        if (number > 1) {
            entry.add(JournalContract.results(number - 1, 0, 10, 20, 30));
            entry.add(JournalContract.finished(number - 1));
        }
        return entry;
    }
}
