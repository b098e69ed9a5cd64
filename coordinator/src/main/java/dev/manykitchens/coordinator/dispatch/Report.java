package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.WorkerMessage.FailedJob;
import dev.manykitchens.coordinator.link.WorkerMessage.JobTimes;
import dev.manykitchens.coordinator.link.WorkerMessage.ResultsSent;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import java.util.ArrayList;
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
        for (int row = 0; row < jobs.length; row++) {
            int i = jobs[row] - results.first();
            rows.job()[row] = jobs[row];
            rows.attempt()[row] = lease.assign().attempt();
            rows.kind()[row] = kind.code();
            rows.submitted()[row] = submittedNanos;
            rows.assigned()[row] = lease.assignedNanos();
            rows.sent()[row] = sent;
            rows.received()[row] = received;
            long started = Math.min(received + times.startedAfter(i), deliveredNanos);
            rows.started()[row] = started;
            rows.finished()[row] = Math.min(started + times.ran(i), deliveredNanos);
            rows.delivered()[row] = deliveredNanos;
            rows.stoveNanos()[row] = times.onStove(i);
            rows.cpuNanos()[row] = times.onCpu(i);
            rows.waitNanos()[row] = times.onWait(i);
            rows.resourceNanos()[row] = times.onResource(i);
        }
        return rows;
    }
}
