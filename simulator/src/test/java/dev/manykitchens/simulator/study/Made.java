package dev.manykitchens.simulator.study;

import dev.manykitchens.core.measurement.Latency;
import dev.manykitchens.core.measurement.Split;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.StrikeCounts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/// Figures and studies that nobody simulated.
final class Made {

    private static final Split NOTHING = new Split(1, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private Made() {}

    /// A study with one replication for each of these responses; without any, its pool cannot keep
    /// up.
    static PoolStudy study(PoolSpec spec, double... responses) {
        return new PoolStudy(
                spec,
                new Capacity(List.of(new Capacity.Need("threads", 1, 1)), OptionalDouble.empty()),
                Optional.empty(),
                DoubleStream.of(responses).mapToObj(Made::figures).toList(),
                Optional.empty(),
                Optional.empty());
    }

    private static RunFigures figures(double response) {
        Latency latency = Latency.of(Math.round(response * 1e9));
        return new RunFigures(
                1,
                0,
                response,
                latency,
                0,
                Double.NaN,
                0,
                0,
                Map.of(),
                1,
                1,
                0,
                0,
                0,
                StrikeCounts.NONE,
                NOTHING,
                List.of(),
                1);
    }
}
