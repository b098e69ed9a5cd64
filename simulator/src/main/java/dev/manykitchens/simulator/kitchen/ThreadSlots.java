package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.engine.ByPriority;
import dev.manykitchens.simulator.Simulation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A fixed number of threads, each of which runs one attempt after the other: `sequential`,
/// `threads:N`, `forkjoin:N`. They differ in which of several batches of the same priority comes
/// first.
final class ThreadSlots implements SimulatedEngine {

    /// Which batch the next job is taken from.
    enum Turns {
        /// The oldest that has jobs left.
        OLDEST_FIRST,
        /// Each batch has a window of tasks in a queue, twice as many as there are threads, and a
        /// task that has run a job queues again behind the others.
        IN_WINDOWS
    }

    private final SimulatedKitchen kitchen;
    private final int size;
    private final Turns turns;
    private final ByPriority<JobSupply> tasks = new ByPriority<>();

    /// Threads without an attempt; the one that became so last is asked first.
    private final Deque<Slot> idle = new ArrayDeque<>();

    ThreadSlots(SimulatedKitchen kitchen, int size, Turns turns) {
        this.kitchen = kitchen;
        this.size = size;
        this.turns = turns;
    }

    @Override
    public void start(List<? extends JobSupply> batches) {
        for (JobSupply batch : batches) {
            int window = turns == Turns.OLDEST_FIRST ? 1 : Math.min(2 * size, batch.remaining());
            for (int i = 0; i < window; i++) {
                tasks.addLast(batch, batch.priority());
            }
        }
        Simulation simulation = kitchen.simulation();
        for (int i = 0; i < size; i++) {
            simulation.after(0, new Slot()::work);
        }
    }

    @Override
    public void more(JobSupply supply) {
        int window = turns == Turns.OLDEST_FIRST ? 1 : Math.min(2 * size, supply.remaining());
        while (tasks.size() < window) {
            tasks.addLast(supply, supply.priority());
        }
        for (int wanted = Math.min(idle.size(), supply.remaining()); wanted > 0; wanted--) {
            kitchen.simulation().after(0, idle.removeFirst()::work);
        }
    }

    private @Nullable JobSupply nextTask() {
        for (JobSupply batch = tasks.peekFirst(); batch != null; batch = tasks.peekFirst()) {
            if (batch.hasNext() && turns == Turns.OLDEST_FIRST) {
                return batch;
            }
            var _ = tasks.pollFirst();
            if (batch.hasNext()) {
                return batch;
            }
        }
        return null;
    }

    /// One thread. It stays under its attempt whatever that waits for.
    private final class Slot extends OwnThread {

        private @Nullable JobSupply task;
        private boolean working;
        private boolean free = true;

        /// Runs attempts as long as they end at once; goes on when one ends later.
        void work() {
            if (working) {
                return;
            }
            working = true;
            while (free) {
                task = nextTask();
                if (task == null) {
                    idle.addFirst(this);
                    break;
                }
                free = false;
                new SimulatedAttempt(kitchen, task, task.next(), this).begin();
            }
            working = false;
        }

        @Override
        public void ended() {
            free = true;
            if (turns == Turns.IN_WINDOWS && task != null && task.hasNext()) {
                tasks.addLast(task, task.priority());
            }
            work();
        }
    }
}
