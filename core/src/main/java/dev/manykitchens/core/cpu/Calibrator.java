package dev.manykitchens.core.cpu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Measures how fast a core does [CpuWork]: slice after slice, until so many in a row were not
/// faster than those before.
///
/// A fresh JVM works in an interpreter until its compiler has seen to the code, some ten times
/// slower. So what limits a calibration is the CPU time that it was given and not the time of day:
/// on a machine that is short of cores the compiler has had none either after a quarter of a
/// second, and an amount measured then would be far too small for ever after.
///
/// @param cpuClock CPU time of the calling thread in nanoseconds, or another clock where none can
///   be read
/// @param wallClock monotonic nanoseconds
/// @param slice works through [#UNITS] units
record Calibrator(LongSupplier cpuClock, LongSupplier wallClock, Runnable slice) {

    /// Units of a slice: about half a millisecond.
    static final int UNITS = 600;

    private static final int STEADY_SLICES = 150;

    private static final double FASTER = 0.9;

    private static final long MOST_CPU_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long MOST_WALL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// The rate of the fastest slices: what disturbs a slice (a neighbour on the same core, an
    /// interrupt, machine code that is not final yet) makes it longer and never shorter. Not the
    /// very fastest, in case a clock errs.
    Calibration measure() {
        long cpuEnd = cpuClock.getAsLong() + MOST_CPU_NANOS;
        long wallEnd = wallClock.getAsLong() + MOST_WALL_NANOS;
        List<Long> slices = new ArrayList<>();
        long fastest = Long.MAX_VALUE;
        int steady = 0;
        long before = cpuClock.getAsLong();
        while (steady < STEADY_SLICES
                && before - cpuEnd < 0
                && wallClock.getAsLong() - wallEnd < 0) {
            slice.run();
            long after = cpuClock.getAsLong();
            long nanos = Math.max(1, after - before);
            slices.add(nanos);
            steady = nanos < FASTER * fastest ? 0 : steady + 1;
            fastest = Math.min(fastest, nanos);
            before = after;
        }
        Collections.sort(slices);
        long typical = slices.get(slices.size() / 20);
        return new Calibration(UNITS * 1e9 / typical);
    }
}
