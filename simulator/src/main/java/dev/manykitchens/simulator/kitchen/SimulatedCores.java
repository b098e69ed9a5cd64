package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.simulator.Simulation;

import java.util.Comparator;
import java.util.TreeSet;

/// The cores of a machine, shared evenly by whoever computes: with `k` threads computing, each
/// progresses at `min(1, cores / k)`, and the rate of all changes when one comes or goes (processor
/// sharing: the limit of a fair scheduler whose time slices are short).
///
/// As all progress alike, one figure is enough: the *service* that a thread computing since the
/// beginning would have had. Who comes with a demand is done when the service has grown by it.
/// Figures are whole nanoseconds and a fraction in parts of the threads that share it; what would
/// end within a nanosecond ends with it, and when the number of threads changes, less than a
/// nanosecond of service is lost.
final class SimulatedCores {

    private static final long NEVER = Long.MAX_VALUE;

    private final Simulation simulation;
    private final int cores;
    private final TreeSet<Task> running =
            new TreeSet<>(
                    Comparator.<Task>comparingLong(task -> task.target)
                            .thenComparingLong(task -> task.sequence));

    private long service;
    private long fraction;
    private long asOf;
    private long ringsAt = NEVER;
    private long begun;
    private int mostRunning;
    private double busyNanos;

    /// A computation under way.
    static final class Task {
        private final long target;
        private final long sequence;
        private final Runnable done;

        private Task(long target, long sequence, Runnable done) {
            this.target = target;
            this.sequence = sequence;
            this.done = done;
        }
    }

    SimulatedCores(Simulation simulation, int cores) {
        this.simulation = simulation;
        this.cores = cores;
    }

    /// Begins a computation that needs a core for so long, above 0; `done` runs when it has had it.
    Task begin(long nanos, Runnable done) {
        advance();
        Task task = new Task(Math.addExact(service, nanos), begun++, done);
        fraction = 0;
        running.add(task);
        mostRunning = Math.max(mostRunning, running.size());
        arrange();
        return task;
    }

    /// How much a computation under way still needs.
    long remaining(Task task) {
        advance();
        return Math.max(0, task.target - service);
    }

    /// Stops a computation under way; its `done` never runs.
    ///
    /// @return how much it still needs
    long stop(Task task) {
        long left = remaining(task);
        fraction = 0;
        running.remove(task);
        arrange();
        return left;
    }

    /// How many threads computed at the same instant, at most.
    int mostRunning() {
        return mostRunning;
    }

    /// How long cores were busy until now, all cores together.
    double busyNanos() {
        advance();
        return busyNanos;
    }

    private void advance() {
        long now = simulation.now();
        long passed = now - asOf;
        asOf = now;
        int sharing = running.size();
        if (passed == 0 || sharing == 0) {
            return;
        }
        busyNanos += (double) passed * Math.min(sharing, cores);
        if (sharing <= cores) {
            service += passed;
        } else {
            long parts = passed % sharing * cores + fraction;
            service += passed / sharing * cores + parts / sharing;
            fraction = parts % sharing;
        }
    }

    /// Sees to it that the clock rings not later than the next computation ends. When that end
    /// moves away, the clock rings too early and is set again: that costs less than taking alarms
    /// back.
    private void arrange() {
        if (running.isEmpty()) {
            return;
        }
        long at = Math.addExact(asOf, timeFor(running.first().target - service));
        if (at < ringsAt) {
            ringsAt = at;
            simulation.at(at, () -> ring(at));
        }
    }

    /// How long it takes until the service has grown by so much, rounded up.
    private long timeFor(long growth) {
        int sharing = running.size();
        if (sharing <= cores) {
            return Math.max(0, growth);
        }
        long turns = Math.multiplyExact(growth / cores, sharing);
        long rest = Math.ceilDiv(growth % cores * sharing - fraction, cores);
        return Math.max(0, Math.addExact(turns, rest));
    }

    private void ring(long at) {
        if (at != ringsAt) {
            return;
        }
        ringsAt = NEVER;
        advance();
        while (!running.isEmpty() && running.first().target <= service) {
            fraction = 0;
            Task task = running.removeFirst();
            task.done.run();
            advance();
        }
        arrange();
    }
}
