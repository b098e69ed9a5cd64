package dev.manykitchens.report.cluster;

import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.WorkerRow;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What happened between two views of one cluster. Where there is no time between them, or counting
/// began anew, rates are NaN.
final class Change {

    private static final double NANOS = 1e9;

    private final ClusterView before;
    private final ClusterView now;
    private final long elapsed;
    private final Map<String, WorkerRow> workersBefore;

    Change(ClusterView before, ClusterView now) {
        this.before = before;
        this.now = now;
        boolean goesOn = now.totals().ended() >= before.totals().ended();
        elapsed = goesOn ? Math.max(0, now.atNanos() - before.atNanos()) : 0;
        workersBefore =
                before.workers().stream()
                        .collect(
                                Collectors.toMap(
                                        WorkerRow::name, Function.identity(), (one, _) -> one));
    }

    /// Jobs that ended where they ran, a second.
    double jobsPerSecond() {
        return perSecond(ran(now) - ran(before));
    }

    /// Jobs that ended at a worker, a second.
    double jobsPerSecond(WorkerRow worker) {
        WorkerRow earlier = workersBefore.get(worker.name());
        return earlier == null ? Double.NaN : perSecond(ran(worker) - ran(earlier));
    }

    /// Which part of their time a worker's threads were busy, 0 to 1.
    ///
    /// Their time is told when a job ends. So where fewer jobs ended than threads had something to
    /// do at both moments, jobs are long against the time between, and those threads count as busy.
    double utilisation(WorkerRow worker) {
        WorkerRow earlier = workersBefore.get(worker.name());
        if (earlier == null || elapsed == 0) {
            return Double.NaN;
        }
        double told = (worker.busyNanos() - earlier.busyNanos()) / (double) elapsed;
        int held = Math.min(worker.threads(), Math.min(worker.chunks(), earlier.chunks()));
        double busy = ran(worker) - ran(earlier) < held ? Math.max(told, held) : told;
        return Math.clamp(busy / worker.threads(), 0, 1);
    }

    /// How long a batch will still take if it goes on as it did since it was submitted; nothing
    /// before its first job has ended.
    Optional<Duration> timeLeft(BatchRow batch) {
        if (batch.ended() == 0) {
            return Optional.empty();
        }
        double nanosPerJob = (now.atNanos() - batch.submittedNanos()) / (double) batch.ended();
        return Optional.of(
                Duration.ofNanos(Math.round(nanosPerJob * (batch.jobs() - batch.ended()))));
    }

    private double perSecond(long count) {
        return elapsed == 0 ? Double.NaN : Math.max(0, count) * NANOS / elapsed;
    }

    private static long ran(ClusterView view) {
        return view.totals().succeeded() + view.totals().failed();
    }

    private static long ran(WorkerRow worker) {
        return worker.succeeded() + worker.failed();
    }
}
