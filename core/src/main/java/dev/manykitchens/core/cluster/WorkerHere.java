package dev.manykitchens.core.cluster;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What has been heard of a worker that is here, and what it has.
final class WorkerHere {

    private final RunEvent.WorkerJoined hello;
    private final Set<OpenLease> leases = new HashSet<>();
    private int threads;
    private WorkerFacts facts = WorkerFacts.UNKNOWN;
    private WorkerState state = WorkerState.JOINING;
    private int running;
    private long succeeded;
    private long failed;
    private long residentBytes;
    private long cpuNanos;
    private long pauseNanos;
    private long heardNanos;
    private long busyNanos;

    WorkerHere(RunEvent.WorkerJoined hello) {
        this.hello = hello;
        threads = hello.threads();
        heardNanos = hello.atNanos();
    }

    void describe(WorkerFacts said) {
        facts = said;
    }

    void resize(RunEvent.WorkerResized resized) {
        threads = resized.threads();
        facts =
                new WorkerFacts(
                        resized.stoves(),
                        facts.processors(),
                        facts.memoryBytes(),
                        facts.buildVersion());
    }

    void change(RunEvent.WorkerChanged change) {
        if (change.state() == WorkerState.ACTIVE) {
            heardNanos = change.atNanos();
        }
        state = change.state();
    }

    void measure(RunEvent.WorkerMeasured measured) {
        heardNanos = measured.atNanos();
        residentBytes = measured.residentBytes();
        cpuNanos = measured.cpuNanos();
        pauseNanos = measured.lateNanos();
    }

    void finish(RunEvent.JobsFinished finished) {
        JobColumns jobs = finished.jobs();
        for (int row = 0, end; row < jobs.size(); row = end) {
            end = jobs.endOfKind(row);
            Outcome.Kind kind = jobs.kindOf(row);
            if (kind.endedWhereItRan()) {
                heardNanos = finished.atNanos();
                busyNanos += busyNanos(jobs, row, end);
            }
            succeeded += kind == Outcome.Kind.SUCCEEDED ? end - row : 0;
            failed += kind == Outcome.Kind.FAILED || kind == Outcome.Kind.TIMED_OUT ? end - row : 0;
        }
    }

    private static long busyNanos(JobColumns jobs, int from, int to) {
        long[] started = jobs.started();
        long[] finished = jobs.finished();
        long busy = 0;
        for (int row = from; row < to; row++) {
            busy += Math.max(0, finished[row] - started[row]);
        }
        return busy;
    }

    void take(OpenLease lease) {
        leases.add(lease);
        running += lease.open();
    }

    /// Some jobs of a lease are no longer here.
    void close(OpenLease lease, int jobs) {
        lease.close(jobs);
        running -= jobs;
        if (lease.open() == 0) {
            leases.remove(lease);
        }
    }

    /// All that it has, to be changed meanwhile.
    List<OpenLease> leases() {
        return List.copyOf(leases);
    }

    WorkerRow row() {
        return new WorkerRow(
                hello.worker(),
                hello.host(),
                hello.pid(),
                threads,
                facts,
                state,
                running,
                (int) leases.stream().mapToLong(OpenLease::number).distinct().count(),
                succeeded,
                failed,
                residentBytes,
                cpuNanos,
                pauseNanos,
                hello.atNanos(),
                heardNanos,
                busyNanos);
    }
}
