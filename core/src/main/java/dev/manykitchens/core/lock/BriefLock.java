package dev.manykitchens.core.lock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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

    private static final VarHandle TAKEN = taken();

    /// Whether somebody has it; written by way of the handle, so that a lock is one object.
    @SuppressWarnings("UnusedVariable")
    private volatile boolean taken;

    private static VarHandle taken() {
        try {
            return MethodHandles.lookup().findVarHandle(BriefLock.class, "taken", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// Takes the lock.
    public void lock() {
        for (int tries = 0; !TAKEN.compareAndSet(this, false, true); tries++) {
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }
    }

    /// Gives it back.
    public void unlock() {
        TAKEN.setRelease(this, false);
    }
}
