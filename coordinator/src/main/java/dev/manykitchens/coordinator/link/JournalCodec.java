package dev.manykitchens.coordinator.link;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ColumnBuilder;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.proto.link.PackedColumn;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.JobOutcome;
import dev.manykitchens.proto.v1.KeptClient;
import dev.manykitchens.proto.v1.KeptDefinition;
import dev.manykitchens.proto.v1.KeptType;
import dev.manykitchens.proto.v1.KeptWorker;
import dev.manykitchens.proto.v1.Resource;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns what a journal keeps into bytes and back. What comes back is the same, but that of a
/// recipe only the name is known and the types of its parameters.
///
/// Whatever reads bytes throws `IllegalArgumentException` in one line when they are no such thing.
public final class JournalCodec {

    /// Rows that are looked at together, where it is sought how many make a part.
    private static final int ROWS = 1_024;

    private JournalCodec() {}

    /// A batch without its arguments, and of its key the digest.
    public static byte[] definition(Input.BatchSubmitted submitted, BatchTold told, BatchKey key) {
        Batch batch = told.batch();
        BatchOptions options = batch.options();
        KeptDefinition.Builder kept =
                KeptDefinition.newBuilder()
                        .setDefinition(StreamLink.definition(told))
                        .setAttempts(options.attempts())
                        .setPriority(options.priority())
                        .setLongestJobBytes(submitted.longestJobBytes())
                        .setSpeculate(submitted.speculate())
                        .setGathered(submitted.gathered())
                        .setDigest(key.digest());
        batch.arguments().columns().forEach(column -> kept.addParameters(type(column.type())));
        return kept.build().toByteArray();
    }

    /// A batch as the dispatcher was told of it.
    ///
    /// @param definition see [#definition]
    public static Input.BatchSubmitted submitted(
            long batch, int jobs, long submitter, byte[] definition) {
        KeptDefinition kept = parse(definition);
        return new Input.BatchSubmitted(
                batch,
                kept.getDefinition().getRecipe(),
                jobs,
                kept.getAttempts(),
                kept.getLongestJobBytes(),
                submitter,
                kept.getSpeculate(),
                kept.getGathered(),
                kept.getPriority());
    }

    /// The key of a batch.
    ///
    /// @param definition see [#definition]
    public static BatchKey key(String text, byte[] definition) {
        return new BatchKey(text, parse(definition).getDigest());
    }

    /// A batch with its arguments.
    ///
    /// @param definition see [#definition]
    /// @param parts of its arguments, in order, see [#arguments]
    public static BatchTold told(int jobs, byte[] definition, List<byte[]> parts) {
        KeptDefinition kept = parse(definition);
        BatchDefinition its = kept.getDefinition();
        List<ValueType> types = kept.getParametersList().stream().map(JournalCodec::type).toList();
        Map<String, BatchTold.Keyed> resources = new HashMap<>();
        for (Resource resource : its.getResourcesList()) {
            resources.put(
                    resource.getName(), new BatchTold.Keyed(resource.getKey(), spec(resource)));
        }
        return new BatchTold(
                new Batch(
                        RemoteRecipe.of(its.getRecipe(), types),
                        arguments(jobs, types, parts),
                        new BatchOptions(
                                Work.parse(its.getWork()),
                                its.getTimeScale(),
                                its.getSeed(),
                                its.getTimeoutNanos() == 0
                                        ? Optional.empty()
                                        : Optional.of(Duration.ofNanos(its.getTimeoutNanos())),
                                kept.getAttempts(),
                                kept.getPriority())),
                its.getWorkUnitsPerSecond(),
                resources);
    }

    /// Where a part of the arguments ends that begins with `from` and takes about so many bytes, or
    /// is one row.
    public static int partEnd(Columns arguments, int from, long bytes) {
        long left = bytes;
        int end = from;
        for (int step = ROWS; step > 0; step = step == ROWS ? 1 : 0) {
            while (end < arguments.rows()) {
                int to = Math.min(arguments.rows(), end + step);
                long taken = arguments.wireBytes(end, to);
                if (taken > left) {
                    break;
                }
                left -= taken;
                end = to;
            }
        }
        return Math.max(end, Math.min(from + 1, arguments.rows()));
    }

