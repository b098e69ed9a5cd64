package dev.manykitchens.core.stove;

import org.jspecify.annotations.Nullable;

/// What one attempt has to do with its process's [Stove]: it holds a permit, waits for one, or
/// neither.
///
/// ```
/// IDLE ──acquire──▶ WAITING ──oldest──▶ HOLDING ──release──▶ IDLE
///                      ▲                   │
///                      └────yieldIfDue─────┘            any ──revoke──▶ REVOKED
/// ```
///
/// Used by the one thread that runs the attempt; only [#revoke] and [#isHolding] may come from
/// another.
public final class StoveTurn {

    enum State {
        IDLE,
        WAITING,
        HOLDING,
        REVOKED
    }

    /// The turn of every attempt where stoves are not limited.
    static final StoveTurn FREE = new StoveTurn(null);

    private final @Nullable Stove stove;

    private volatile State state = State.IDLE;
    private @Nullable Thread waiter;

    /// Waiting or holding since then.
    private volatile long since;

    StoveTurn(@Nullable Stove stove) {
        this.stove = stove;
    }

    /// A turn that needs no permit.
    public static StoveTurn none() {
        return FREE;
    }

    /// Waits for a permit and takes it.
    ///
    /// @return how long it waited, in nanoseconds
    /// @throws InterruptedException when the thread was interrupted while it waited; then it holds
    ///   nothing
    /// @throws IllegalStateException when it holds one already, or was revoked
    public long acquire() throws InterruptedException {
        return stove == null ? 0 : stove.acquire(this);
    }

    /// Gives the permit back; without effect after [#revoke].
    ///
    /// @throws IllegalStateException when it holds none
    public void release() {
        if (stove != null) {
            stove.release(this);
        }
    }

    /// A checkpoint: when the switch interval is over and somebody waits, gives the permit to the
    /// oldest waiter, queues behind the others and takes it again when its turn comes. Without
    /// effect when it holds none.
    ///
    /// @return how long it waited to have it again, in nanoseconds
    /// @throws InterruptedException when the thread was interrupted while it waited; then it holds
    ///   nothing
    public long yieldIfDue() throws InterruptedException {
        return stove == null ? 0 : stove.yieldIfDue(this);
    }

    /// Takes the permit away for good, as from a thread that was given up: it goes to the next, and
    /// this turn never gets one again.
    public void revoke() {
        if (stove != null) {
            stove.revoke(this);
        }
    }

    /// Whether it holds a permit; never where stoves are not limited.
    public boolean isHolding() {
        return state == State.HOLDING;
    }

    boolean isIdleAt(Stove other) {
        return stove == other && state == State.IDLE;
    }

    State state() {
        return state;
    }

    long since() {
        return since;
    }

    @Nullable Thread waiter() {
        return waiter;
    }

    void grant(long now) {
        since = now;
        waiter = null;
        state = State.HOLDING;
    }

    void queueUp(long now, Thread thread) {
        since = now;
        waiter = thread;
        state = State.WAITING;
    }

    void putDown() {
        waiter = null;
        state = State.IDLE;
    }

    void revoked() {
        state = State.REVOKED;
    }

    void refuseIfRevoked() {
        if (state == State.REVOKED) {
            throw new IllegalStateException("this turn at the stove was revoked");
        }
    }

    void require(State expected, String action) {
        refuseIfRevoked();
        if (state != expected) {
            throw new IllegalStateException(
                    "to " + action + ", a turn must be " + expected + ", was " + state);
        }
    }
}
