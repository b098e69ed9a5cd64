package dev.manykitchens.core.attempt;

/// Where the time of one attempt went, in nanoseconds. Filled while the attempt runs; read when it
/// has ended. Can be used again for the next attempt. Confined to the thread that runs the attempt.
public final class AttemptTimes {

    private final boolean read;
    private long startedNanos;
    private long finishedNanos;
    private long stoveNanos;
    private long cpuNanos;
    private long waitNanos;
    private long resourceNanos;

    /// Times that somebody will read.
    public AttemptTimes() {
        this(true);
    }

    private AttemptTimes(boolean read) {
        this.read = read;
    }

    /// Times that nobody will read: no clock is looked at for them alone when the attempt has no
    /// steps.
    public static AttemptTimes unread() {
        return new AttemptTimes(false);
    }

    boolean isRead() {
        return read;
    }

    /// Whether the clock must be looked at when this attempt begins and ends: somebody reads its
    /// times, or it has a limit.
    boolean areNeeded(Attempt attempt) {
        return read || attempt.options().timeout().isPresent();
    }

    /// The times of an attempt that ended before it began.
    public static AttemptTimes neverBegun(long atNanos) {
        AttemptTimes times = new AttemptTimes();
        times.start(atNanos);
        return times;
    }

    /// When a thread began with it, as of `System.nanoTime`.
    public long startedNanos() {
        return startedNanos;
    }

    /// When it ended, as of `System.nanoTime`.
    public long finishedNanos() {
        return finishedNanos;
    }

    /// How long it waited for a stove; on an event loop also for a thread that computes.
    public long stoveNanos() {
        return stoveNanos;
    }

    /// How long it computed, on a stove or without: thread CPU time where it can be measured, and
    /// else (on virtual threads, and for computations of a few microseconds) the time from start to
    /// end of computing without the wait for a stove.
    public long cpuNanos() {
        return cpuNanos;
    }

    /// How long it was in steps that wait.
    public long waitNanos() {
        return waitNanos;
    }

    /// How long it waited for resources.
    public long resourceNanos() {
        return resourceNanos;
    }

    void start(long now) {
        startedNanos = now;
        finishedNanos = now;
        stoveNanos = 0;
        cpuNanos = 0;
        waitNanos = 0;
        resourceNanos = 0;
    }

    void finish(long now) {
        finishedNanos = now;
    }

    void addStove(long nanos) {
        stoveNanos += nanos;
    }

    void addCpu(long nanos) {
        cpuNanos += nanos;
    }

    void addWait(long nanos) {
        waitNanos += nanos;
    }

    void addResource(long nanos) {
        resourceNanos += nanos;
    }
}
