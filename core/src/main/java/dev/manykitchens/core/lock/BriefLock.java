package dev.manykitchens.core.lock;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// A lock for a few instructions. Whoever waits for it looks again and again; nobody stands in
/// line.
///
/// Between [#lock] and [#unlock] nothing may wait and no foreign code may be called, but that a
/// thread may be interrupted (which can close a channel that its job waits for). Not reentrant.
/// While it waits, a thread may lose a wake-up that was meant for it (`LockSupport.unpark`): who
/// parks must look at its condition under this lock or after it.
public final class BriefLock {

    private static final int SPINS = 100;
    private static final long PAUSE_NANOS = 20_000;

    private final AtomicBoolean taken = new AtomicBoolean();

    /// Takes the lock.
    public void lock() {
        for (int tries = 0; !taken.compareAndSet(false, true); tries++) {
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }
    }

    /// Gives it back.
    public void unlock() {
        taken.setRelease(false);
    }
}
