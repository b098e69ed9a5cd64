package dev.manykitchens.report.dashboard;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/// How many cores a process keeps busy, from its CPU time at several moments. Not thread-safe.
final class CpuRate {

    /// Shorter than this the clock of CPU time, which ticks every 10 ms, says little.
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private long atNanos;
    private long cpuNanos;
    private @Nullable Double cores;

    /// Takes the CPU time of one moment; 0 when it is unknown.
    void put(long nowNanos, long cpu) {
        if (cpu == 0) {
            return;
        }
        if (cpuNanos == 0) {
            atNanos = nowNanos;
            cpuNanos = cpu;
        } else if (nowNanos - atNanos >= SHORTEST_NANOS) {
            double busy = (double) Math.max(0, cpu - cpuNanos) / (nowNanos - atNanos);
            cores = Math.round(busy * 100) / 100.0;
            atNanos = nowNanos;
            cpuNanos = cpu;
        }
    }

    /// Between the last two moments; null while there were not two.
    @Nullable Double cores() {
        return cores;
    }
}
