package dev.manykitchens.report.dashboard;

import java.time.Instant;

/// The moment from which a dashboard counts its seconds.
///
/// @param nanos on the clock of the events
/// @param wall the same moment as people tell it
record Zero(long nanos, Instant wall) {

    private static final double MICROS = 1e6;

    /// A time on the clock of the events, in seconds, to a microsecond.
    double seconds(long atNanos) {
        return duration(atNanos - nanos);
    }

    /// Some nanoseconds, in seconds, to a microsecond.
    static double duration(long nanos) {
        return Math.round(nanos / 1e3) / MICROS;
    }
}
