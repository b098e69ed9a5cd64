package dev.manykitchens.core.dispatch;

/// Two readings of the time: the real one, for events, and the time spent *listening*, by which
/// silence is measured. When the dispatcher is called much later than it asked for (its process was
/// paused, its host was asleep), it heard nobody meanwhile, and nobody is blamed for that.
final class ListeningClock {

    private final long patienceNanos;
    private long now = Long.MIN_VALUE;
    private long deaf;
    private boolean armed;
    private long wakeAt;

    /// @param patienceNanos a call so much later than asked for is not taken for a pause
    ListeningClock(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /// Moves on to a later time.
    void advance(long nowNanos) {
        now = Math.max(now, nowNanos);
        if (armed && now - wakeAt > patienceNanos) {
            deaf += now - wakeAt;
        }
    }

    long now() {
        return now;
    }

    /// The time spent listening.
    long listened() {
        return now - deaf;
    }

    /// Whether to ask for a call at this time of listening, because none is asked for that comes
    /// soon enough.
    boolean shouldWakeAt(long listenedNanos) {
        long at = listenedNanos + deaf;
        if (armed && wakeAt > now && wakeAt <= at) {
            return false;
        }
        armed = true;
        wakeAt = Math.max(at, now + 1);
        return true;
    }

    /// The real time last asked for.
    long wakeAt() {
        return wakeAt;
    }

    /// Notes that nothing can expire.
    void disarm() {
        armed = armed && wakeAt > now;
    }
}
