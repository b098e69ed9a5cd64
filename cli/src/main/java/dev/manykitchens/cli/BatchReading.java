package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.client.BatchFollower;
import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.report.progress.RunProgress;
import dev.manykitchens.report.summary.RunSummary;

import org.jspecify.annotations.Nullable;

/// Reads the outcomes of a batch as they come, and shows on a terminal how many have. Confined to
/// the thread that follows the batch.
final class BatchReading implements BatchFollower.Reader, AutoCloseable {

    private static final String SOMEBODY = "cluster";

    private final Shell shell;
    private final boolean showsProgress;
    private final RunSummary summary = new RunSummary();
    private @Nullable ResultCollector results;
    private @Nullable RunProgress progress;
    private long began;

    /// @param showsProgress whether it is shown on a terminal
    BatchReading(Shell shell, boolean showsProgress) {
        this.shell = shell;
        this.showsProgress = showsProgress;
    }

    @Override
    public void told(BatchSummary batch) {
        if (batch.jobs() > RunCommand.MOST_JOBS) {
            throw new IllegalStateException(
                    "a batch must have at most %d jobs for its results to be printed, has %d; read them from a program"
                            .formatted(RunCommand.MOST_JOBS, batch.jobs()));
        }
        results = new ResultCollector(batch.jobs());
        began = System.nanoTime();
        summary.accept(
                new RunEvent.BatchSubmitted(began, batch.number(), batch.recipe(), batch.jobs()));
        if (showsProgress && shell.terminal().errWidth().isPresent()) {
            progress =
                    new RunProgress(
                            summary,
                            batch.jobs(),
                            shell.err(),
                            shell.terminal().errWidth().getAsInt(),
                            System::nanoTime);
        }
    }

    @Override
    public void succeeded(int first, Column column) {
        results().succeeded(first, column);
        count(first, column.size(), Outcome.Kind.SUCCEEDED);
    }

    @Override
    public void ended(int job, Outcome outcome) {
        ended(job, 1, outcome);
    }

    @Override
    public void ended(int first, int count, Outcome outcome) {
        results().ended(first, count, outcome);
        count(first, count, outcome.kind());
    }

    private void count(int first, int count, Outcome.Kind kind) {
        long now = System.nanoTime();
        summary.accept(
                new RunEvent.JobsFinished(
                        now,
                        0,
                        SOMEBODY,
                        JobColumns.unreported(first, count, 1, kind, began, now)));
    }

    /// Whether the coordinator said which batch it is.
    boolean isKnown() {
        return results != null;
    }

    /// What has come.
    ResultCollector results() {
        if (results == null) {
            throw new IllegalStateException("a batch must be told before its outcomes, was not");
        }
        return results;
    }

    /// Stops to show progress.
    @Override
    public void close() {
        RunProgress shown = progress;
        progress = null;
        if (shown != null) {
            shown.close();
        }
    }
}
