package dev.manykitchens.simulator;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;

/// The kernel: a heap of things to do at points of virtual time, and the clock that jumps from one
/// to the next. What is due at the same time happens in the order in which it was asked for, so
/// that the same program always runs the same way. Confined to one thread.
public final class Simulation {

    /// The longest that virtual time may go on, nanoseconds: a hundred years. Beyond 292 a long has
    /// no room for them; what is asked for within a hundred years can still be added up.
    public static final long LONGEST_NANOS = 100L * 365 * 24 * 3_600 * 1_000_000_000;

    private final EventHeap heap = new EventHeap();

    /// What is to be done at this very time and was asked for at this very time: behind all that
    /// the heap has for it, which was asked for before (as in OMNeT++, `cEventHeap`).
    private final Queue<Runnable> atOnce = new ArrayDeque<>();

    private long now;
    private long steps;

    /// The virtual time, nanoseconds since the beginning.
    public long now() {
        return now;
    }

    /// How many actions have run.
    public long steps() {
        return steps;
    }

    /// How many actions are still to be run.
    public int pending() {
        return heap.size() + atOnce.size();
    }

    /// Has an action run at a time.
    ///
    /// @throws IllegalArgumentException when that time has passed
    /// @throws IllegalStateException when 16 million things are to be done already
    public void at(long timeNanos, Runnable action) {
        if (timeNanos < now) {
            throw new IllegalArgumentException(
                    "an action must not lie in the past, was at %d ns when it was %d ns"
                            .formatted(timeNanos, now));
        }
        if (timeNanos == now) {
            EventHeap.requireRoom(atOnce.size());
            atOnce.add(action);
        } else {
            heap.add(timeNanos, action);
        }
    }

    /// Has an action run after a delay of at least 0.
    public void after(long delayNanos, Runnable action) {
        at(Math.addExact(now, delayNanos), action);
    }

    /// Runs the next action; false when there is none.
    ///
    /// @throws ArithmeticException when it lies beyond [#LONGEST_NANOS]
    public boolean step() {
        Runnable action = next();
        if (action == null) {
            return false;
        }
        steps++;
        action.run();
        return true;
    }

    /// Takes out what is to be done next and moves the clock to it; null when there is nothing.
    private @Nullable Runnable next() {
        if (!atOnce.isEmpty() && (heap.isEmpty() || heap.firstTime() > now)) {
            return atOnce.poll();
        }
        if (heap.isEmpty()) {
            return null;
        }
        long next = heap.firstTime();
        if (next > LONGEST_NANOS) {
            throw new ArithmeticException(
                    "virtual time must end within %d ns, the next action was at %d ns"
                            .formatted(LONGEST_NANOS, next));
        }
        now = next;
        return heap.poll();
    }

    /// Runs until nothing is left to do.
    public void run() {
        while (step()) {}
    }

    /// Runs everything due up to and including a time; then it is that time.
    public void runUntil(long timeNanos) {
        while ((!atOnce.isEmpty() && now <= timeNanos)
                || (!heap.isEmpty() && heap.firstTime() <= timeNanos)) {
            step();
        }
        now = Math.max(now, timeNanos);
    }
}
