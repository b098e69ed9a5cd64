package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ColumnBuilder;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.v1.BatchArguments;
import dev.manykitchens.proto.v1.BatchCancel;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.BatchStart;
import dev.manykitchens.proto.v1.FollowBatchRequest;
import dev.manykitchens.proto.v1.Resource;
import dev.manykitchens.proto.v1.SubmitRequest;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Turns what one client sends into what it says, puts the parts of batches together, and refuses
/// what makes no sense. One for each stream; not thread-safe.
final class ClientDecoder {

    /// A client announces no more than it may have unfinished; this is far above.
    private static final int MOST_ANNOUNCED = 10_000;

    private static final int MOST_PARAMETERS = 64;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_WORK = 100;
    private static final int MOST_CANCELLED = 4_096;
    private static final long MOST_SETTLED_BYTES = 128L << 20;

    private final Map<Long, Arriving> arriving = new HashMap<>();

    /// Those of them that are here already or are not taken, and have not been forgotten.
    /// Thread-safe.
    private final Queue<Long> over = new ConcurrentLinkedQueue<>();

    /// What the bits of the settled jobs of those take.
    private long settledBytes;

    /// A batch of which some arguments have come.
    private static final class Arriving {
        private final BatchStart start;
        private final List<ColumnBuilder> columns = new ArrayList<>();
        private int rows;
        private long bytes;

        Arriving(BatchStart start) {
            this.start = start;
        }
    }

    /// The message; empty when it is of a kind that this build does not know, or a part of a batch
    /// that is not the last.
    ///
    /// @throws IllegalArgumentException in one line when it is malformed
    Optional<ClientMessage> decode(SubmitRequest request) {
        for (Long batch = over.poll(); batch != null; batch = over.poll()) {
            Arriving _ = forget(batch);
        }
        return switch (request.getMessageCase()) {
            case BATCH_START -> Optional.of(announced(request.getBatchStart()));
            case BATCH_ARGUMENTS -> arguments(request.getBatchArguments());
            case BATCH_CANCEL -> Optional.of(unwanted(request.getBatchCancel()));
            case BATCH_TAKEN ->
                    Optional.of(new ClientMessage.Taken(request.getBatchTaken().getBatch()));
            case PING -> Optional.of(new ClientMessage.Alive(request.getPing().getSentNanos()));
            case HELLO -> throw new IllegalArgumentException("a client must say hello once");
            case MESSAGE_NOT_SET -> Optional.empty();
        };
    }

    /// No arguments of a batch will come: it is here already, or not taken. Any thread.
    void over(long batch) {
        over.add(batch);
    }

    private ClientMessage unwanted(BatchCancel cancel) {
        require(
                cancel.getJobsCount() <= MOST_CANCELLED,
                "a client must cancel at most 4096 jobs with one message, or all of a batch");
        if (cancel.getJobsCount() == 0) {
            Arriving batch = forget(cancel.getBatch());
            if (batch != null) {
                return new ClientMessage.Withdrawn(cancel.getBatch(), batch.start.getJobs());
            }
        }
        return new ClientMessage.Unwanted(cancel.getBatch(), cancel.getJobsList());
    }

    private ClientMessage announced(BatchStart start) {
        require(arriving.size() < MOST_ANNOUNCED, "at most 10000 batches may be on their way");
        require(
                start.getJobs() >= 1 && start.getJobs() <= Batch.MOST_JOBS,
                "a batch that travels must have from 1 to %d jobs".formatted(Batch.MOST_JOBS));
        require(
                start.getParameters() >= 0 && start.getParameters() <= MOST_PARAMETERS,
                "a batch must have at most %d columns of arguments".formatted(MOST_PARAMETERS));
        require(start.getArgumentBytes() >= 0, "a batch's bytes must fit 63 bits");
        String recipe = start.getDefinition().getRecipe();
        require(
                !recipe.isEmpty() && PeerText.isFit(recipe, LONGEST_NAME),
                "a batch must name its recipe in at most %d characters, none of them a control character"
                        .formatted(LONGEST_NAME));
        require(
                start.getSettled().size() <= (start.getJobs() + Byte.SIZE - 1) / Byte.SIZE,
                "a batch must have no more settled jobs than jobs");
        settledBytes += start.getSettled().size();
        require(
                settledBytes <= MOST_SETTLED_BYTES,
                "the settled jobs of batches on their way must take at most 128 MiB, took more");
        BatchOptions _ = options(start);
        BatchTerms terms = terms(start);
        require(
                arriving.putIfAbsent(start.getBatch(), new Arriving(start)) == null,
                "the number of a batch must be new");
        return new ClientMessage.Announced(
                start.getBatch(),
                start.getJobs(),
                start.getArgumentBytes(),
                ClientMessage.Announced.heldBytes(
                        start.getArgumentBytes(), start.getJobs(), start.getParameters()),
                terms,
                settled(start));
    }

    private static BatchTerms terms(BatchStart start) {
        return new BatchTerms(
                new BatchKey(start.getKey(), start.getDigest()),
                start.getDetached(),
                start.getWaits());
    }

    private static BitSet settled(BatchStart start) {
        return BitSet.valueOf(start.getSettled().asReadOnlyByteBuffer());
    }

