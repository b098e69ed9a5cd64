package dev.manykitchens.core.load;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

import java.time.Duration;
import java.util.Arrays;

/// When each job of a load should start: nanoseconds after the beginning, ascending. Immutable.
///
/// A schedule is drawn before the load and owes nothing to what the pool does: that makes the loop
/// open. One of a closed loop is known after it.
public final class ArrivalSchedule {

    private static final int FIRST_CAPACITY = 1024;

    private final long[] offsets;

    private ArrivalSchedule(long[] offsets) {
        this.offsets = offsets;
    }

    /// A schedule of these offsets, which ascend.
    public static ArrivalSchedule at(long... offsetNanos) {
        return new ArrivalSchedule(offsetNanos.clone());
    }

    /// A Poisson process: gaps between neighbours are exponential and independent.
    static ArrivalSchedule poisson(Rate rate, Duration duration, long seed) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        SharedStateContinuousSampler gaps =
                ZigguratSampler.Exponential.of(random, 1e9 / rate.perSecond());
        double end = duration.toNanos();
        long[] offsets = new long[FIRST_CAPACITY];
        int size = 0;
        for (double at = gaps.sample(); at < end; at += gaps.sample()) {
            if (size == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * size);
            }
            offsets[size++] = (long) at;
        }
        return new ArrivalSchedule(Arrays.copyOf(offsets, size));
    }

    /// How many jobs come.
    public int size() {
        return offsets.length;
    }

    /// When a job should start, in nanoseconds after the beginning.
    public long offsetNanos(int job) {
        return offsets[job];
    }

    /// The first of these jobs.
    ArrivalSchedule first(int jobs) {
        return new ArrivalSchedule(Arrays.copyOf(offsets, jobs));
    }

    /// How many jobs have come so long after the beginning.
    int due(long elapsedNanos) {
        int low = 0;
        int high = offsets.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offsets[middle] <= elapsedNanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
