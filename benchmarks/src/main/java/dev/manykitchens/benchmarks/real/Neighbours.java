package dev.manykitchens.benchmarks.real;

import dev.manykitchens.cli.host.Host;
import dev.manykitchens.core.measurement.ProcessUsage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// Who else uses this machine's cores, looked at while this program rests: what they take is
/// missing in the model, and so in every figure that is held against it.
final class Neighbours {

    /// From this part of a core on, on average, the machine counts as busy.
    private static final double BUSY = 0.1;

    /// Processor time comes in ticks of 10 ms.
    private static final long WATCHED_NANOS = 500_000_000;

    private final Host host = new Host();
    private final List<Double> seen = new ArrayList<>();

    /// Watches for half a second.
    ///
    /// @return how many cores worked for others, or were taken away by other machines on the same
    ///   hardware; NaN when it cannot be told
    double watch() {
        ProcessUsage before = host.read(List.of()).orElse(null);
        long begin = System.nanoTime();
        long left = WATCHED_NANOS;
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = begin + WATCHED_NANOS - System.nanoTime();
        }
        ProcessUsage after = host.read(List.of()).orElse(null);
        long wall = System.nanoTime() - begin;
        if (before == null || after == null || after.hostBusyNanos().isEmpty()) {
            return Double.NaN;
        }
        long busy = after.hostBusyNanos().getAsLong() - before.hostBusyNanos().orElseThrow();
        double others = Math.max(0, busy - (after.cpuNanos() - before.cpuNanos())) / (double) wall;
        seen.add(others);
        return others;
    }

    /// What was seen so far, in one line.
    String sentence() {
        if (seen.isEmpty()) {
            return "How many cores others used is not known here.";
        }
        double mean = seen.stream().mapToDouble(cores -> cores).average().orElseThrow();
        return String.format(
                Locale.ROOT,
                "Others used %.1f of %d cores on average, at most %.1f, whenever this program rested.%s",
                mean,
                Host.cores(),
                seen.stream().max(Comparator.naturalOrder()).orElseThrow(),
                mean > BUSY
                        ? " That is too much for figures to be told: run it again when nothing else runs."
                        : "");
    }
}
