package dev.manykitchens.coordinator.dispatch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Places for unfinished batches, and for single jobs that have no outcome; all of them are free
/// when nothing runs. Thread-safe.
final class Places {

    private final int most;
    private final BooleanSupplier delivering;
    private final Semaphore free;

    /// @param most how many there are
    /// @param delivering whether the calling thread is one on which places become free
    Places(int most, BooleanSupplier delivering) {
        this.most = most;
        this.delivering = delivering;
        free = new Semaphore(most);
    }

    int most() {
        return most;
    }

    /// Takes a place. Waits while there is none.
    ///
    /// @throws IllegalStateException when waiting would be for ever
    void take() {
        if (tryTake()) {
            return;
        }
        if (delivering.getAsBoolean()) {
            // Places become free on this very thread.
            throw new IllegalStateException(
                    "at most %d batches may be unfinished, all places are taken; submit from another thread than the one that delivers results"
                            .formatted(most));
        }
        free.acquireUninterruptibly();
    }

    /// Takes a place if there is one; whether there was.
    boolean tryTake() {
        return free.tryAcquire();
    }

    void giveBack(int places) {
        free.release(places);
    }

    /// Waits until all are free; nobody may take one meanwhile.
    ///
    /// @return false when that takes longer than the limit
    boolean awaitAllFree(Duration limit) throws InterruptedException {
        if (!free.tryAcquire(most, limit.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        free.release(most);
        return true;
    }
}
