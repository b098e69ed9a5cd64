package dev.manykitchens.benchmarks.real;

import dev.manykitchens.core.measurement.Times;
import dev.manykitchens.core.pool.PoolSpec;

import java.util.List;

/// One pool of one scenario.
///
/// @param runs all that were measured, at least one
/// @param simulated in seconds
record Cell(String scenario, PoolSpec pool, List<Run> runs, double simulated) {

    Cell {
        runs = List.copyOf(runs);
        if (runs.isEmpty() || !(simulated > 0)) {
            throw new IllegalArgumentException(
                    "%s on %s must have been measured, and simulated to take longer than 0, was %d runs and %s s"
                            .formatted(scenario, pool, runs.size(), simulated));
        }
    }

    /// Of the runs that nobody was in the way of, if there are any.
    Times measured() {
        return Run.times(Run.quiet(runs));
    }

    /// Whether somebody was in the way of every run.
    boolean isDisturbed() {
        return runs.stream().noneMatch(Run::isQuiet);
    }

    /// By how much the simulation is above the median of what was measured, as a part of it.
    double error() {
        return simulated / measured().median() - 1;
    }

    /// How far the fastest and the slowest of those runs lie apart, as a part of the median.
    double spread() {
        return (measured().max() - measured().min()) / measured().median();
    }

    /// What it is held against.
    Bounds bounds() {
        return Bounds.of(pool);
    }
}
