package dev.manykitchens.core.resource;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/// Who asks for permits: a job that is being done, so that it is known who holds what and waits for
/// what. It asks for one permit at a time. Kept as long as whoever runs jobs one after the other.
public final class PermitUser {

    /// Nobody in particular, who is never taken for one that waits.
    public static final PermitUser UNKNOWN = new PermitUser(0, () -> 0);

    private static final AtomicLong LAST = new AtomicLong();

    private final long number;
    private final IntSupplier job;

    // Guarded by the lock of the wait graph.
    private int held;
    private @Nullable PermitCounter waitsFor;

    private PermitUser(long number, IntSupplier job) {
        this.number = number;
        this.job = job;
    }

    /// Somebody.
    ///
    /// @param job the position in its batch of the job that is being done
    public static PermitUser of(IntSupplier job) {
        return new PermitUser(LAST.incrementAndGet(), job);
    }

    /// Its number, unique in this process; 0: nobody in particular.
    public long number() {
        return number;
    }

    /// The position in its batch of the job that is being done.
    public int job() {
        return job.getAsInt();
    }

    /// How many permits it holds.
    int held() {
        return held;
    }

    void holds(int more) {
        held += more;
    }

    /// What it waits for; null when it does not.
    @Nullable PermitCounter waitsFor() {
        return waitsFor;
    }

    void waitFor(@Nullable PermitCounter counter) {
        waitsFor = this == UNKNOWN ? null : counter;
    }

    /// As people count jobs.
    @Override
    public String toString() {
        return "job " + (job() + 1);
    }
}
