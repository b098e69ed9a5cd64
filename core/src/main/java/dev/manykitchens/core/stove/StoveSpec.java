package dev.manykitchens.core.stove;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How many threads of one process may compute at the same instant, and how long one may keep its
/// stove while others want it. [#toString] is the suffix of a pool spec: `+gil`, `+stoves=2`, or
/// nothing.
///
/// @param count the permits; empty: as many as threads want, the operating system shares the cores
/// @param switchInterval after so long a computing thread gives its stove to one that waits; empty:
///   it keeps it until it waits or ends
public record StoveSpec(OptionalInt count, Optional<Duration> switchInterval) {

    /// The most stoves of one process.
    public static final int MOST = 10_000;

    /// CPython's default switch interval: `sys.getswitchinterval()`.
    public static final Duration GIL_SWITCH_INTERVAL = Duration.ofMillis(5);

    /// No limit: threads compute as the operating system lets them.
    public static final StoveSpec UNLIMITED = new StoveSpec(OptionalInt.empty(), Optional.empty());

    /// One stove with CPython's switch interval.
    public static final StoveSpec GIL =
            new StoveSpec(OptionalInt.of(1), Optional.of(GIL_SWITCH_INTERVAL));

    public StoveSpec {
        count.ifPresent(n -> {
            if (n < 1 || n > MOST) {
                throw new IllegalArgumentException(
                        "stoves must be from 1 to " + MOST + ", was " + n);
            }
        });
    }

    /// So many stoves, kept until the holder waits or ends.
    public static StoveSpec of(int count) {
        return new StoveSpec(OptionalInt.of(count), Optional.empty());
    }

    @Override
    public String toString() {
        if (equals(GIL)) {
            return "+gil";
        }
        return count.isPresent() ? "+stoves=" + count.getAsInt() : "";
    }
}
