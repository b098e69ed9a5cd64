package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.simulator.Simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/// A number of permits and those who wait for one, oldest first. Who gets one goes on at the same
/// instant, behind what was to happen then already.
final class PermitQueue {

    private final Simulation simulation;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private int free;

    PermitQueue(Simulation simulation, int permits) {
        this.simulation = simulation;
        this.free = permits;
    }

    /// Asks for a permit; `granted` runs when it is there.
    void take(Runnable granted) {
        if (free > 0) {
            free--;
            simulation.after(0, granted);
        } else {
            queue.addLast(granted);
        }
    }

    /// Gives a permit back: it goes to the oldest that waits.
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
