package dev.manykitchens.proto.link;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.WorkResponse;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes and reads `Assignment` straight from and into columns, as [ResultsCodec] does results.
public final class AssignmentCodec {

    private static final int SIZED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private static final Parser<Assignment> GENERATED =
            DiscardUnknownFieldsParser.wrap(Assignment.parser());

    private AssignmentCodec() {}

    /// The message that gives jobs `first` to `first + count - 1` of a batch to a worker.
    ///
    /// @param arguments those of the whole batch
    /// @param definition what the batch is, when it must be said
    /// @param whole whether these are all jobs of the batch
    public static Frame<WorkResponse> encode(
            long lease,
            long batch,
            int first,
            int count,
            int attempt,
            Columns arguments,
            Optional<BatchDefinition> definition,
            boolean whole) {
        int size =
                Fields.numberSize(Assignment.LEASE_FIELD_NUMBER, lease)
                        + Fields.numberSize(Assignment.BATCH_FIELD_NUMBER, batch)
                        + Fields.numberSize(Assignment.FIRST_FIELD_NUMBER, unsigned(first))
                        + Fields.numberSize(Assignment.COUNT_FIELD_NUMBER, unsigned(count))
                        + Fields.numberSize(Assignment.ATTEMPT_FIELD_NUMBER, unsigned(attempt))
                        + Fields.numberSize(Assignment.WHOLE_FIELD_NUMBER, whole ? 1 : 0);
        List<PackedColumn.Outgoing> columns = new ArrayList<>(arguments.columns().size());
        for (Column column : arguments.columns()) {
            PackedColumn.Outgoing outgoing = PackedColumn.outgoing(column, first, first + count);
            columns.add(outgoing);
            size += Fields.sizedSize(Assignment.ARGUMENTS_FIELD_NUMBER, outgoing.size());
        }
        if (definition.isPresent()) {
            size += Fields.messageSize(Assignment.DEFINITION_FIELD_NUMBER, definition.get());
        }
        byte[] head = new byte[Fields.sizedSize(WorkResponse.ASSIGNMENT_FIELD_NUMBER, size) - size];
        Fields.writeSized(WorkResponse.ASSIGNMENT_FIELD_NUMBER, size, head, 0);
        byte[] body = new byte[size];
        int at = Fields.writeNumber(Assignment.LEASE_FIELD_NUMBER, lease, body, 0);
        at = Fields.writeNumber(Assignment.BATCH_FIELD_NUMBER, batch, body, at);
        at = Fields.writeNumber(Assignment.FIRST_FIELD_NUMBER, unsigned(first), body, at);
        at = Fields.writeNumber(Assignment.COUNT_FIELD_NUMBER, unsigned(count), body, at);
        at = Fields.writeNumber(Assignment.ATTEMPT_FIELD_NUMBER, unsigned(attempt), body, at);
        for (PackedColumn.Outgoing column : columns) {
            at = Fields.writeSized(Assignment.ARGUMENTS_FIELD_NUMBER, column.size(), body, at);
            at = column.write(body, at);
        }
        if (definition.isPresent()) {
            at =
                    Fields.writeMessage(
                            Assignment.DEFINITION_FIELD_NUMBER, definition.get(), body, at);
        }
        at = Fields.writeNumber(Assignment.WHOLE_FIELD_NUMBER, whole ? 1 : 0, body, at);
        if (at != size) {
            throw new AssertionError("an assignment must take what was measured for it");
        }
        return new Frame.Packed<>(head, body);
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }

    /// What these bytes say.
    ///
    /// @throws InvalidProtocolBufferException when they are no message
    /// @throws IllegalArgumentException when a column is malformed
    public static AssignmentColumns decode(byte[] message) throws InvalidProtocolBufferException {
        AssignmentColumns plain = plain(message);
        return plain != null ? plain : decode(GENERATED.parseFrom(message));
    }

    /// What a generated message says.
    ///
    /// @throws IllegalArgumentException when a column is malformed
    public static AssignmentColumns decode(Assignment message) {
        return new AssignmentColumns(
                message.getLease(),
                message.getBatch(),
                message.getFirst(),
                message.getCount(),
                message.getAttempt(),
                message.getArgumentsList().stream().map(ColumnCodec::decode).toList(),
                message.hasDefinition() ? Optional.of(message.getDefinition()) : Optional.empty(),
                message.getWhole());
    }

    /// What a message says that is written in the usual way; null when it is not.
    private static @Nullable AssignmentColumns plain(byte[] bytes)
            throws InvalidProtocolBufferException {
        Cursor cursor = new Cursor(bytes, 0, bytes.length);
        long lease = 0;
        long batch = 0;
        int first = 0;
        int count = 0;
        int attempt = 0;
        List<PackedColumn> arguments = new ArrayList<>();
        int definitionFrom = 0;
        int definitionTo = -1;
        boolean whole = false;
        while (cursor.hasMore()) {
            int tag = cursor.tag();
            switch (tag) {
                case Assignment.LEASE_FIELD_NUMBER << 3 -> lease = cursor.varint();
                case Assignment.BATCH_FIELD_NUMBER << 3 -> batch = cursor.varint();
                case Assignment.FIRST_FIELD_NUMBER << 3 -> first = (int) cursor.varint();
                case Assignment.COUNT_FIELD_NUMBER << 3 -> count = (int) cursor.varint();
                case Assignment.ATTEMPT_FIELD_NUMBER << 3 -> attempt = (int) cursor.varint();
                case Assignment.ARGUMENTS_FIELD_NUMBER << 3 | SIZED -> {
                    int length = cursor.length();
                    int from = cursor.position();
                    arguments.add(new PackedColumn(bytes, from, from + length));
                    cursor.skip(length);
                }
                case Assignment.DEFINITION_FIELD_NUMBER << 3 | SIZED -> {
                    int length = cursor.length();
                    if (definitionTo >= 0) {
                        // A second one is a part of the first.
                        cursor.lose();
                    } else {
                        definitionFrom = cursor.position();
                        definitionTo = definitionFrom + length;
                        cursor.skip(length);
                    }
                }
                case Assignment.WHOLE_FIELD_NUMBER << 3 -> whole = cursor.varint() != 0;
                default -> cursor.skipField(tag);
            }
        }
        if (cursor.isLost()) {
            return null;
        }
        List<Column> columns = new ArrayList<>(arguments.size());
        for (PackedColumn column : arguments) {
            columns.add(column.decode());
        }
        return new AssignmentColumns(
                lease,
                batch,
                first,
                count,
                attempt,
                columns,
                definitionTo < 0
                        ? Optional.empty()
                        : Optional.of(
                                BatchDefinition.parser()
                                        .parseFrom(
                                                bytes,
                                                definitionFrom,
                                                definitionTo - definitionFrom)),
                whole);
    }
}
