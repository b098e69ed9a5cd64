package dev.manykitchens.report.progress;

import dev.manykitchens.report.summary.RunSummary;

import me.tongfei.progressbar.ProgressBar;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The progress of one batch: a bar, the jobs that have ended, and the time left once every slot
/// has finished a job.
public final class RunProgress implements AutoCloseable {

    private final RunSummary summary;
    private final LongSupplier nanoTime;
    private final Bar bar;

    /// Starts to draw.
    ///
    /// @param terminal where; the caller has made sure that it is one
    /// @param width its columns
    /// @param nanoTime the clock of the summary's events
    public RunProgress(
            RunSummary summary, int jobs, PrintStream terminal, int width, LongSupplier nanoTime) {
        this.summary = summary;
        this.nanoTime = nanoTime;
        this.bar = new Bar("jobs", jobs, terminal, width, this::show);
    }

    @Override
    public void close() {
        bar.close();
    }

    private void show(ProgressBar shown) {
        RunSummary.Snapshot now = summary.snapshot();
        shown.stepTo(now.ended());
        Optional<Duration> left = TimeLeft.of(now, nanoTime.getAsLong());
        shown.setExtraMessage(left.map(l -> TimeLeft.clock(l) + " left").orElse(""));
    }
}
