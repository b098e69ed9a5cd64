package dev.manykitchens.core.dispatch;

import java.time.Duration;
import java.util.Optional;

/// When a worker process that ended is replaced: at once, later, or never again. Confined to one
/// thread; time is an argument.
///
/// A worker that died at work is replaced at once, as long as that does not happen too often: there
/// is a store of [#BURST] replacements, and one comes back every second. A worker that died before
/// it joined will most likely die again: the next tries wait longer and longer, and after
/// [#MOST_FAILED_STARTS] in a row there are no more. Nor are there after [#MOST_IDLE_DEATHS]
/// workers in a row that joined and were lost before they had a job: those that die of a job are
/// limited by its attempts, these by nothing else.
///
/// Who starts processes asks it, and so does the simulation.
public final class ReplacementPolicy {

    /// Nothing has happened yet.
    public ReplacementPolicy() {}

    /// Replacements that may happen at once.
    public static final int BURST = 20;

    /// So many starts may fail in a row.
    public static final int MOST_FAILED_STARTS = 4;

    /// So many workers in a row may be lost before they had a job.
    public static final int MOST_IDLE_DEATHS = 20;

    private static final long REFILL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);

    private int failedStarts;
    private int idleDeaths;
    private boolean spent;

    /// When the store will be full; the store is what is missing until then.
    private long fullAt;

    /// A worker joined: starting works.
    public void started() {
        failedStarts = 0;
    }

    /// A worker was given a job.
    public void used() {
        idleDeaths = 0;
    }

    /// A worker ended before it joined.
    ///
    /// @return how long to wait before the next try; empty: give up
    public Optional<Duration> afterFailedStart() {
        failedStarts++;
        return failedStarts < MOST_FAILED_STARTS
                ? Optional.of(FIRST_DELAY.multipliedBy(1L << (failedStarts - 1)))
                : Optional.empty();
    }

    /// A worker ended that had joined, or will leave.
    ///
    /// @param idle whether it was lost before it had a job
    /// @return how long to wait before its replacement is started; empty: give up
    public Optional<Duration> afterDeath(long nowNanos, boolean idle) {
        if (idle && ++idleDeaths >= MOST_IDLE_DEATHS) {
            return Optional.empty();
        }
        if (!spent || fullAt - nowNanos < 0) {
            fullAt = nowNanos;
            spent = true;
        }
        fullAt += REFILL_NANOS;
        return Optional.of(Duration.ofNanos(Math.max(0, fullAt - nowNanos - BURST * REFILL_NANOS)));
    }
}
