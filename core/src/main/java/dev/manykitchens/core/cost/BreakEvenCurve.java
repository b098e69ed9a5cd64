package dev.manykitchens.core.cost;

import dev.manykitchens.core.statistics.Bootstrap;
import dev.manykitchens.core.statistics.Estimate;
import dev.manykitchens.core.statistics.IsotonicFit;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// How many times faster a pool is than one thread, as a curve over the CPU time of a job: it can
/// only rise, because larger jobs share the same overhead among more work. On both axes it is one
/// of ratios.
final class BreakEvenCurve {

    /// Of a tail of half a percent ten draws are left.
    private static final int DRAWS = 2_000;

    private final List<SizeTrial> sizes;
    private final double[] logSizes;
    private final double[] weights;

    /// @param sizes what was tried, the smallest first
    BreakEvenCurve(List<SizeTrial> sizes) {
        this.sizes = sizes;
        this.logSizes = sizes.stream().mapToDouble(s -> Math.log(s.cpuSeconds())).toArray();
        this.weights = sizes.stream().mapToDouble(SizeTrial::rounds).toArray();
    }

    /// The CPU time of a job, in seconds, above which the pool was faster: 0 when it was with all
    /// of them, infinite when with none.
    double crossing() {
        return Math.exp(logCrossing(SizeTrial::logGain));
    }

    /// The same with its interval, when there is a crossing: a [Bootstrap] over the rounds of each
    /// size. Where drawn rounds have no crossing, it counts as lying at that end.
    BreakEven.Above interval(long seed) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        double[] draws = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            draws[i] =
                    Math.clamp(
                            logCrossing(size -> size.drawnLogGain(random)),
                            logSizes[0],
                            logSizes[logSizes.length - 1]);
        }
        double crossing = logCrossing(SizeTrial::logGain);
        Estimate estimate = Bootstrap.estimate(crossing, draws, runsAround(crossing));
        return new BreakEven.Above(
                Math.exp(estimate.value()), Math.exp(estimate.low()), Math.exp(estimate.high()));
    }

    /// How many runs of rounds decide about a crossing: the fewer of those of the sizes next to it.
    private int runsAround(double crossing) {
        int above = 1;
        while (above < logSizes.length - 1 && logSizes[above] < crossing) {
            above++;
        }
        return Math.min(sizes.get(above - 1).runs(), sizes.get(above).runs());
    }

    private double logCrossing(ToDoubleFunction<SizeTrial> logGain) {
        return IsotonicFit.of(logSizes, sizes.stream().mapToDouble(logGain).toArray(), weights)
                .crossing(0);
    }
}
