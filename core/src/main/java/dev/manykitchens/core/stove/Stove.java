package dev.manykitchens.core.stove;

import dev.manykitchens.core.lock.BriefLock;

import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// The permits to compute in one process. Thread-safe.
///
/// Every attempt has a [StoveTurn] here; turns that wait stand in a queue, oldest first. Without a
/// limit, turns do nothing and cost nothing.
///
/// How many permits there are may change. New ones go to those who wait, at once. Permits that are
/// to be fewer are taken from whoever gives one back, and with a switch interval from holders at
/// their next checkpoint, who then wait; until then more compute than there are permits. A limit of
/// a stove that has none holds for attempts that begin after it: those that run have a turn that
/// asks nobody, and end with it. When a limit is taken away, all who wait compute; turns that were
/// made under it are still counted, so that the next limit knows what they hold.
///
/// A permit that is given back wakes the oldest waiter. Until that one is there, whoever comes may
/// take the permit, most often the thread that has just given it back for its next job; otherwise
/// every job of a few microseconds would cost a switch of threads. The oldest waiter is overtaken
/// for one switch interval at most (1 ms where there is none): then the next permit goes to it
/// straight.
///
/// With a switch interval, a holder gives its permit away at the first checkpoint at which it has
/// held it for at least the interval and the oldest waiter has waited for at least the interval. It
/// is the holder that looks at the clock, and only while somebody waits: the outcome is that of a
/// waiter who sets a flag after the interval (as CPython's `gil_drop_request`), but it does not
/// depend on when the operating system lets the waiter run.
public final class Stove {

    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /// Written under the lock.
    private volatile int permits;

    /// After so long a holder gives its permit away; negative: never.
    private final long intervalNanos;

    /// How long the oldest waiter may be overtaken.
    private final long patienceNanos;

    private final LongSupplier nanoClock;

    private final BriefLock lock = new BriefLock();
    private final LinkedHashSet<StoveTurn> queue = new LinkedHashSet<>();

    /// Below 0: so many more are held than there are.
    private int free;

    /// Whether more are held than there are; written under the lock.
    private volatile boolean overdrawn;

    /// Whether the oldest waiter was woken to take a permit and has not come yet.
    private boolean called;

    /// Whether a holder should think of switching; written under the lock.
    private volatile boolean wanted;

    /// When the oldest waiter came; holds only while somebody waits. Written under the lock.
    private volatile long oldestSince;

    private Stove(StoveSpec spec, LongSupplier nanoClock) {
        this.permits = spec.count().orElse(UNLIMITED);
        this.intervalNanos = spec.switchInterval().map(d -> d.toNanos()).orElse(-1L);
        this.patienceNanos = intervalNanos < 0 ? PATIENCE_NANOS : intervalNanos;
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

    /// The same, made of a turn that is over: `last` itself when it is of this stove, which is
    /// limited, and holds nothing. By the thread that had it.
    public StoveTurn turn(StoveTurn last) {
        return permits != UNLIMITED && last.isIdleAt(this) ? last : turn();
    }

    /// How many permits there are; empty: no limit.
    public OptionalInt count() {
        int now = permits;
        return now == UNLIMITED ? OptionalInt.empty() : OptionalInt.of(now);
    }

    /// Changes how many permits there are.
    ///
    /// @param count from 1 to [StoveSpec#MOST]
    public void resize(int count) {
        if (count < 1 || count > StoveSpec.MOST) {
            throw new IllegalArgumentException(
                    "stoves must be from 1 to " + StoveSpec.MOST + ", was " + count);
        }
        become(count);
    }

    /// Lets compute whoever wants to, from now on.
    public void removeLimit() {
        become(UNLIMITED);
    }

    private void become(int count) {
        lock.lock();
        try {
            // All permits but those that are held, which cannot be more than there are numbers.
            free += count - permits;
            permits = count;
            while (free > 0 && !queue.isEmpty()) {
                free--;
                passOn();
            }
            noteQueue();
        } finally {
            lock.unlock();
        }
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
            if (free > 0 && (queue.isEmpty() || mayOvertake(since))) {
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
            if (free < 0) {
                takeAway();
            } else if (queue.isEmpty() || mayOvertake(nanoClock.getAsLong())) {
                free++;
                callOldest();
            } else {
                passOn();
            }
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
        if (!overdrawn
                && (now - oldestSince < intervalNanos || now - turn.since() < intervalNanos)) {
            return 0;
        }
        lock.lock();
        try {
            if (turn.state() != StoveTurn.State.HOLDING || (queue.isEmpty() && free >= 0)) {
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
            leave(turn);
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
        while (!hasBeenServed(turn)) {
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

    /// Whether the turn waits no more: it was given a permit, was revoked, or is the oldest and
    /// takes a permit that is free. The state is looked at under the lock and not before: waiting
    /// for the lock may swallow the wake-up that came with a permit.
    private boolean hasBeenServed(StoveTurn turn) {
        lock.lock();
        try {
            if (turn.state() != StoveTurn.State.WAITING) {
                return true;
            }
            if (queue.isEmpty() || queue.getFirst() != turn) {
                return false;
            }
            called = false;
            if (free <= 0) {
                return false;
            }
            free--;
            StoveTurn _ = queue.removeFirst();
            noteQueue();
            turn.grant(nanoClock.getAsLong());
            callOldest();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Whether the turn still waited; false when it was granted (or revoked) in the last moment.
    private boolean leaveQueue(StoveTurn turn) {
        lock.lock();
        try {
            if (turn.state() != StoveTurn.State.WAITING) {
                return false;
            }
            leave(turn);
            turn.putDown();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void leave(StoveTurn turn) {
        if (!queue.isEmpty() && queue.getFirst() == turn) {
            called = false;
        }
        queue.remove(turn);
        noteQueue();
        callOldest();
    }

    private boolean mayOvertake(long now) {
        return now - oldestSince < patienceNanos;
    }

    /// Wakes the oldest waiter when there is a permit for it.
    private void callOldest() {
        if (free > 0 && !called && !queue.isEmpty()) {
            called = true;
            LockSupport.unpark(queue.getFirst().waiter());
        }
    }

    /// Gives a permit that comes back straight to the oldest waiter, unless it is one too many.
    private void passOn() {
        if (free < 0) {
            takeAway();
            return;
        }
        if (queue.isEmpty()) {
            free++;
            return;
        }
        StoveTurn next = queue.removeFirst();
        called = false;
        noteQueue();
        Thread waiter = next.waiter();
        next.grant(nanoClock.getAsLong());
        LockSupport.unpark(waiter);
        callOldest();
    }

    /// A permit that comes back is one that there is no more.
    private void takeAway() {
        free++;
        noteQueue();
    }

    private void noteQueue() {
        boolean somebody = !queue.isEmpty();
        if (somebody) {
            oldestSince = queue.getFirst().since();
        }
        overdrawn = free < 0;
        wanted = (somebody || overdrawn) && intervalNanos >= 0;
    }
}
