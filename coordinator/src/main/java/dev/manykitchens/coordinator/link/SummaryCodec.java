package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.v1.BatchState;
import dev.manykitchens.proto.v1.ListBatchesResponse;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Turns summaries of batches into messages and back.
public final class SummaryCodec {

    /// So many batches are listed at most.
    static final int MOST_LISTED = 10_000;

    private static final int LONGEST_RECIPE = 255;

    private SummaryCodec() {}

    /// The batches as a message: the newest, when there are too many.
    ///
    /// @param batches in the order in which they came
    static ListBatchesResponse encode(List<BatchSummary> batches) {
        int leftOut = Math.max(0, batches.size() - MOST_LISTED);
        ListBatchesResponse.Builder message = ListBatchesResponse.newBuilder().setLeftOut(leftOut);
        batches.stream().skip(leftOut).forEach(batch -> message.addBatches(encode(batch)));
        return message.build();
    }

    /// One of them.
    static dev.manykitchens.proto.v1.BatchSummary encode(BatchSummary batch) {
        return dev.manykitchens.proto.v1.BatchSummary.newBuilder()
                .setNumber(batch.number())
                .setKey(batch.key())
                .setRecipe(batch.recipe())
                .setJobs(batch.jobs())
                .setSucceeded(batch.succeeded())
                .setEnded(batch.ended())
                .setQueued(batch.queued())
                .setRunning(batch.running())
                .setState(
                        switch (batch.state()) {
                            case QUEUED -> BatchState.BATCH_STATE_QUEUED;
                            case RUNNING -> BatchState.BATCH_STATE_RUNNING;
                            case FINISHED -> BatchState.BATCH_STATE_FINISHED;
                            case CANCELLED -> BatchState.BATCH_STATE_CANCELLED;
                        })
                .setDetached(batch.detached())
                .setSubmittedUnixMillis(batch.submitted().map(Instant::toEpochMilli).orElse(0L))
                .setFinishedUnixMillis(batch.finished().map(Instant::toEpochMilli).orElse(0L))
                .build();
    }

    /// The summary that a message holds. Texts are made fit for a terminal.
    ///
    /// @throws IllegalArgumentException in one line when it is malformed
    public static BatchSummary decode(dev.manykitchens.proto.v1.BatchSummary message) {
        ClientDecoder.require(
                message.getJobs() >= 1
                        && message.getSucceeded() >= 0
                        && message.getEnded() >= 0
                        && message.getQueued() >= 0
                        && message.getRunning() >= 0,
                "a batch must have a job, and its counts must fit 31 bits");
        return new BatchSummary(
                message.getNumber(),
                PeerText.line(message.getKey(), BatchKey.LONGEST),
                PeerText.line(message.getRecipe(), LONGEST_RECIPE),
                message.getJobs(),
                message.getSucceeded(),
                message.getEnded(),
                message.getQueued(),
                message.getRunning(),
                switch (message.getState()) {
                    case BATCH_STATE_RUNNING -> BatchSummary.State.RUNNING;
                    case BATCH_STATE_FINISHED -> BatchSummary.State.FINISHED;
                    case BATCH_STATE_CANCELLED -> BatchSummary.State.CANCELLED;
                    case BATCH_STATE_QUEUED, BATCH_STATE_UNSPECIFIED, UNRECOGNIZED ->
                            BatchSummary.State.QUEUED;
                },
                message.getDetached(),
                instant(message.getSubmittedUnixMillis()),
                instant(message.getFinishedUnixMillis()));
    }

    private static Optional<Instant> instant(long unixMillis) {
        return unixMillis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(unixMillis));
    }
}
