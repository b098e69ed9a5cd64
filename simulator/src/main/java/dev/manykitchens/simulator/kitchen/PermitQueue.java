package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.engine.ByPriority;
import dev.manykitchens.simulator.Simulation;

/// A number of permits and those who wait for one: those of the highest priority first, among
/// equals the oldest. Who gets one goes on at the same instant, behind what was to happen then
/// already.
final class PermitQueue {

    private final Simulation simulation;
    private final ByPriority<Runnable> queue = new ByPriority<>();
    private int free;

    PermitQueue(Simulation simulation, int permits) {
        this.simulation = simulation;
        this.free = permits;
    }

    /// Asks for a permit; `granted` runs when it is there.
    void take(Runnable granted) {
        take(0, granted);
    }

    /// The same, before those that wait with a lower priority.
    void take(int priority, Runnable granted) {
        if (free > 0) {
            free--;
            simulation.after(0, granted);
        } else {
            queue.addLast(granted, priority);
        }
    }

    /// Gives a permit back: it goes to the first that waits.
    void giveBack() {
        Runnable next = queue.pollFirst();
        if (next == null) {
            free++;
        } else {
            simulation.after(0, next);
        }
    }

    /// How many wait for one.
    int waiting() {
        return queue.size();
    }
}
