package dev.manykitchens.core.stove;

import java.util.LinkedHashSet;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The permits to compute in one process, given out in the order in which they were asked for.
/// Thread-safe.
///
/// Every attempt has a [StoveTurn] here. A permit that is given back goes straight to the turn that
/// has waited longest. Without a limit, turns do nothing and cost nothing.
///
/// With a switch interval, a holder gives its permit away at the first checkpoint at which it has
/// held it for at least the interval and the oldest waiter has waited for at least the interval. It
/// is the holder that looks at the clock, and only while somebody waits: the outcome is that of a
/// waiter who sets a flag after the interval (as CPython's `gil_drop_request`), but it does not
/// depend on when the operating system lets the waiter run.
public final class Stove {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final int permits;
    private final long intervalNanos;
    private final LongSupplier nanoClock;

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashSet<StoveTurn> queue = new LinkedHashSet<>();
    private int free;

    /// Whether a holder should think of switching; written under the lock.
    private volatile boolean wanted;

    /// When the oldest waiter came; holds only while somebody waits. Written under the lock.
    private volatile long oldestSince;

    private Stove(StoveSpec spec, LongSupplier nanoClock) {
        this.permits = spec.count().orElse(UNLIMITED);
        this.intervalNanos = spec.switchInterval().map(d -> d.toNanos()).orElse(Long.MAX_VALUE);
        this.nanoClock = nanoClock;
        this.free = permits;
    }

    /// The stove that a spec describes.
    public static Stove of(StoveSpec spec) {
        return of(spec, System::nanoTime);
    }

    /// The stove that a spec describes, with its own clock, in nanoseconds.
    public static Stove of(StoveSpec spec, LongSupplier nanoClock) {
        return new Stove(spec, nanoClock);
    }

    /// A turn for one attempt, holding nothing.
    public StoveTurn turn() {
        return permits == UNLIMITED ? StoveTurn.FREE : new StoveTurn(this);
    }

    /// How many turns wait for a permit.
    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    long acquire(StoveTurn turn) throws InterruptedException {
        long since;
        lock.lock();
        try {
            turn.require(StoveTurn.State.IDLE, "acquire");
            since = nanoClock.getAsLong();
            if (free > 0) {
                free--;
                turn.grant(since);
                return 0;
            }
            enqueue(turn, since);
        } finally {
            lock.unlock();
        }
        return await(turn, since);
    }

    void release(StoveTurn turn) {
        lock.lock();
        try {
            if (turn.state() == StoveTurn.State.REVOKED) {
                return;
            }
            turn.require(StoveTurn.State.HOLDING, "release");
            turn.putDown();
            passOn();
        } finally {
            lock.unlock();
        }
    }

    /// Called at every checkpoint: one volatile read while nobody waits.
    long yieldIfDue(StoveTurn turn) throws InterruptedException {
        if (!wanted || turn.state() != StoveTurn.State.HOLDING) {
            return 0;
        }
        long now = nanoClock.getAsLong();
        if (now - oldestSince < intervalNanos || now - turn.since() < intervalNanos) {
            return 0;
        }
        lock.lock();
        try {
            if (turn.state() != StoveTurn.State.HOLDING || queue.isEmpty()) {
                return 0;
            }
            turn.putDown();
            passOn();
            enqueue(turn, now);
        } finally {
            lock.unlock();
        }
        return await(turn, now);
    }

    void revoke(StoveTurn turn) {
        lock.lock();
        try {
            if (turn.state() == StoveTurn.State.HOLDING) {
                passOn();
            }
            queue.remove(turn);
            noteQueue();
            Thread waiter = turn.waiter();
            turn.revoked();
            LockSupport.unpark(waiter);
        } finally {
            lock.unlock();
        }
    }

    private void enqueue(StoveTurn turn, long now) {
        turn.queueUp(now, Thread.currentThread());
        queue.addLast(turn);
        noteQueue();
    }

    private long await(StoveTurn turn, long since) throws InterruptedException {
        boolean interrupted = false;
        while (turn.state() == StoveTurn.State.WAITING) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                interrupted = true;
                if (leaveQueue(turn)) {
                    throw new InterruptedException("interrupted while waiting for a stove");
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        turn.refuseIfRevoked();
        return nanoClock.getAsLong() - since;
    }

    /// Whether the turn still waited; false when it was granted (or revoked) in the last moment.
    private boolean leaveQueue(StoveTurn turn) {
        lock.lock();
        try {
            if (turn.state() != StoveTurn.State.WAITING) {
                return false;
            }
            queue.remove(turn);
            noteQueue();
            turn.putDown();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void passOn() {
        StoveTurn next = queue.isEmpty() ? null : queue.removeFirst();
        if (next == null) {
            free++;
            if (free > permits) {
                throw new AssertionError(
                        "more permits free than there are: " + free + " of " + permits);
            }
            return;
        }
        noteQueue();
        Thread waiter = next.waiter();
        next.grant(nanoClock.getAsLong());
        LockSupport.unpark(waiter);
    }

    private void noteQueue() {
        boolean somebody = !queue.isEmpty();
        if (somebody) {
            oldestSince = queue.getFirst().since();
        }
        wanted = somebody && intervalNanos != Long.MAX_VALUE;
    }
}
