package dev.manykitchens.benchmarks.real;

import dev.manykitchens.core.measurement.Times;
import dev.manykitchens.core.pool.PoolSpec;

/// One pool of one scenario.
///
/// @param measured of each run, in seconds; at least one
/// @param simulated in seconds
record Cell(String scenario, PoolSpec pool, Times measured, double simulated) {

    Cell {
        if (!(measured.median() > 0) || !(simulated > 0)) {
            throw new IllegalArgumentException(
                    "times of %s on %s must be above 0, were %s measured and %s simulated"
                            .formatted(scenario, pool, measured.median(), simulated));
        }
    }

    /// By how much the simulation is above the median of what was measured, as a part of it.
    double error() {
        return simulated / measured.median() - 1;
    }

    /// How far the fastest and the slowest run lie apart, as a part of the median.
    double spread() {
        return (measured.max() - measured.min()) / measured.median();
    }

    /// What it is held against.
    Bounds bounds() {
        return Bounds.of(pool);
    }
}
