package dev.manykitchens.core.load;

import dev.manykitchens.core.measurement.Latency;

import org.HdrHistogram.Histogram;

import java.util.ArrayDeque;
import java.util.Deque;

/// When jobs were handed in, and whose doing it was that they were handed in late: the pool's,
/// while it was taking the jobs before, or the generator's. Confined to one thread.
final class HandIns {

    /// The pool was taking a job.
    private record Taking(long fromNanos, long toNanos) {
        private long nanos() {
            return toNanos - fromNanos;
        }
    }

    private final Histogram late = Latency.histogram();

    /// What ended after the intended start of the last job, and how long it took together.
    private final Deque<Taking> recent = new ArrayDeque<>();

    private long recentNanos;
    private long takingNanos;

    /// A job has come, and will be handed in now or after others.
    ///
    /// @param dueNanos its intended start, which is not before that of the last one
    /// @return what [#begin] must be told
    long come(long dueNanos) {
        while (!recent.isEmpty() && recent.getFirst().toNanos() <= dueNanos) {
            recentNanos -= recent.removeFirst().nanos();
        }
        long before = recent.isEmpty() ? 0 : Math.max(0, dueNanos - recent.getFirst().fromNanos());
        return takingNanos - (recentNanos - before);
    }

    /// A job is about to be handed in.
    ///
    /// @param dueNanos its intended start
    /// @param mark what [#come] said of it
    void begin(long dueNanos, long nowNanos, long mark) {
        long poolsDoing = takingNanos - mark;
        late.recordValue(Math.max(0, nowNanos - dueNanos - poolsDoing));
    }

    /// The pool has taken the job.
    void end(long fromNanos, long toNanos) {
        Taking taking = new Taking(fromNanos, toNanos);
        recent.addLast(taking);
        recentNanos += taking.nanos();
        takingNanos += taking.nanos();
    }

    /// How late jobs were handed in that was the generator's doing.
    Histogram late() {
        return late;
    }

    /// For how long the pool was taking jobs.
    long takingNanos() {
        return takingNanos;
    }
}
