package dev.manykitchens.core.cluster;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A batch that is not finished: which of its jobs run, and who has them.
///
/// The bits say where a job is, the leases only who has it: each running job is in at most one of
/// [#leases] and one of [#copies]. No event tells that a lease ended while a copy of its jobs goes
/// on elsewhere, so a worker keeps a job until it ended or went back to the queue, or the worker is
/// gone.
final class OpenBatch {

    private final RunEvent.BatchSubmitted submitted;
    private final BitSet running = new BitSet();

    /// By first job; they never overlap.
    private final NavigableMap<Integer, OpenLease> leases = new TreeMap<>();

    /// Second leases of jobs, likewise.
    private final NavigableMap<Integer, OpenLease> copies = new TreeMap<>();

    private int runningJobs;
    private int succeeded;
    private int failed;
    private int cancelled;
    private int orphaned;

    /// Jobs that had ended before the batch was handed in again: they are none of ours.
    private int settledElsewhere;

    OpenBatch(RunEvent.BatchSubmitted submitted) {
        this.submitted = submitted;
    }

    int runningJobs() {
        return runningJobs;
    }

    private int jobs() {
        return submitted.jobs() - settledElsewhere;
    }

    /// Jobs without an outcome.
    int open() {
        return jobs() - succeeded - failed - cancelled - orphaned;
    }

    /// Moves jobs from the queue to a worker; null when it is not here.
    void assign(long lease, @Nullable WorkerHere worker, int first, int count) {
        int end = first + count;
        leave(leases, first, end);
        runningJobs += count - runningIn(first, end);
        running.set(first, end);
        enter(leases, lease, worker, first, end);
    }

    /// Gives running jobs to another worker too.
    void copy(long lease, @Nullable WorkerHere worker, int first, int count) {
        leave(copies, first, first + count);
        enter(copies, lease, worker, first, first + count);
    }

    /// Moves jobs from whoever has them back to the queue.
    void requeue(int first, int count) {
        int end = first + count;
        leave(leases, first, end);
        leave(copies, first, end);
        runningJobs -= runningIn(first, end);
        running.clear(first, end);
    }

    /// Takes in the outcomes of jobs, wherever they were.
    void finish(JobColumns jobs) {
        int[] job = jobs.job();
        for (int row = 0, end; row < job.length; row = end) {
            end = endOfRange(job, row);
            stop(job[row], job[end - 1] + 1);
        }
        for (int row = 0, end; row < job.length; row = end) {
            end = jobs.endOfKind(row);
            int before = jobs.settledElsewhere(row, end);
            settledElsewhere += before;
            count(jobs.kindOf(row), end - row - before);
        }
    }

    /// The first row after this one whose job does not follow the one before it.
    private static int endOfRange(int[] job, int row) {
        int end = row + 1;
        while (end < job.length && job[end] == job[end - 1] + 1) {
            end++;
        }
        return end;
    }

    /// The jobs from `first` to before `end` run no more, as far as they did.
    private void stop(int first, int end) {
        int stopped = runningIn(first, end);
        if (stopped > 0) {
            closeIn(leases, first, end);
            closeIn(copies, first, end);
            running.clear(first, end);
            runningJobs -= stopped;
        }
    }

    /// Takes the running jobs from `first` to before `end` from whoever has them; before they are
    /// marked as stopped.
    private void closeIn(NavigableMap<Integer, OpenLease> where, int first, int end) {
        for (int from = first; from < end && !where.isEmpty(); ) {
            Map.Entry<Integer, OpenLease> entry = where.floorEntry(from);
            if (entry == null || entry.getValue().end() <= from) {
                entry = where.higherEntry(from);
            }
            if (entry == null) {
                return;
            }
            OpenLease lease = entry.getValue();
            int to = Math.min(end, lease.end());
            int jobs = runningIn(Math.max(from, lease.first()), to);
            if (jobs > 0) {
                close(where, lease, jobs);
            }
            from = Math.max(to, lease.first());
        }
    }

    /// A worker does not have these jobs any more; they run on until it is said what becomes of
    /// them, or because another has them too.
    void remove(OpenLease lease) {
        if (copies.get(lease.first()) == lease) {
            close(copies, lease, lease.open());
            return;
        }
        close(leases, lease, lease.open());
        // Copies take its place, so that their jobs can be copied once more.
        for (OpenLease copy : List.copyOf(copies.subMap(lease.first(), lease.end()).values())) {
            if (copy.end() <= lease.end()) {
                copies.remove(copy.first());
                leases.put(copy.first(), copy);
            }
        }
    }

    /// Nobody has anything of it any more.
    void removeAll() {
        for (NavigableMap<Integer, OpenLease> all : List.of(leases, copies)) {
            List.copyOf(all.values()).forEach(lease -> close(all, lease, lease.open()));
        }
    }

    BatchRow row(ClusterFacts facts) {
        return new BatchRow(
                submitted.batch(),
                facts.clientOf(submitted.batch()),
                submitted.recipe(),
                settledElsewhere,
                jobs(),
                runningJobs,
                succeeded,
                failed,
                cancelled,
                orphaned,
                submitted.atNanos());
    }

    private void count(Outcome.Kind kind, int jobs) {
        switch (kind) {
            case SUCCEEDED -> succeeded += jobs;
            case FAILED, TIMED_OUT, WORKER_LOST -> failed += jobs;
            case CANCELLED -> cancelled += jobs;
            case ORPHANED -> orphaned += jobs;
        }
    }

    private void enter(
            NavigableMap<Integer, OpenLease> where,
            long number,
            @Nullable WorkerHere worker,
            int first,
            int end) {
        int open = runningIn(first, end);
        if (worker != null && open > 0) {
            OpenLease lease = new OpenLease(number, worker, this, first, end, open);
            where.put(first, lease);
            worker.take(lease);
        }
    }

    /// Takes the jobs from `first` to before `end` from whoever has them.
    private void leave(NavigableMap<Integer, OpenLease> where, int first, int end) {
        Map.Entry<Integer, OpenLease> before = where.lowerEntry(first);
        int from = before != null && before.getValue().end() > first ? before.getKey() : first;
        for (OpenLease lease : List.copyOf(where.subMap(from, end).values())) {
            close(where, lease, lease.open());
            enter(where, lease.number(), lease.worker(), lease.first(), first);
            enter(where, lease.number(), lease.worker(), end, lease.end());
        }
    }

    private static void close(NavigableMap<Integer, OpenLease> where, OpenLease lease, int jobs) {
        lease.worker().close(lease, jobs);
        if (lease.open() == 0) {
            where.remove(lease.first(), lease);
        }
    }

    private int runningIn(int first, int end) {
        int count = 0;
        for (int at = running.nextSetBit(first); at >= 0 && at < end; ) {
            int clear = Math.min(end, running.nextClearBit(at));
            count += clear - at;
            at = running.nextSetBit(clear);
        }
        return count;
    }
}
