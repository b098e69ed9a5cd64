package dev.manykitchens.report.export;

import java.time.Instant;

/// Translates the monotonic times of events into the time of day, by one moment that is known in
/// both.
///
/// @param instant the moment as the time of day
/// @param nanos the same moment on the events' clock
public record WallClock(Instant instant, long nanos) {

    /// Nanoseconds since 1970 of a time on the events' clock.
    long epochNanos(long eventNanos) {
        return Math.addExact(
                        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L),
                        instant.getNano())
                + (eventNanos - nanos);
    }
}
