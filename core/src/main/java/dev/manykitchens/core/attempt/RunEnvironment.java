package dev.manykitchens.core.attempt;

import dev.manykitchens.core.resource.ResourceDesk;
import dev.manykitchens.core.stove.Stove;
import dev.manykitchens.core.stove.StoveSpec;

import java.time.Duration;

/// What all attempts of one pool, or of one worker JVM, share: its stove, its resources, and the
/// watchdog over their time. Thread-safe.
public final class RunEnvironment implements AutoCloseable {

    /// How long an attempt that was told to stop may go on before its thread is given up.
    public static final Duration GRACE = Duration.ofSeconds(1);

    private final Stove stove;
    private final ResourceDesk resources;
    private final Watchdog watchdog;
    private final CpuMeter meter = new CpuMeter();

    private RunEnvironment(Stove stove, ResourceDesk resources, Watchdog watchdog) {
        this.stove = stove;
        this.resources = resources;
        this.watchdog = watchdog;
    }

    /// An environment with the usual grace.
    ///
    /// @param name prefix of the names of its own threads
    /// @param stoves how many threads may compute at the same instant
    /// @param resources where jobs ask for resources
    public static RunEnvironment open(String name, StoveSpec stoves, ResourceDesk resources) {
        return open(name, stoves, resources, GRACE);
    }

    /// An environment with its own grace, above 0.
    public static RunEnvironment open(
            String name, StoveSpec stoves, ResourceDesk resources, Duration grace) {
        if (!grace.isPositive()) {
            throw new IllegalArgumentException("the grace must be above 0, was " + grace);
        }
        return new RunEnvironment(
                Stove.of(stoves), resources, new Watchdog(name + "-watchdog", grace.toNanos()));
    }

    /// The permits to compute.
    public Stove stove() {
        return stove;
    }

    /// The desk for named resources.
    public ResourceDesk resources() {
        return resources;
    }

    /// How many threads are held now by attempts that were given up and go on nevertheless.
    public int heldThreads() {
        return watchdog.heldThreads();
    }

    /// What is known of how long jobs compute.
    CpuMeter meter() {
        return meter;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    /// Ends the threads of the environment. Attempts that still run have no limit any more.
    @Override
    public void close() {
        watchdog.close();
    }
}
