package dev.manykitchens.proto.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try to reach the coordinator: anything from nothing to a bound
/// that doubles from 100 ms to 5 s, or to the part of it that each of several has. All workers and
/// clients lose a coordinator at the same moment; the whole width keeps them from coming back at
/// the same moment too. Confined to one thread.
///
/// Source: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015 ("full
/// jitter").
public final class BackOff {

    static final Duration FIRST_BOUND = Duration.ofMillis(100);
    static final Duration LAST_BOUND = Duration.ofSeconds(5);

    /// A stream that lasted so long was a good one: a coordinator that welcomes and then fails at
    /// once is not to be asked ever faster.
    static final Duration STEADY = Duration.ofSeconds(5);

    private final RandomGenerator random;
    private final long lastNanos;
    private long boundNanos = FIRST_BOUND.toNanos();

    /// @param random draws the waits
    public BackOff(RandomGenerator random) {
        this(random, 1);
    }

    /// @param random draws the waits
    /// @param coordinators how many are tried before each wait: one of several leads again soon,
    ///   and must be found soon, so the longest wait is shared out among them
    BackOff(RandomGenerator random, int coordinators) {
        this.random = random;
        this.lastNanos = LAST_BOUND.toNanos() / coordinators;
    }

    /// The wait after a stream that ended.
    ///
    /// @param welcomed how long it lasted since its welcome; zero when it was not welcomed
    public Duration after(Duration welcomed) {
        if (welcomed.compareTo(STEADY) >= 0) {
            boundNanos = FIRST_BOUND.toNanos();
        }
        long bound = boundNanos;
        boundNanos = Math.min(2 * bound, lastNanos);
        return Duration.ofNanos(random.nextLong(bound + 1));
    }
}
