package dev.manykitchens.worker;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes the thread that decides what the worker does next. Thread-safe; a ring while nobody waits
/// is heard by whoever waits next.
final class Bell {

    private final Semaphore rings = new Semaphore(0);

    /// Something has changed.
    void ring() {
        rings.release();
    }

    /// Waits for a ring, or until this time has passed.
    void await(Duration most) {
        try {
            if (rings.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
                int _ = rings.drainPermits();
            }
        } catch (InterruptedException _) {
            // A recipe's code may have interrupted the first thread that it found: looking too
            // early does no harm.
        }
    }
}
