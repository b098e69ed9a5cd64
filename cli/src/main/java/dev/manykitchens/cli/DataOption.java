package dev.manykitchens.cli;

import dev.manykitchens.coordinator.journal.JournalShelf;
import dev.manykitchens.core.pool.PoolJournal;
import dev.manykitchens.report.history.KeptRun;
import dev.manykitchens.report.history.RunFolder;
import dev.manykitchens.report.history.RunShelf;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;

/// `--data`: a directory in which runs are kept.
final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keep the run in DIR/runs, with its time and name, beside those that are there; a dashboard with the same --data lists, opens and compares them. Pools of worker JVMs, processes:N, then also keep a journal below DIR while they are measured, as a coordinator does: without --data they have none, which is faster. Other pools have none.")
    private @Nullable Path directory;

    /// Whether runs are to be kept.
    boolean isWanted() {
        return directory != null;
    }

    /// What a dashboard can show of past runs.
    RunShelf shelf() {
        return RunShelf.of(folder());
    }

    /// Makes sure that a run can be kept, before it is measured; empty when that is not wanted.
    ///
    /// @throws UserMistakeException in one line when it cannot
    Optional<KeptRun> reserve() {
        return folder().map(runs -> UserMistakeException.unless(() -> runs.reserve("--data")));
    }

    /// Where the next pool that is opened keeps a journal, for as long as it is open; empty when that
    /// is not wanted.
    Optional<PoolJournal> journal() {
        return Optional.ofNullable(directory)
                .map(data ->
                        new PoolJournal(
                                JournalShelf.once(data), "", PoolJournal.Listener.NONE));
    }

    private Optional<RunFolder> folder() {
        return Optional.ofNullable(directory).map(RunFolder::in);
    }
}
