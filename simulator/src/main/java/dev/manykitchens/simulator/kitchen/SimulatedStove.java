package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.simulator.Simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/// The permits to compute in one kitchen, with the rules of [dev.manykitchens.core.stove.Stove].
///
/// - Turns wait oldest first. A permit that comes back calls the oldest; whoever asks in that same
///   instant before the called one is there may overtake it, until it has waited for one switch
///   interval (1 ms where there is none): from then on the permit goes to it straight.
/// - With a switch interval, a computing holder gives its permit away when it has held it, and the
///   oldest has waited, for the interval: here at that very instant, in a real kitchen at the next
///   checkpoint.
final class SimulatedStove {

    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long PATIENCE_NANOS = 1_000_000;

    /// Real work comes to its first checkpoint after some 100 microseconds: so long computes
    /// whoever has a permit, also one that came to a core only when it was to switch already.
    static final long FIRST_CHECKPOINT_NANOS = 100_000;

    /// At a stove that has a permit for everybody. Nothing is added.
    private static final Deque<Turn> NOBODY = new ArrayDeque<>(0);

    private final Simulation simulation;
    private final int permits;
    private final long intervalNanos;
    private final long patienceNanos;
    private final Deque<Turn> queue;
    private final Set<Turn> computing = new LinkedHashSet<>();
    private int free;
    private boolean called;
    private int mostHeld;

    /// What one attempt has to do with its kitchen's stove.
    abstract static class Turn {
        private boolean waiting;
        private boolean holding;
        private boolean computing;
        private long since;
        private long computingSince;
        private long ringsAt = NEVER;

        /// A permit that was waited for is there.
        abstract void granted();

        /// The holder must stop computing and [SimulatedStove#giveWay].
        abstract void switched();
    }

    SimulatedStove(Simulation simulation, StoveSpec spec) {
        this.simulation = simulation;
        this.permits = spec.count().orElse(UNLIMITED);
        this.intervalNanos = spec.switchInterval().map(d -> d.toNanos()).orElse(-1L);
        this.patienceNanos = intervalNanos < 0 ? PATIENCE_NANOS : intervalNanos;
        this.free = permits;
        this.queue = permits == UNLIMITED ? NOBODY : new ArrayDeque<>();
    }

    /// Asks for a permit.
    ///
    /// @return whether it was there; if not, the turn waits and is told
    boolean acquire(Turn turn) {
        require(!turn.waiting && !turn.holding, "a turn that asks must have nothing");
        if (free > 0 && (queue.isEmpty() || mayOvertake())) {
            free--;
            grant(turn);
            return true;
        }
        enqueue(turn);
        return false;
    }

    /// The holder computes from now on, until it releases it or gives way.
    void computes(Turn turn) {
        require(turn.holding, "who computes on a stove must hold it");
        if (permits == UNLIMITED) {
            return;
        }
        turn.computingSince = simulation.now();
        turn.computing = true;
        computing.add(turn);
        arrange(turn);
    }

    void release(Turn turn) {
        putDown(turn);
        if (queue.isEmpty() || mayOvertake()) {
            free++;
            callOldest();
        } else {
            passOn();
        }
    }

    /// Gives the permit to the oldest and queues behind the others.
    void giveWay(Turn turn) {
        putDown(turn);
        passOn();
        enqueue(turn);
    }

    /// How many permits were held at the same instant, at most.
    int mostHeld() {
        return mostHeld;
    }

    private void putDown(Turn turn) {
        require(turn.holding, "who gives a stove back must hold it");
        turn.holding = false;
        if (turn.computing) {
            turn.computing = false;
            computing.remove(turn);
        }
    }

    private void grant(Turn turn) {
        turn.waiting = false;
        turn.holding = true;
        turn.since = simulation.now();
        mostHeld = Math.max(mostHeld, permits - free);
    }

    private void enqueue(Turn turn) {
        turn.waiting = true;
        turn.since = simulation.now();
        queue.addLast(turn);
        if (queue.size() == 1) {
            computing.forEach(this::arrange);
        }
    }

    private boolean mayOvertake() {
        return simulation.now() - queue.getFirst().since < patienceNanos;
    }

    private void callOldest() {
        if (free > 0 && !called && !queue.isEmpty()) {
            called = true;
            simulation.after(0, this::oldestComes);
        }
    }

    private void oldestComes() {
        called = false;
        if (free > 0 && !queue.isEmpty()) {
            free--;
            Turn turn = queue.removeFirst();
            grant(turn);
            callOldest();
            turn.granted();
        }
    }

    private void passOn() {
        if (queue.isEmpty()) {
            free++;
            return;
        }
        Turn next = queue.removeFirst();
        grant(next);
        simulation.after(0, next::granted);
    }

    /// Sees to it that the clock rings when a computing holder must switch, if somebody waits.
    private void arrange(Turn turn) {
        if (intervalNanos < 0 || queue.isEmpty()) {
            return;
        }
        long at = dueAt(turn);
        if (at < turn.ringsAt) {
            turn.ringsAt = at;
            simulation.at(at, () -> ring(turn, at));
        }
    }

    private long dueAt(Turn turn) {
        long due = Math.max(turn.since, queue.getFirst().since) + intervalNanos;
        return Math.max(due, turn.computingSince + FIRST_CHECKPOINT_NANOS);
    }

    private void ring(Turn turn, long at) {
        if (at != turn.ringsAt) {
            return;
        }
        turn.ringsAt = NEVER;
        if (!turn.computing || queue.isEmpty()) {
            return;
        }
        if (dueAt(turn) > at) {
            arrange(turn);
        } else {
            turn.switched();
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }
}
