package dev.manykitchens.report.progress;

import dev.manykitchens.core.load.LoadListener;
import dev.manykitchens.core.load.LoadMeasurement;

import me.tongfei.progressbar.ProgressBar;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// The progress of loads: a bar over the seconds in which jobs come, how many are in the system,
/// and the time left. Opening, warming up and the end of the last jobs take none of these seconds:
/// there the bar stands still, and what goes on says why.
public final class LoadProgress implements LoadListener, AutoCloseable {

    private static final long NANOS_PER_STEP = 100_000_000;

    private final int pools;
    private final long loadNanos;
    private final LongSupplier nanoTime;
    private final Bar bar;

    // Guarded by this monitor.
    private String doing = "";
    private int done;
    private boolean loading;
    private long sinceNanos;
    private IntSupplier inSystem = () -> 0;

    /// Starts to draw.
    ///
    /// @param pools how many get a load
    /// @param load how long each goes on
    /// @param terminal where; the caller has made sure that it is one
    /// @param width its columns
    /// @param nanoTime the clock of the load
    public LoadProgress(
            int pools, Duration load, PrintStream terminal, int width, LongSupplier nanoTime) {
        this.pools = pools;
        this.loadNanos = load.toNanos();
        this.nanoTime = nanoTime;
        long steps = Math.max(1, pools * loadNanos / NANOS_PER_STEP);
        this.bar = new Bar("load", steps, terminal, width, this::show);
    }

    @Override
    public void opening(String pool) {
        say("opening " + pool);
    }

    @Override
    public void warmingUp(String pool) {
        say("warming up " + pool);
    }

    @Override
    public synchronized void loading(String pool, IntSupplier jobsInSystem) {
        doing = pool;
        inSystem = jobsInSystem;
        sinceNanos = nanoTime.getAsLong();
        loading = true;
    }

    @Override
    public synchronized void draining(String pool) {
        loading = false;
        done++;
        doing = pool + ", the last jobs";
    }

    @Override
    public synchronized void loaded(String pool, LoadMeasurement measurement) {
        inSystem = () -> 0;
    }

    @Override
    public void close() {
        bar.close();
    }

    private synchronized void say(String what) {
        doing = what;
    }

    private synchronized void show(ProgressBar shown) {
        long passed = done * loadNanos + elapsed();
        shown.stepTo(passed / NANOS_PER_STEP);
        Duration left = Duration.ofNanos(pools * loadNanos - passed);
        int jobs = inSystem.getAsInt();
        shown.setExtraMessage(
                TimeLeft.clock(left)
                        + " left, "
                        + doing
                        + (jobs > 0 ? ": " + jobs + " in the system" : ""));
    }

    private long elapsed() {
        return loading ? Math.min(loadNanos, nanoTime.getAsLong() - sinceNanos) : 0;
    }
}
