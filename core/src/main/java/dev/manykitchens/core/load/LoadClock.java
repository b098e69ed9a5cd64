package dev.manykitchens.core.load;

import java.util.concurrent.locks.LockSupport;

/// The clock of a load: that of the pool's events.
interface LoadClock {

    /// Now, in nanoseconds.
    long nanoTime();

    /// Returns then, or earlier; the caller looks at the time again.
    void awaitUntil(long nanos);

    /// The clock of this process. Unparking the thread that waits wakes it.
    LoadClock SYSTEM =
            new LoadClock() {
                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }

                @Override
                public void awaitUntil(long nanos) {
                    LockSupport.parkNanos(this, nanos - System.nanoTime());
                }
            };
}
