package dev.manykitchens.core.engine;

import dev.manykitchens.core.lock.BriefLock;

import java.util.ArrayDeque;
import java.util.Deque;

/// Tasks of several lanes that take turns: one task of each lane after the other, each lane first
/// in, first out; lanes of a higher priority come first. Thread-safe.
final class TurnQueue {

    private final BriefLock lock = new BriefLock();
    private final ByPriority<Lane> turns = new ByPriority<>();

    /// The tasks of one source.
    static final class Lane {

        /// Guarded by the queue's lock.
        private final Deque<Runnable> tasks = new ArrayDeque<>(2);

        private final int priority;

        Lane(int priority) {
            this.priority = priority;
        }
    }

    void add(Lane lane, Runnable task) {
        lock.lock();
        try {
            if (lane.tasks.isEmpty()) {
                turns.addLast(lane, lane.priority);
            }
            lane.tasks.addLast(task);
        } finally {
            lock.unlock();
        }
    }

    /// Takes the next task. There must be one: call it as often as [#add].
    Runnable take() {
        lock.lock();
        try {
            Lane lane = turns.pollFirst();
            if (lane == null) {
                throw new IllegalStateException("as many tasks may be taken as were added");
            }
            Runnable task = lane.tasks.removeFirst();
            if (!lane.tasks.isEmpty()) {
                turns.addLast(lane, lane.priority);
            }
            return task;
        } finally {
            lock.unlock();
        }
    }
}
