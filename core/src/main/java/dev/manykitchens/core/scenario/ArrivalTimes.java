package dev.manykitchens.core.scenario;

import dev.manykitchens.core.random.RandomStreams;

import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/// When jobs come that come whatever became of those before: nanoseconds after the beginning,
/// ascending, without end but for a trace. Confined to one thread.
public final class ArrivalTimes {

    /// After the last arrival of a trace, and for arrivals after 292 years.
    public static final long NEVER = Long.MAX_VALUE;

    /// The time of the next arrival.
    @FunctionalInterface
    private interface Times {
        long next();
    }

    private final Times times;

    /// Arrivals from the first on.
    ///
    /// @param streams those of this run
    /// @throws IllegalArgumentException for a closed loop, where each arrival follows the end of
    ///   another job
    public ArrivalTimes(Arrivals arrivals, RandomStreams streams) {
        times =
                switch (arrivals) {
                    case Arrivals.AllAtOnce() -> () -> 0;
                    case Arrivals.Every every -> bursts(1, every.gap().toNanos());
                    case Arrivals.Bursts bursts -> bursts(bursts.size(), bursts.gap().toNanos());
                    case Arrivals.Poisson poisson ->
                            poisson(
                                    ZigguratSampler.Exponential.of(
                                            streams.stream("arrivals"),
                                            1e9 / poisson.rate().perSecond()));
                    case Arrivals.Trace trace -> trace(trace.nanos());
                    case Arrivals.Closed _ ->
                            throw new IllegalArgumentException(
                                    "the arrivals of a closed loop must follow the ends of jobs, and cannot be told before");
                };
    }

    /// When the next job comes; [#NEVER] when none does.
    public long nextNanos() {
        return times.next();
    }

    private static Times bursts(int size, long gapNanos) {
        return new Times() {
            private long done;

            @Override
            public long next() {
                long before = done++ / size;
                return before > (NEVER - 1) / gapNanos ? NEVER : before * gapNanos;
            }
        };
    }

    private static Times poisson(ContinuousSampler gaps) {
        return new Times() {
            private double at;

            @Override
            public long next() {
                at += gaps.sample();
                return (long) at;
            }
        };
    }

    private static Times trace(long[] nanos) {
        return new Times() {
            private int done;

            @Override
            public long next() {
                return done < nanos.length ? nanos[done++] : NEVER;
            }
        };
    }
}
