package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.WorkerMessage.FailedJob;
import dev.manykitchens.coordinator.link.WorkerMessage.JobTimes;
import dev.manykitchens.coordinator.link.WorkerMessage.ResultsSent;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Results that came under a lease that is still known, while the dispatcher decides about them.
///
/// @param results what the worker sent
/// @param lease when its jobs went out
record Report(ResultsSent results, LeaseStamps lease) {

    /// Values of jobs `first`, `first + 1`, ….
    record Values(int first, Column column) {}

    /// The values of these jobs, which succeeded, in as few columns as possible.
    ///
    /// @param wanted positions in the batch, ascending
    List<Values> valuesOf(int[] wanted) {
        List<Values> values = new ArrayList<>();
        List<FailedJob> failures = results.failures();
        int failuresBefore = 0;
        int i = 0;
        while (i < wanted.length) {
            int from = i;
            int offset = wanted[from] - results.first();
            while (failuresBefore < failures.size()
                    && failures.get(failuresBefore).offset() < offset) {
                failuresBefore++;
            }
            int nextFailure =
                    failuresBefore < failures.size()
                            ? results.first() + failures.get(failuresBefore).offset()
                            : Integer.MAX_VALUE;
            i++;
            while (i < wanted.length && wanted[i] == wanted[i - 1] + 1 && wanted[i] < nextFailure) {
                i++;
            }
            int start = offset - failuresBefore;
            Column all = results.successes();
            Column run = i - from == all.size() ? all : all.slice(start, start + i - from);
            values.add(new Values(wanted[from], run));
        }
        return values;
    }

    /// What happened to these jobs, stage by stage, on our clock.
    ///
    /// @param jobs positions in the batch
    /// @param submittedNanos when their batch was submitted
    /// @param deliveredNanos now
    JobColumns stages(int[] jobs, Outcome.Kind kind, long submittedNanos, long deliveredNanos) {
        JobColumns rows = JobColumns.allocate(jobs.length);
        JobTimes times = results.times();
        // The alignment of the clocks has an error, and "sent" is noted a moment after it happened;
        // the order of the stages has neither.
        long received =
                Math.clamp(
                        lease.worker().clock().toOurs(results.receivedNanos()),
                        lease.assignedNanos(),
                        Math.max(lease.assignedNanos(), deliveredNanos));
        long sent = Math.min(lease.sentNanos(), received);
        Arrays.fill(rows.attempt(), lease.assign().attempt());
        Arrays.fill(rows.kind(), kind.code());
        Arrays.fill(rows.submitted(), submittedNanos);
        Arrays.fill(rows.assigned(), lease.assignedNanos());
        Arrays.fill(rows.sent(), sent);
        Arrays.fill(rows.received(), received);
        Arrays.fill(rows.delivered(), deliveredNanos);
        System.arraycopy(jobs, 0, rows.job(), 0, jobs.length);
        for (int row = 0; row < jobs.length; row++) {
            int i = jobs[row] - results.first();
            long started = Math.min(received + times.startedAfter(i), deliveredNanos);
            rows.started()[row] = started;
            rows.finished()[row] = Math.min(started + times.ran(i), deliveredNanos);
        }
        pick(times.onStove(), jobs, rows.stoveNanos());
        pick(times.onCpu(), jobs, rows.cpuNanos());
        pick(times.onWait(), jobs, rows.waitNanos());
        pick(times.onResource(), jobs, rows.resourceNanos());
        return rows;
    }

    /// Copies the entries of these jobs; those that a column lacks at its end are 0.
    private void pick(long[] column, int[] jobs, long[] to) {
        if (jobs.length == results.count()) {
            System.arraycopy(column, 0, to, 0, column.length);
            return;
        }
        for (int row = 0; row < jobs.length; row++) {
            int i = jobs[row] - results.first();
            if (i < column.length) {
                to[row] = column[i];
            }
        }
    }
}
