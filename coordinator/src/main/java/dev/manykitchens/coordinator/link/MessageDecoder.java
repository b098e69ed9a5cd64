package dev.manykitchens.coordinator.link;

import dev.manykitchens.coordinator.link.WorkerMessage.EchoReceived;
import dev.manykitchens.coordinator.link.WorkerMessage.FailedJob;
import dev.manykitchens.coordinator.link.WorkerMessage.JobTimes;
import dev.manykitchens.coordinator.link.WorkerMessage.UsedResource;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.v1.Failure;
import dev.manykitchens.proto.v1.Heartbeat;
import dev.manykitchens.proto.v1.Results;
import dev.manykitchens.proto.v1.WorkRequest;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/// Turns what a worker sends into what it says, and refuses what makes no sense.
final class MessageDecoder {

    private MessageDecoder() {}

    /// The message; empty when it is of a kind that this build does not know, or a second hello.
    ///
    /// @throws IllegalArgumentException in one line when it is malformed
    static Optional<WorkerMessage> decode(WorkRequest request) {
        return switch (request.getMessageCase()) {
            case CREDITS ->
                    Optional.of(new WorkerMessage.CreditsTotal(request.getCredits().getTotal()));
            case RESULTS -> Optional.of(results(request.getResults()));
            case HEARTBEAT -> Optional.of(beat(request.getHeartbeat()));
            case RESOURCE_REQUEST ->
                    Optional.of(
                            new WorkerMessage.ResourceWanted(
                                    request.getResourceRequest().getTicket(),
                                    request.getResourceRequest().getResource()));
            case RESOURCE_RETURN ->
                    Optional.of(
                            new WorkerMessage.ResourceGivenBack(
                                    request.getResourceReturn().getTicket()));
            case GOODBYE ->
                    Optional.of(new WorkerMessage.Farewell(request.getGoodbye().getReason()));
            case LEASE_RETURN ->
                    Optional.of(
                            new WorkerMessage.LeaseGivenBack(request.getLeaseReturn().getLease()));
            case DRAIN_REQUEST ->
                    Optional.of(
                            new WorkerMessage.DrainWanted(request.getDrainRequest().getReason()));
            case HELLO, MESSAGE_NOT_SET -> Optional.empty();
        };
    }

    private static WorkerMessage results(Results results) {
        int count = results.getCount();
        List<FailedJob> failures =
                results.getFailuresList().stream().map(MessageDecoder::failure).toList();
        Column successes = ColumnCodec.decode(results.getResults());
        if (count < 1 || successes.size() + failures.size() != count) {
            throw new IllegalArgumentException(
                    "results must have one value or one failure for each of %d jobs, had %d and %d"
                            .formatted(count, successes.size(), failures.size()));
        }
        int last = -1;
        for (FailedJob failure : failures) {
            if (failure.offset() <= last || failure.offset() >= count) {
                throw new IllegalArgumentException(
                        "offsets of failures must ascend below %d, one was %d after %d"
                                .formatted(count, failure.offset(), last));
            }
            last = failure.offset();
        }
        return new WorkerMessage.ResultsSent(
                results.getLease(),
                results.getFirst(),
                count,
                successes,
                failures,
                new JobTimes(
                        times(
                                results::getStartedAfterNanos,
                                results.getStartedAfterNanosCount(),
                                count),
                        times(results::getRanNanos, results.getRanNanosCount(), count),
                        times(results::getStoveNanos, results.getStoveNanosCount(), count),
                        times(results::getCpuNanos, results.getCpuNanosCount(), count),
                        times(results::getWaitNanos, results.getWaitNanosCount(), count),
                        times(results::getResourceNanos, results.getResourceNanosCount(), count)),
                results.getResourceUsesList().stream()
                        .map(u -> new UsedResource(u.getName(), u.getWaitNanos(), u.getHeldNanos()))
                        .toList(),
                results.getReceivedNanos(),
                results.getSentNanos(),
                results.getCreditsTotal(),
                results.getSequence());
    }

    private static FailedJob failure(Failure failure) {
        FailedJob.Reason reason =
                switch (failure.getKind()) {
                    case FAILURE_KIND_FAILED -> FailedJob.Reason.FAILED;
                    case FAILURE_KIND_TIMED_OUT -> FailedJob.Reason.TIMED_OUT;
                    case FAILURE_KIND_CANCELLED -> FailedJob.Reason.CANCELLED;
                    case FAILURE_KIND_UNSPECIFIED, UNRECOGNIZED ->
                            throw new IllegalArgumentException(
                                    "a failure must be of a known kind, was "
                                            + failure.getKindValue());
                };
        return new FailedJob(failure.getOffset(), reason, failure.getMessage());
    }

    private static WorkerMessage beat(Heartbeat beat) {
        return new WorkerMessage.Beat(
                beat.getLeasesList(),
                beat.getSentNanos(),
                beat.getResidentBytes(),
                beat.getCpuNanos(),
                beat.getLateNanos(),
                beat.getAbandonedThreads(),
                beat.hasEchoHeardNanos() && beat.hasEchoReceivedNanos()
                        ? Optional.of(
                                new EchoReceived(
                                        beat.getEchoHeardNanos(), beat.getEchoReceivedNanos()))
                        : Optional.empty());
    }

    private static long[] times(IntToLongFunction time, int entries, int count) {
        if (entries != count) {
            throw new IllegalArgumentException(
                    "each column of times must have %d entries, one had %d"
                            .formatted(count, entries));
        }
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            nanos[i] = time.applyAsLong(i);
        }
        return nanos;
    }
}
