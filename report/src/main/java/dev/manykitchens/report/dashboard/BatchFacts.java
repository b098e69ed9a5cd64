package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.cluster.BatchRow;

import org.jspecify.annotations.Nullable;

/// What a dashboard remembers of one batch, beside what its row says. Not thread-safe.
final class BatchFacts {

    private final int id;
    private final int pool;
    private int retried;
    private @Nullable BatchRow last;
    private long finishedNanos;

    BatchFacts(int id, int pool) {
        this.id = id;
        this.pool = pool;
    }

    void retried(int jobs) {
        retried += jobs;
    }

    /// It is finished, and this is the last that is known of it.
    void finished(BatchRow row, long atNanos) {
        last = row;
        finishedNanos = atNanos;
    }

    /// Whether it ended before this moment.
    boolean isFinishedBefore(long nanos) {
        return last != null && finishedNanos - nanos < 0;
    }

    /// Its row once it is finished.
    Frame.BatchRow finalRow(Zero zero) {
        if (last == null) {
            throw new IllegalStateException("only a batch that is finished has a last row");
        }
        return row(last, 0, zero.seconds(finishedNanos), zero);
    }

    /// Its row while it is not finished.
    Frame.BatchRow row(BatchRow now, int running, Zero zero) {
        return row(now, running, null, zero);
    }

    private Frame.BatchRow row(BatchRow now, int running, @Nullable Double finished, Zero zero) {
        return new Frame.BatchRow(
                id,
                pool,
                now.batch(),
                now.recipe(),
                now.settledElsewhere(),
                now.jobs(),
                running,
                now.succeeded(),
                now.failed(),
                now.cancelled(),
                now.orphaned(),
                retried,
                zero.seconds(now.submittedNanos()),
                finished);
    }
}
