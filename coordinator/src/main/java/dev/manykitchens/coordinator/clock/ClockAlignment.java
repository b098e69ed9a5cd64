package dev.manykitchens.coordinator.clock;

/// Aligns a worker's clock with ours. Confined to the loop; time is an argument.
///
/// Nobody can know the offset of two clocks, but every message bounds it: one from the worker was
/// sent there before it was heard here, one to the worker was sent here before it arrived there.
///
/// ```
///   up    sent there ≤ heard here       offset ≤ heard − sent         offset = ours − theirs
///   down  sent here ≤ received there    offset ≥ sent − received
/// ```
///
/// The truth lies between the sharpest bounds of either kind; we take the middle, and the error is
/// at most half the width. No stage of a job can then come out negative. Clocks drift, so bounds
/// are forgotten after at most two windows.
public final class ClockAlignment {

    private static final long WINDOW_NANOS = 30_000_000_000L;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final boolean same;
    private boolean started;
    private long windowStart;
    private Bounds current = Bounds.NONE;
    private Bounds before = Bounds.NONE;

    /// @param low the offset is at least so much, when `lowKnown`
    /// @param high the offset is at most so much, when `highKnown`
    private record Bounds(boolean lowKnown, long low, boolean highKnown, long high) {

        static final Bounds NONE = new Bounds(false, 0, false, 0);

        Bounds atLeast(long offset) {
            return new Bounds(true, lowKnown ? Math.max(low, offset) : offset, highKnown, high);
        }

        Bounds atMost(long offset) {
            return new Bounds(lowKnown, low, true, highKnown ? Math.min(high, offset) : offset);
        }

        boolean contradictory() {
            return lowKnown && highKnown && low > high;
        }

        Bounds and(Bounds other) {
            Bounds both = this;
            if (other.lowKnown) {
                both = both.atLeast(other.low);
            }
            if (other.highKnown) {
                both = both.atMost(other.high);
            }
            return both;
        }
    }

    /// Of two different clocks.
    public ClockAlignment() {
        this(false);
    }

    private ClockAlignment(boolean same) {
        this.same = same;
    }

    /// Of one and the same clock: another process on this machine may read it too.
    public static ClockAlignment same() {
        return new ClockAlignment(true);
    }

    /// A message from the worker was heard.
    public void heard(long theirSentNanos, long ourHeardNanos) {
        long offset = ourHeardNanos - theirSentNanos;
        note(ourHeardNanos, current.atMost(offset), Bounds.NONE.atMost(offset));
    }

    /// A message to the worker has arrived there.
    public void arrived(long ourSentNanos, long theirReceivedNanos) {
        long offset = ourSentNanos - theirReceivedNanos;
        note(ourSentNanos, current.atLeast(offset), Bounds.NONE.atLeast(offset));
    }

    /// What their clock says, on our clock.
    public long toOurs(long theirNanos) {
        if (same) {
            return theirNanos;
        }
        Bounds bounds = bounds();
        if (bounds.lowKnown() && bounds.highKnown()) {
            return theirNanos + bounds.low() + (bounds.high() - bounds.low()) / 2;
        }
        return theirNanos + (bounds.highKnown() ? bounds.high() : bounds.low());
    }

    /// The alignment is wrong by at most so much; [Long#MAX_VALUE] while nothing is known.
    public long errorNanos() {
        if (same) {
            return 0;
        }
        Bounds bounds = bounds();
        return bounds.lowKnown() && bounds.highKnown()
                ? (bounds.high() - bounds.low() + 1) / 2
                : UNKNOWN;
    }

    private Bounds bounds() {
        Bounds both = current.and(before);
        return both.contradictory() ? current : both;
    }

    /// @param sharpened the current bounds with what was just learned
    /// @param alone what was just learned, which is true whatever came before
    private void note(long now, Bounds sharpened, Bounds alone) {
        if (!started) {
            started = true;
            windowStart = now;
        } else if (now - windowStart >= WINDOW_NANOS) {
            before = current;
            current = alone;
            windowStart = now;
            return;
        }
        current = sharpened.contradictory() ? alone : sharpened;
    }
}
