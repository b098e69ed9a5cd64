package dev.manykitchens.report.progress;

import me.tongfei.progressbar.ProgressBar;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/// The progress of a simulation: a bar over its replications, and the time left. How many there
/// will be may change as more becomes known; the bar never goes back.
public final class SimulationProgress implements AutoCloseable {

    /// Of a hundred, so that nobody takes them for replications.
    private static final int STEPS = 100;

    private final LongSupplier nanoTime;
    private final Bar bar;

    // Guarded by this monitor.
    private int done;
    private int expected;
    private double running;
    private long begunNanos;
    private long toldNanos;
    private long most;

    /// Starts to draw.
    ///
    /// @param terminal where; the caller has made sure that it is one
    /// @param width its columns
    /// @param nanoTime the clock of this process
    public SimulationProgress(PrintStream terminal, int width, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begunNanos = nanoTime.getAsLong();
        this.bar = new Bar("simulate", STEPS, terminal, width, this::show);
    }

    /// So many replications are done, of so many that are expected.
    public synchronized void replicated(int done, int expected) {
        this.done = done;
        this.expected = expected;
        running = done;
        toldNanos = nanoTime.getAsLong();
        if (done == 0) {
            begunNanos = toldNanos;
        }
    }

    /// So many replications are done, those that run counted by the part of them that is done.
    public synchronized void running(double done) {
        if (done > running) {
            running = done;
            toldNanos = nanoTime.getAsLong();
        }
    }

    private synchronized void show(ProgressBar shown) {
        if (running > 0) {
            most = Math.max(most, (long) (STEPS * running / expected));
            shown.stepTo(most);
        }
        shown.setExtraMessage(message());
    }

    /// How far it is, in words. How long one takes is not known before a part of one is done.
    synchronized String message() {
        if (running == 0) {
            return expected == 0
                    ? "the first replication"
                    : "the first of %,d replications".formatted(expected);
        }
        double left = (toldNanos - begunNanos) / running * Math.max(0, expected - running);
        long sinceThen = nanoTime.getAsLong() - toldNanos;
        String clock = TimeLeft.clock(Duration.ofNanos(Math.max(0, (long) left - sinceThen)));
        return done == 0
                ? String.format(
                        Locale.ROOT, "%s left, %.2f of %,d replications", clock, running, expected)
                : "%s left, %,d of %,d replications".formatted(clock, done, expected);
    }

    @Override
    public void close() {
        bar.close();
    }
}
