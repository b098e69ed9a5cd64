package dev.manykitchens.report.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The workers of a pool that were there until the end: those that began to leave together, last of
/// all. When a pool is closed, its workers begin to leave at one moment, and each is gone as soon
/// as it is done; others had left, and made room for those, before. Not thread-safe.
final class LastWorkers {

    /// More are counted, not kept: so many processes the memory map draws of a pool.
    static final int MOST = 64;

    /// Those that begin to leave within so long of each other leave together.
    private static final long TOGETHER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final List<Frame.KitchenRow> rows = new ArrayList<>();
    private long newestNanos;
    private int leftOut;

    /// A worker left in order.
    ///
    /// @param row how it was last
    /// @param sinceNanos when it began to leave
    void left(Frame.KitchenRow row, long sinceNanos) {
        long later = rows.isEmpty() ? 0 : sinceNanos - newestNanos;
        if (later < -TOGETHER_NANOS) {
            // It has taken its time: others began later, and are gone already.
            return;
        }
        if (later > TOGETHER_NANOS) {
            rows.clear();
            leftOut = 0;
        }
        newestNanos = rows.isEmpty() ? sinceNanos : Math.max(newestNanos, sinceNanos);
        if (rows.size() < MOST) {
            rows.add(row);
        } else {
            leftOut++;
        }
    }

    /// How each was last, those that left first standing first.
    List<Frame.KitchenRow> rows() {
        return rows;
    }

    /// How many more left with them.
    int leftOut() {
        return leftOut;
    }
}
