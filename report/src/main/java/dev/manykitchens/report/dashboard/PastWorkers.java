package dev.manykitchens.report.dashboard;

import java.util.ArrayList;
import java.util.List;

/// The workers of a pool that are no more and are still shown: each for a while, and once the pool
/// is closed those that it had last, as long as the pool. Not thread-safe.
final class PastWorkers {

    private final List<Departed> departed = new ArrayList<>();
    private final LastWorkers last = new LastWorkers();
    private boolean closed;

    private record Departed(Frame.KitchenRow row, long atNanos, boolean lost) {}

    /// One was lost.
    ///
    /// @param row how it was last
    void lost(Frame.KitchenRow row, long atNanos) {
        departed.add(new Departed(row, atNanos, true));
    }

    /// One left in order.
    ///
    /// @param row how it was last
    /// @param sinceNanos when it began to leave
    void left(Frame.KitchenRow row, long atNanos, long sinceNanos) {
        departed.add(new Departed(row, atNanos, false));
        last.left(row, sinceNanos);
    }

    /// The pool is closed: those that it had at last stay, the others that left are no more.
    void closed() {
        closed = true;
        departed.removeIf(worker -> !worker.lost());
    }

    /// Those that were gone before this moment are shown no more.
    void forgetBefore(long nanos) {
        departed.removeIf(worker -> worker.atNanos() - nanos < 0);
    }

    /// Whether one of this name was lost and is still shown.
    boolean wasLost(String name) {
        return departed.stream()
                .anyMatch(worker -> worker.lost() && name.equals(worker.row().name()));
    }

    /// How each of those that are shown was last.
    List<Frame.KitchenRow> rows() {
        List<Frame.KitchenRow> rows = new ArrayList<>();
        departed.forEach(worker -> rows.add(worker.row()));
        if (closed) {
            rows.addAll(last.rows());
        }
        return rows;
    }

    /// How many more the pool had at last than are shown; 0 while it is open.
    int leftOut() {
        return closed ? last.leftOut() : 0;
    }
}
