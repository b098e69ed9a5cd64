package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/// The closed lanes that wait for one worker, the one whose turn it is first.
///
/// A lane calls all members of its crew and is served by one of them, so the others are not told
/// each time: turns only grow, so a call that stands too far in front is put right when it is
/// looked at.
final class Callers {

    private record Call(Lane lane, long turn) {}

    private final PriorityQueue<Call> calls =
            new PriorityQueue<>(
                    Comparator.comparingLong(Call::turn)
                            .thenComparingLong(call -> call.lane().submitter().number())
                            .thenComparing(call -> call.lane().recipe()));
    private final Set<Lane> lanes = new HashSet<>();

    boolean isEmpty() {
        return calls.isEmpty();
    }

    void add(Lane lane) {
        if (lanes.add(lane)) {
            calls.add(new Call(lane, lane.submitter().turn()));
        }
    }

    void remove(Lane lane) {
        if (lanes.remove(lane)) {
            calls.removeIf(call -> call.lane() == lane);
        }
    }

    /// The lane whose turn it is; those that do not wait any more are dropped.
    @Nullable Lane first(Predicate<Lane> stillWaits) {
        for (Call call = calls.peek(); call != null; call = calls.peek()) {
            Lane lane = call.lane();
            if (!stillWaits.test(lane)) {
                calls.remove();
                lanes.remove(lane);
            } else if (call.turn() < lane.submitter().turn()) {
                calls.remove();
                calls.add(new Call(lane, lane.submitter().turn()));
            } else {
                return lane;
            }
        }
        return null;
    }
}
