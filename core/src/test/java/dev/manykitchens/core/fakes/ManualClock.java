package dev.manykitchens.core.fakes;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A clock, in nanoseconds, that stands still until it is moved. Thread-safe.
public final class ManualClock implements LongSupplier {

    private final AtomicLong nanos;

    /// A clock that shows 0.
    public ManualClock() {
        this(0);
    }

    /// A clock that shows this.
    public ManualClock(long startNanos) {
        nanos = new AtomicLong(startNanos);
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    /// Moves it forward.
    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
