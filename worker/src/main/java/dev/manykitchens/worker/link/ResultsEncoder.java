package dev.manykitchens.worker.link;

import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.v1.Failure;
import dev.manykitchens.proto.v1.FailureKind;
import dev.manykitchens.proto.v1.ResourceUse;
import dev.manykitchens.proto.v1.Results;

/// Turns jobs that ended into the message that reports them.
final class ResultsEncoder {

    private ResultsEncoder() {}

    /// All but the sequence number, the credits and the time of sending, which are known when it is
    /// sent.
    static Results.Builder encode(ReportedJobs jobs) {
        Results.Builder results =
                Results.newBuilder()
                        .setLease(jobs.lease())
                        .setFirst(jobs.first())
                        .setCount(jobs.times().size())
                        .setResults(
                                ColumnCodec.encode(jobs.successes(), 0, jobs.successes().size()))
                        .setReceivedNanos(jobs.receivedNanos());
        jobs.failures().forEach(failed -> results.addFailures(failure(failed)));
        JobTimes times = jobs.times();
        for (int row = 0; row < times.size(); row++) {
            results.addStartedAfterNanos(times.get(JobTimes.STARTED_AFTER, row))
                    .addRanNanos(times.get(JobTimes.RAN, row))
                    .addStoveNanos(times.get(JobTimes.STOVE, row))
                    .addCpuNanos(times.get(JobTimes.CPU, row))
                    .addWaitNanos(times.get(JobTimes.WAIT, row))
                    .addResourceNanos(times.get(JobTimes.RESOURCE, row));
        }
        jobs.uses()
                .forEach(use ->
                        results.addResourceUses(
                                ResourceUse.newBuilder()
                                        .setName(use.name())
                                        .setWaitNanos(use.waitNanos())
                                        .setHeldNanos(use.heldNanos())));
        return results;
    }

    private static Failure failure(ReportedJobs.FailedJob failed) {
        FailureKind kind =
                switch (failed.reason()) {
                    case FAILED -> FailureKind.FAILURE_KIND_FAILED;
                    case TIMED_OUT -> FailureKind.FAILURE_KIND_TIMED_OUT;
                    case CANCELLED -> FailureKind.FAILURE_KIND_CANCELLED;
                };
        return Failure.newBuilder()
                .setOffset(failed.offset())
                .setKind(kind)
                .setMessage(failed.message())
                .build();
    }
}
