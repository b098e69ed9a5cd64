package dev.manykitchens.core.cpu;

import java.time.Duration;

/// How fast a core of this machine does [CpuWork].
///
/// @param unitsPerSecond units in one second of thread CPU time; above 0
public record Calibration(double unitsPerSecond) {

    public Calibration {
        if (!(unitsPerSecond > 0 && unitsPerSecond < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "units of work per second must be above 0, were " + unitsPerSecond);
        }
    }

    /// The units that take this much CPU time, to the nearest whole one.
    public long unitsFor(Duration cpuTime) {
        return Math.round(cpuTime.toNanos() * 1e-9 * unitsPerSecond);
    }
}
