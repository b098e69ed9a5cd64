package dev.manykitchens.benchmarks.real;

import dev.manykitchens.cli.host.Host;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.measurement.ProcessUsage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Who else uses this machine's cores: what they take is missing in the model, and so in every
/// figure that is held against it.
final class Neighbours {

    /// How long it takes to see whether somebody is there.
    private static final Duration GLANCE = Duration.ofMillis(500);

    private static final double NANOS = 1e9;

    private final Host host = new Host();

    /// What was read at a moment.
    ///
    /// @param usage empty when it cannot be read here
    record Moment(long nanos, Optional<ProcessUsage> usage) {}

    /// What this program and its worker JVMs used until now, and all cores. Reading takes some
    /// milliseconds.
    Moment now() {
        List<PoolWorker> workers =
                ProcessHandle.current()
                        .children()
                        .map(child -> new PoolWorker("child", "here", child.pid(), 1))
                        .toList();
        return new Moment(System.nanoTime(), host.read(workers));
    }

    /// Seconds from one moment to another.
    static double seconds(Moment begin, Moment end) {
        return (end.nanos() - begin.nanos()) / NANOS;
    }

    /// How many cores worked for others between two moments, or were taken away by other machines
    /// on the same hardware; NaN when it cannot be told. No worker may begin or end between them.
    static double cores(Moment begin, Moment end) {
        if (begin.usage().isEmpty() || end.usage().isEmpty()) {
            return Double.NaN;
        }
        ProcessUsage before = begin.usage().get();
        ProcessUsage after = end.usage().get();
        if (before.hostBusyNanos().isEmpty() || after.hostBusyNanos().isEmpty()) {
            return Double.NaN;
        }
        long busy = after.hostBusyNanos().getAsLong() - before.hostBusyNanos().getAsLong();
        long ours = after.cpuNanos() - before.cpuNanos();
        return Math.max(0, busy - ours) / NANOS / seconds(begin, end);
    }

    /// Waits until nobody else computes, at most so long.
    ///
    /// @return how many cores worked for others at the end of it
    double awaitQuiet(Duration most) {
        long giveUp = System.nanoTime() + most.toNanos();
        while (true) {
            Moment begin = now();
            rest();
            Moment end = now();
            double others = cores(begin, end);
            boolean over = end.nanos() - giveUp > 0 || Thread.currentThread().isInterrupted();
            if (over || new Run(0, seconds(begin, end), others).isQuiet()) {
                return others;
            }
        }
    }

    private static void rest() {
        long begin = System.nanoTime();
        long left = GLANCE.toNanos();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = begin + GLANCE.toNanos() - System.nanoTime();
        }
    }
}
