package dev.manykitchens.core.engine;

import dev.manykitchens.core.lock.BriefLock;

import java.util.ArrayDeque;
import java.util.Deque;

/// Tasks of several lanes that take turns: one task of each lane after the other, each lane first
/// in, first out. Thread-safe.
final class TurnQueue {

    private final BriefLock lock = new BriefLock();
    private final Deque<Lane> turns = new ArrayDeque<>();

    /// The tasks of one source.
    static final class Lane {

        /// Guarded by the queue's lock.
        private final Deque<Runnable> tasks = new ArrayDeque<>(2);
    }

    void add(Lane lane, Runnable task) {
        lock.lock();
        try {
            if (lane.tasks.isEmpty()) {
                turns.addLast(lane);
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
            Lane lane = turns.removeFirst();
            Runnable task = lane.tasks.removeFirst();
            if (!lane.tasks.isEmpty()) {
                turns.addLast(lane);
            }
            return task;
        } finally {
            lock.unlock();
        }
    }
}
