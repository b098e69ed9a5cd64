package dev.manykitchens.worker.link;

import dev.manykitchens.proto.link.EncodedResults;
import dev.manykitchens.proto.link.ResultsCodec;
import dev.manykitchens.proto.v1.Failure;
import dev.manykitchens.proto.v1.FailureKind;
import dev.manykitchens.proto.v1.ResourceUse;

/// Turns jobs that ended into the message that reports them.
final class ResultsEncoder {

    private ResultsEncoder() {}

    /// All but the sequence number, the credits and the time of sending, which are known when it is
    /// sent.
    static EncodedResults encode(ReportedJobs jobs) {
        return ResultsCodec.encode(
                jobs.lease(),
                jobs.first(),
                jobs.times().size(),
                jobs.successes(),
                jobs.failures().stream().map(ResultsEncoder::failure).toList(),
                jobs.times().columns(),
                jobs.uses().stream().map(ResultsEncoder::use).toList(),
                jobs.receivedNanos());
    }

    private static ResourceUse use(ReportedJobs.UsedResource use) {
        return ResourceUse.newBuilder()
                .setName(use.name())
                .setWaitNanos(use.waitNanos())
                .setHeldNanos(use.heldNanos())
                .build();
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
