package dev.manykitchens.report.progress;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A progress bar that asks five times a second how far it is, so that nobody who works has to tell
/// it.
final class Bar implements AutoCloseable {

    private static final int INTERVAL_MILLIS = 200;

    private final TerminalLine line;
    private final ProgressBar bar;
    private final ScheduledExecutorService ticker;

    Bar(String task, long steps, PrintStream terminal, int width, Consumer<ProgressBar> ask) {
        this.line = new TerminalLine(terminal, width);
        this.bar =
                new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(steps)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(INTERVAL_MILLIS)
                        .hideEta()
                        // What goes on changes while no step is made.
                        .continuousUpdate()
                        .clearDisplayOnFinish()
                        .setConsumer(line)
                        .build();
        this.ticker =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("progress").factory());
        // Nobody waits for the ticks; an error in one ends the bar's movement and nothing else.
        var _ =
                ticker.scheduleAtFixedRate(
                        () -> ask.accept(bar), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        bar.close();
        // A bar closed before it was first drawn draws itself once and wipes nothing.
        line.close();
    }
}