    private Optional<ClientMessage> arguments(BatchArguments message) {
        Arriving batch = arriving.get(message.getBatch());
        if (batch == null) {
            throw new IllegalArgumentException("arguments must be of a batch that was started");
        }
        int count = message.getCount();
        require(
                message.getFirst() == batch.rows
                        && count >= 1
                        && count <= batch.start.getJobs() - batch.rows,
                "arguments must follow those before them, %d jobs from %d on did not"
                        .formatted(count, message.getFirst()));
        require(
                message.getArgumentsCount() == batch.start.getParameters(),
                "arguments must have one column a parameter");
        batch.bytes += message.getSerializedSize();
        require(
                batch.bytes <= batch.start.getArgumentBytes(),
                "arguments must take at most the bytes that were announced");
        List<Column> columns =
                message.getArgumentsList().stream().map(ColumnCodec::decode).toList();
        Columns part = new Columns(count, columns);
        boolean whole = batch.rows + count == batch.start.getJobs();
        if (whole && batch.rows == 0) {
            return Optional.of(came(batch, part));
        }
        add(batch, part);
        return whole
                ? Optional.of(
                        came(
                                batch,
                                new Columns(
                                        batch.rows,
                                        batch.columns.stream().map(ColumnBuilder::build).toList())))
                : Optional.empty();
    }

    private static void add(Arriving batch, Columns part) {
        for (int i = 0; i < part.columns().size(); i++) {
            Column column = part.columns().get(i);
            if (batch.rows == 0) {
                batch.columns.add(new ColumnBuilder(column.type(), column.size()));
            }
            ColumnBuilder builder = batch.columns.get(i);
            require(
                    builder.type() == column.type(),
                    "the parts of a column must be of one type, were of two");
            for (int row = 0; row < column.size(); row++) {
                builder.add(column.get(row));
            }
        }
        batch.rows += part.rows();
    }

    private ClientMessage came(Arriving batch, Columns arguments) {
        Arriving _ = forget(batch.start.getBatch());
        BatchDefinition definition = batch.start.getDefinition();
        Batch whole =
                new Batch(
                        RemoteRecipe.of(
                                definition.getRecipe(),
                                arguments.columns().stream().map(Column::type).toList()),
                        arguments,
                        options(batch.start));
        // Throws when the arguments of a job are too large.
        long _ = Travel.longestJobBytes(whole);
        return new ClientMessage.BatchCame(
                batch.start.getBatch(),
                whole,
                definition.getWorkUnitsPerSecond(),
                batch.start.getSpeculate(),
                settled(batch.start),
                terms(batch.start));
    }

    /// A batch is not on its way any more; null when it was not.
    private @Nullable Arriving forget(long number) {
        Arriving batch = arriving.remove(number);
        if (batch != null) {
            settledBytes -= batch.start.getSettled().size();
        }
        return batch;
    }

    private static BatchOptions options(BatchStart start) {
        BatchDefinition definition = start.getDefinition();
        double rate = definition.getWorkUnitsPerSecond();
        require(rate >= 0 && Double.isFinite(rate), "a rate of work must be a number from 0 on");
        // Reading a number of a million digits takes longer than everybody's patience.
        require(
                definition.getWork().length() <= LONGEST_WORK,
                "a batch's work must have at most %d characters".formatted(LONGEST_WORK));
        require(definition.getTimeoutNanos() >= 0, "a timeout must fit 63 bits");
        return new BatchOptions(
                Work.parse(definition.getWork()),
                definition.getTimeScale(),
                definition.getSeed(),
                definition.getTimeoutNanos() == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(definition.getTimeoutNanos())),
                start.getAttempts(),
                start.getPriority());
    }

    /// The named resources of a client.
    ///
    /// @throws IllegalArgumentException when one has no permits, or there are too many
    static Map<String, ResourceSpec> resources(List<Resource> messages) {
        require(messages.size() <= MOST_PARAMETERS, "a client must have at most 64 resources");
        Map<String, ResourceSpec> resources = new HashMap<>();
        for (Resource message : messages) {
            require(
                    !message.getName().isEmpty() && PeerText.isFit(message.getName(), LONGEST_NAME),
                    "a resource must have a name of at most 255 characters, none of them a control character");
            resources.put(
                    message.getName(),
                    new ResourceSpec(
                            message.getPermits(),
                            message.getShared()
                                    ? ResourceSpec.Scope.SHARED
                                    : ResourceSpec.Scope.KITCHEN));
        }
        return resources;
    }

    /// What somebody wants to hear of a batch.
    ///
    /// @throws IllegalArgumentException in one line when it names no batch, or too many jobs
    static FollowRequest follow(FollowBatchRequest request) {
        require(
                request.getBatchCase() != FollowBatchRequest.BatchCase.BATCH_NOT_SET
                        && (request.getNumber() != 0 || !request.getKey().isEmpty()),
                "a batch to follow must be named by its number or its key, is not");
        require(
                PeerText.isFit(request.getKey(), BatchKey.LONGEST),
                "a batch's key must have at most %d characters, none of them a control character, has others"
                        .formatted(BatchKey.LONGEST));
        require(
                request.getSettled().size() <= (Batch.MOST_JOBS + Byte.SIZE - 1) / Byte.SIZE,
                "a batch must have at most %d jobs that are settled".formatted(Batch.MOST_JOBS));
        return new FollowRequest(
                request.getNumber(),
                request.getKey(),
                BitSet.valueOf(request.getSettled().asReadOnlyByteBuffer()),
                request.getOnlyNow());
    }

    static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
