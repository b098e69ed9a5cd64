package dev.manykitchens.coordinator.spawn;

import java.time.Duration;
import java.util.Optional;

/// When a worker JVM that ended is replaced: at once, later, or never again. Confined to one
/// thread; time is an argument.
///
/// A worker that died at work is replaced at once, as long as that does not happen too often: there
/// is a store of [#BURST] replacements, and one comes back every second. A worker that died before
/// it joined will most likely die again: the next tries wait longer and longer, and after
/// [#MOST_FAILED_STARTS] in a row there are no more.
final class ReplacementPolicy {

    /// Replacements that may happen at once.
    static final int BURST = 20;

    /// So many starts may fail in a row.
    static final int MOST_FAILED_STARTS = 4;

    private static final long REFILL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);

    private int failedStarts;
    private boolean spent;

    /// When the store will be full; the store is what is missing until then.
    private long fullAt;

    /// A worker joined: starting works.
    void started() {
        failedStarts = 0;
    }

    /// A worker ended before it joined.
    ///
    /// @return how long to wait before the next try; empty: give up
    Optional<Duration> afterFailedStart() {
        failedStarts++;
        return failedStarts < MOST_FAILED_STARTS
                ? Optional.of(FIRST_DELAY.multipliedBy(1L << (failedStarts - 1)))
                : Optional.empty();
    }

    /// A worker ended that had joined.
    ///
    /// @return how long to wait before its replacement is started
    Duration afterDeath(long nowNanos) {
        if (!spent || fullAt - nowNanos < 0) {
            fullAt = nowNanos;
            spent = true;
        }
        fullAt += REFILL_NANOS;
        return Duration.ofNanos(Math.max(0, fullAt - nowNanos - BURST * REFILL_NANOS));
    }
}
