package dev.manykitchens.simulator.kitchen;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/// The thread of an event loop: over and over, what was posted until then, the timers that were due
/// by then, and one attempt taken in. Whatever it runs occupies it until it is set free, which may
/// be later: that is how computing blocks it.
final class SimulatedLoop {

    /// What it does next, in this order.
    private enum Phase {
        POSTS,
        TIMERS,
        TAKE_IN
    }

    private final BooleanSupplier takeIn;
    private final Deque<Runnable> posts = new ArrayDeque<>();
    private final Deque<Runnable> due = new ArrayDeque<>();
    private Phase phase = Phase.TAKE_IN;
    private int left;
    private boolean idle;
    private boolean occupied;
    private boolean turning;

    /// @param takeIn begins one more attempt, on the loop; false when there is none, or no room
    SimulatedLoop(BooleanSupplier takeIn) {
        this.takeIn = takeIn;
    }

    /// Runs a task after what was posted before.
    void post(Runnable task) {
        posts.addLast(task);
        turn();
    }

    /// A timer is due: runs its task after those that were due before.
    void ring(Runnable task) {
        due.addLast(task);
        turn();
    }

    /// What occupied the loop has left it.
    void free() {
        occupied = false;
        turn();
    }

    /// Looks whether there is something to do.
    void turn() {
        if (turning) {
            idle = false;
            return;
        }
        turning = true;
        idle = false;
        while (!occupied && !idle) {
            if (left > 0) {
                left--;
                occupied = true;
                (phase == Phase.POSTS ? posts : due).removeFirst().run();
            } else {
                next();
            }
        }
        turning = false;
    }

    private void next() {
        switch (phase) {
            case POSTS -> {
                phase = Phase.TIMERS;
                left = due.size();
            }
            case TIMERS -> {
                phase = Phase.TAKE_IN;
                occupied = true;
                if (!takeIn.getAsBoolean()) {
                    occupied = false;
                    idle = posts.isEmpty() && due.isEmpty();
                }
            }
            case TAKE_IN -> {
                phase = Phase.POSTS;
                left = posts.size();
            }
        }
    }
}
