package dev.manykitchens.simulator.study;

import dev.manykitchens.core.measurement.Timeline;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.StrikeCounts;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What a study found of one pool.
///
/// @param spec the pool
/// @param capacity how much of it the scenario needs
/// @param expectation what theory expects of it, where there is a formula
/// @param runs the figures of each replication, in their order; none where it cannot keep up
/// @param timeline who ran what and when in the first of them; empty where none was kept
/// @param complaint why it cannot keep up, or does not
public record PoolStudy(
        PoolSpec spec,
        Capacity capacity,
        Optional<Expectation> expectation,
        List<RunFigures> runs,
        Optional<Timeline> timeline,
        Optional<String> complaint) {

    public PoolStudy {
        runs = List.copyOf(runs);
    }

    /// A figure over all replications.
    public Interval interval(ToDoubleFunction<RunFigures> figure) {
        return Interval.of(runs.stream().mapToDouble(figure).toArray());
    }

    /// Jobs that ended, a second: those of all replications, by the time of all of them, which is
    /// the usual estimator of a ratio. A mean of the replications' rates would give a short one as
    /// much weight as a long one, and be too large. NaN without any.
    public double throughput() {
        return runs.stream().mapToDouble(RunFigures::jobs).sum()
                / runs.stream().mapToDouble(RunFigures::elapsed).sum();
    }

    /// Which faults struck, all replications together.
    public StrikeCounts strikes() {
        return runs.stream().map(RunFigures::strikes).reduce(StrikeCounts.NONE, StrikeCounts::plus);
    }

    /// The part of its jobs that ended without a result; 0 without any.
    public double failedPart() {
        double failed = runs.stream().mapToInt(RunFigures::failed).sum();
        return failed / Math.max(1, runs.stream().mapToInt(RunFigures::jobs).sum());
    }

    /// The largest of a figure over all replications; NaN without any.
    public double most(ToDoubleFunction<RunFigures> figure) {
        return runs.stream().mapToDouble(figure).max().orElse(Double.NaN);
    }
}
