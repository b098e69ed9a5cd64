package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.engine.Engines;
import dev.manykitchens.simulator.Simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/// The thread of an event loop: over and over, what was posted until then and one attempt taken in,
/// until nothing of that is left or a while has gone by, and then the timers that were due by then.
/// Whatever it runs occupies it until it is set free, which may be later: that is how computing
/// blocks it.
final class SimulatedLoop {

    /// What it does next, in this order.
    private enum Phase {
        POSTS,
        TAKE_IN,
        TIMERS
    }

    private final Simulation simulation;
    private final BooleanSupplier takeIn;
    private final Deque<Runnable> posts = new ArrayDeque<>();
    private final Deque<Runnable> due = new ArrayDeque<>();
    private Phase phase = Phase.TIMERS;
    private int left;

    /// Since when posts and attempts have had their turn.
    private long since;

    /// Whether there were any since the last look at posts.
    private boolean any;

    private boolean idle;
    private boolean occupied;
    private boolean turning;

    /// @param takeIn begins one more attempt, on the loop; false when there is none, or no room
    SimulatedLoop(Simulation simulation, BooleanSupplier takeIn) {
        this.simulation = simulation;
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
                phase = Phase.TAKE_IN;
                occupied = true;
                if (takeIn.getAsBoolean()) {
                    any = true;
                } else {
                    occupied = false;
                }
            }
            case TAKE_IN -> {
                if (any && simulation.now() - since < Engines.LOOP_INTAKE_NANOS) {
                    lookAtPosts();
                } else {
                    phase = Phase.TIMERS;
                    left = due.size();
                    // What was posted meanwhile is looked at before it sleeps.
                    idle = left == 0 && !any && posts.isEmpty();
                }
            }
            case TIMERS -> {
                since = simulation.now();
                lookAtPosts();
            }
        }
    }

    private void lookAtPosts() {
        phase = Phase.POSTS;
        left = posts.size();
        any = left > 0;
    }
}
