package dev.manykitchens.core.attempt;

import dev.manykitchens.core.cpu.ThreadCpuTime;

/// Decides for which computations thread CPU time is read. One reading costs half a microsecond,
/// more than many a job.
///
/// After [#STREAK] computations in a row that were shorter than [#SHORT_NANOS], the next ones are
/// only timed with `nanoTime`, which is then taken for their CPU time, until one of them is longer:
/// that one is reported with its elapsed time, and readings begin again. On virtual threads there
/// is no CPU time, and elapsed time is all there is. Elapsed time never includes the wait for a
/// stove. Thread-safe: a streak that is miscounted costs a reading more or less.
final class CpuMeter {

    static final long SHORT_NANOS = 20_000;
    static final int STREAK = 16;

    private volatile int streak;

    /// Whether elapsed time is all that would be read now.
    boolean isElapsedEnough() {
        return streak >= STREAK || !ThreadCpuTime.isReadable();
    }

    /// Counts a computation of which only the elapsed time was read.
    ///
    /// @return the same time
    long elapsed(long nanos) {
        count(nanos);
        return nanos;
    }

    /// Begins to measure on this thread.
    void begin(Reading reading, long now, long stoveNanos) {
        reading.startedNanos = now;
        reading.stoveNanos = stoveNanos;
        reading.exact = streak < STREAK && ThreadCpuTime.isReadable();
        reading.cpuNanos = reading.exact ? ThreadCpuTime.nanos() : 0;
    }

    /// CPU time of this thread since the reading began.
    long end(Reading reading, long now, long stoveNanos) {
        long elapsed = now - reading.startedNanos - (stoveNanos - reading.stoveNanos);
        count(elapsed);
        return reading.exact ? ThreadCpuTime.nanos() - reading.cpuNanos : elapsed;
    }

    private void count(long elapsed) {
        int seen = streak;
        if (elapsed >= SHORT_NANOS) {
            streak = 0;
        } else if (seen < STREAK) {
            streak = seen + 1;
        }
    }

    /// Where a measurement began; can be used again for the next one. Confined to the thread that
    /// measures.
    static final class Reading {
        private long startedNanos;
        private long stoveNanos;
        private boolean exact;
        private long cpuNanos;
    }
}
