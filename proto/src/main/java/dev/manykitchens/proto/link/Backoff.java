package dev.manykitchens.proto.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try to reach a coordinator: anything up to a bound that doubles
/// from try to try ("full jitter"), so that many who lost the same coordinator do not come back all
/// at once. Not thread-safe.
///
/// Source: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
public final class Backoff {

    /// The bound of the first wait.
    public static final Duration FIRST = Duration.ofMillis(100);

    /// No wait is longer.
    public static final Duration LONGEST = Duration.ofSeconds(5);

    private final RandomGenerator random;
    private long boundNanos = FIRST.toNanos();

    /// @param random draws the waits
    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /// How long to wait before the next try.
    public Duration next() {
        long wait = random.nextLong(boundNanos) + 1;
        boundNanos = Math.min(2 * boundNanos, LONGEST.toNanos());
        return Duration.ofNanos(wait);
    }

    /// A try succeeded: the next wait is short again.
    public void reset() {
        boundNanos = FIRST.toNanos();
    }
}
