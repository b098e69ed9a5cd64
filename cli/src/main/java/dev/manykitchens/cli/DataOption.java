package dev.manykitchens.cli;

import dev.manykitchens.coordinator.journal.JournalShelf;
import dev.manykitchens.core.pool.PoolJournal;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.history.KeptRun;
import dev.manykitchens.report.history.RunFolder;
import dev.manykitchens.report.history.RunShelf;
import dev.manykitchens.report.text.Printable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// `--data`: a directory in which runs are kept.
final class DataOption {

    private static final int MOST_OF_PATH = 200;

    /// No system opens files below a much longer one, and each of its refusals would repeat it.
    private static final int LONGEST_PATH = 1_000;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keep the run in DIR/runs, with its time and name, beside those that are there; a dashboard with the same --data lists, opens and compares them.")
    private @Nullable Path typed;

    @Option(
            names = "--keep-days",
            paramLabel = "DAYS",
            description =
                    "Before this run, forget those in DIR/runs that commands kept more than so many days ago (default: keep all).")
    private @Nullable Integer keepDays;

    @Option(
            names = "--keep-mib",
            paramLabel = "MIB",
            description =
                    "Before this run, forget the oldest of them, until they take no more than so many MiB (default: keep all).")
    private @Nullable Integer keepMib;

    /// Whether runs are to be kept.
    boolean isWanted() {
        return typed != null;
    }

    /// The directory; empty: none was given.
    private Optional<Path> directory() {
        requireNamed(typed);
        return Optional.ofNullable(typed);
    }

    /// @throws UserMistakeException in one line when a directory's name is empty, as that of a
    ///   variable that is not set, or too long to be one
    static void requireNamed(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        String name = directory.toString();
        if (name.isBlank()) {
            throw new UserMistakeException("--data must name a directory, was empty");
        }
        if (name.length() > LONGEST_PATH) {
            throw new UserMistakeException(
                    "--data must name a directory in at most %d characters, was in %d: %s"
                            .formatted(
                                    LONGEST_PATH,
                                    name.length(),
                                    Printable.shortened(Printable.of(name), MOST_OF_PATH)));
        }
    }

    /// What a dashboard can show of past runs.
    ///
    /// @param problems hears, in one line, what is wrong with the notes on them
    RunShelf shelf(Consumer<String> problems) {
        return RunShelf.of(directory().map(data -> NotedRuns.in(data, problems)));
    }

    /// Makes sure that a run can be kept, before it is measured; empty when that is not wanted.
    ///
    /// @throws UserMistakeException in one line when it cannot
    Optional<KeptRun> reserve() {
        requireData("--keep-days", keepDays);
        requireData("--keep-mib", keepMib);
        KeepOptions.requireFrom(
                "--keep-days", keepDays == null ? 0 : keepDays, KeepOptions.MOST_DAYS);
        KeepOptions.requireFrom("--keep-mib", keepMib == null ? 0 : keepMib, KeepOptions.MOST_MIB);
        return directory()
                .map(RunFolder::in)
                .map(runs -> UserMistakeException.unless(() -> runs.reserve("--data")));
    }

    /// Removes old runs, as far as that is wanted.
    ///
    /// @throws UserMistakeException in one line when one cannot be removed
    void forgetOld() {
        Path data = directory().orElse(null);
        if (data == null) {
            return;
        }
        boolean _ =
                UserMistakeException.unless(() -> {
                    RunFolder.in(data)
                            .forget(
                                    Instant.now(),
                                    Optional.ofNullable(keepDays).map(Duration::ofDays),
                                    keepMib == null ? Long.MAX_VALUE : (long) keepMib << 20);
                    return true;
                });
    }

    private void requireData(String option, @Nullable Integer limit) {
        if (limit != null && typed == null) {
            throw new UserMistakeException(
                    "%s says how long runs are kept in the directory of --data, was given without"
                            .formatted(option));
        }
    }

    /// Where the next pool that is opened keeps a journal, for as long as it is open; empty when
    /// that is not wanted.
    Optional<PoolJournal> journal() {
        return directory()
                .map(data ->
                        new PoolJournal(JournalShelf.once(data), "", PoolJournal.Listener.NONE));
    }

    /// What a journal means for the figures of these pools; empty: none of them has one.
    Optional<String> journalNote(List<PoolSpec> specs) {
        return directory()
                .filter(_ ->
                        specs.stream()
                                .anyMatch(spec -> spec.kind() instanceof PoolSpec.Kind.Processes))
                .map(data ->
                        "worker JVMs, `processes:N`, kept a journal in %s because of --data, and what that costs is in their figures; pools of other kinds had none"
                                .formatted(
                                        Printable.shortened(
                                                Printable.of(data.toString()), MOST_OF_PATH)));
    }
}
