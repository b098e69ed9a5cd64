package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.WorkerMessage.FailedJob;
import dev.manykitchens.coordinator.link.WorkerMessage.JobTimes;
import dev.manykitchens.coordinator.link.WorkerMessage.ResultsSent;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a worker's results are to the dispatcher: which jobs they are of, how those ended that
/// failed, and how long they took; not the values.
final class ResultsInput {

    private ResultsInput() {}

    /// @param lease the one they came under; null when it is not known any more
    /// @param timeout the limit that their batch had for a job
    static Input.ResultsReceived of(
            ConnectedWorker worker,
            ResultsSent results,
            @Nullable LeaseStamps lease,
            Duration timeout) {
        Origin origin = worker.origin(lease == null ? 1 : lease.assign().attempt());
        List<Input.JobFailure> failures = new ArrayList<>(results.failures().size());
        for (FailedJob failed : results.failures()) {
            int job = results.first() + failed.offset();
            failures.add(new Input.JobFailure(job, outcome(failed, origin, timeout)));
        }
        return new Input.ResultsReceived(
                worker.name(),
                results.lease(),
                results.first(),
                results.count(),
                failures,
                serviceNanos(results));
    }

    private static Outcome outcome(FailedJob failed, Origin origin, Duration timeout) {
        return switch (failed.reason()) {
            case FAILED -> new Outcome.Failed(failed.message(), origin);
            case TIMED_OUT -> new Outcome.TimedOut(timeout, origin);
            case CANCELLED -> Outcome.CANCELLED;
        };
    }

    /// From the beginning of the first job to the end of the last: what lies between the jobs is
    /// part of what they cost.
    private static long serviceNanos(ResultsSent results) {
        int last = results.count() - 1;
        JobTimes times = results.times();
        return Math.max(0, times.startedAfter(last) + times.ran(last) - times.startedAfter(0));
    }
}