    /// Rows of arguments: of each column its length, in four bytes, and its bytes.
    public static byte[] arguments(Columns arguments, int from, int to) {
        List<PackedColumn> columns =
                arguments.columns().stream()
                        .map(column -> PackedColumn.of(column, from, to))
                        .toList();
        int size = columns.stream().mapToInt(column -> Integer.BYTES + column.size()).sum();
        byte[] part = new byte[size];
        ByteBuffer bytes = ByteBuffer.wrap(part);
        for (PackedColumn column : columns) {
            bytes.putInt(column.size()).put(column.bytes(), column.from(), column.size());
        }
        return part;
    }

    private static Columns arguments(int jobs, List<ValueType> types, List<byte[]> parts) {
        List<List<Column>> columns = new ArrayList<>();
        types.forEach(_ -> columns.add(new ArrayList<>(parts.size())));
        for (byte[] part : parts) {
            ByteBuffer bytes = ByteBuffer.wrap(part);
            for (List<Column> column : columns) {
                column.add(next(part, bytes));
            }
        }
        List<Column> whole = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            whole.add(joined(types.get(i), jobs, columns.get(i)));
        }
        return new Columns(jobs, whole);
    }

    private static Column next(byte[] part, ByteBuffer bytes) {
        try {
            int length = bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                throw new BufferUnderflowException();
            }
            int from = bytes.position();
            bytes.position(from + length);
            return new PackedColumn(part, from, from + length).decode();
        } catch (InvalidProtocolBufferException | BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "arguments must be the columns that were written, are something else", e);
        }
    }

    private static Column joined(ValueType type, int jobs, List<Column> parts) {
        if (parts.size() == 1 && parts.getFirst().type() == type) {
            return parts.getFirst();
        }
        if (type == ValueType.INTEGER
                && parts.stream()
                        .allMatch(part ->
                                part instanceof Column.Integers(_, var big) && big == null)) {
            long[] all = new long[parts.stream().mapToInt(Column::size).sum()];
            int at = 0;
            for (Column part : parts) {
                long[] small = ((Column.Integers) part).small();
                System.arraycopy(small, 0, all, at, small.length);
                at += small.length;
            }
            return Column.ofLongs(all);
        }
        ColumnBuilder builder = new ColumnBuilder(type, jobs);
        for (Column part : parts) {
            for (int row = 0; row < part.size(); row++) {
                builder.add(part.get(row));
            }
        }
        return builder.build();
    }

    /// Results.
    public static byte[] results(Column results) {
        return PackedColumn.of(results, 0, results.size()).bytes();
    }

    /// Results, see [#results(Column)].
    public static Column results(byte[] bytes) {
        try {
            return new PackedColumn(bytes, 0, bytes.length).decode();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "results must be the column that was written, are something else", e);
        }
    }

    /// An outcome that is no result.
    public static byte[] outcome(Outcome outcome) {
        return EventCodec.encode(outcome).toByteArray();
    }

    /// An outcome that is no result.
    ///
    /// @param kind its own: clients are told of orphans that they were cancelled
    /// @param bytes see [#outcome(Outcome)]
    public static Outcome outcome(Outcome.Kind kind, byte[] bytes) {
        try {
            Outcome outcome = EventCodec.decode(JobOutcome.parseFrom(bytes));
            if (kind == Outcome.Kind.ORPHANED && outcome.equals(Outcome.CANCELLED)) {
                return Outcome.ORPHANED;
            }
            if (outcome.kind() != kind) {
                throw new IllegalArgumentException(
                        "an outcome must be of the kind that its row says, %s, was %s"
                                .formatted(kind, outcome.kind()));
            }
            return outcome;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "an outcome must be the one that was written, is something else", e);
        }
    }

    /// A worker, as the dispatcher knows it and as it said it is.
    ///
    /// @param joined its name and size by now
    public record KnownWorker(Input.WorkerJoined joined, WorkerHello hello) {}

    /// A worker without its name.
    public static byte[] worker(KnownWorker worker) {
        WorkerHello hello = worker.hello();
        Input.WorkerJoined joined = worker.joined();
        return KeptWorker.newBuilder()
                .setWantedName(hello.wantedName())
                .setNameWasGiven(hello.nameGiven())
                .setHost(hello.host())
                .setPid(hello.pid())
                .setThreads(hello.threads())
                .addAllRecipes(hello.recipes())
                .setInstance(hello.instance())
                .setOurClock(hello.ourClock())
                .setAdjusts(hello.adjusts())
                .setStoves(hello.facts().stoves())
                .setProcessors(hello.facts().processors())
                .setMemoryBytes(hello.facts().memoryBytes())
                .setBuildVersion(hello.facts().buildVersion())
                .setThreadsNow(joined.threads())
                .setLine(joined.line())
                .setHostTold(joined.host())
                .setPidTold(joined.pid())
                .addAllRecipesTold(joined.recipes().stream().sorted().toList())
                .build()
                .toByteArray();
    }

    /// A worker of this name, see [#worker(KnownWorker)].
    public static KnownWorker worker(String name, byte[] bytes) {
        try {
            KeptWorker kept = KeptWorker.parseFrom(bytes);
            return new KnownWorker(
                    new Input.WorkerJoined(
                            name,
                            kept.getHostTold(),
                            kept.getPidTold(),
                            kept.getThreadsNow(),
                            Set.copyOf(kept.getRecipesToldList()),
                            kept.getLine()),
                    new WorkerHello(
                            kept.getWantedName(),
                            kept.getNameWasGiven(),
                            kept.getHost(),
                            kept.getPid(),
                            kept.getThreads(),
                            kept.getRecipesList(),
                            kept.getInstance(),
                            kept.getOurClock(),
                            kept.getAdjusts(),
                            new WorkerFacts(
                                    kept.getStoves(),
                                    kept.getProcessors(),
                                    kept.getMemoryBytes(),
                                    kept.getBuildVersion())));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "a worker must be the one that was written, is something else", e);
        }
    }

    /// What a client said it is.
    public static byte[] client(ClientHello hello) {
        KeptClient.Builder kept =
                KeptClient.newBuilder()
                        .setHost(hello.host())
                        .setPid(hello.pid())
                        .setWorkers(hello.workers())
                        .setWaitNanos(hello.patience().toNanos());
        hello.resources().forEach((name, spec) -> kept.addResources(resource(name, spec)));
        return kept.build().toByteArray();
    }

    /// What a client said it is, see [#client(ClientHello)].
    public static ClientHello client(byte[] bytes) {
        try {
            KeptClient kept = KeptClient.parseFrom(bytes);
            Map<String, ResourceSpec> resources = new HashMap<>();
            for (Resource resource : kept.getResourcesList()) {
                resources.put(resource.getName(), spec(resource));
            }
            return new ClientHello(
                    kept.getHost(),
                    kept.getPid(),
                    kept.getWorkers(),
                    Duration.ofNanos(kept.getWaitNanos()),
                    resources);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "a client must be the one that was written, is something else", e);
        }
    }

    private static KeptDefinition parse(byte[] definition) {
        try {
            return KeptDefinition.parseFrom(definition);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "a batch must be the one that was written, is something else", e);
        }
    }

    private static Resource.Builder resource(String name, ResourceSpec spec) {
        return Resource.newBuilder()
                .setName(name)
                .setPermits(spec.permits())
                .setShared(spec.scope() == ResourceSpec.Scope.SHARED);
    }

    private static ResourceSpec spec(Resource resource) {
        return new ResourceSpec(
                resource.getPermits(),
                resource.getShared() ? ResourceSpec.Scope.SHARED : ResourceSpec.Scope.KITCHEN);
    }

    private static KeptType type(ValueType type) {
        return switch (type) {
            case INTEGER -> KeptType.KEPT_TYPE_INTEGER;
            case REAL -> KeptType.KEPT_TYPE_REAL;
            case TEXT -> KeptType.KEPT_TYPE_TEXT;
            case BYTES -> KeptType.KEPT_TYPE_BYTES;
            case NONE -> KeptType.KEPT_TYPE_NONE;
        };
    }

    private static ValueType type(KeptType type) {
        return switch (type) {
            case KEPT_TYPE_INTEGER -> ValueType.INTEGER;
            case KEPT_TYPE_REAL -> ValueType.REAL;
            case KEPT_TYPE_TEXT -> ValueType.TEXT;
            case KEPT_TYPE_BYTES -> ValueType.BYTES;
            case KEPT_TYPE_NONE -> ValueType.NONE;
            case KEPT_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException("a column must be of a known type");
        };
    }
}
