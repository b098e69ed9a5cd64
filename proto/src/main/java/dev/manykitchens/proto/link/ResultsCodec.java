package dev.manykitchens.proto.link;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.v1.Failure;
import dev.manykitchens.proto.v1.ResourceUse;
import dev.manykitchens.proto.v1.Results;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes and reads `Results` straight from and into columns.
///
/// What is read is a message as senders usually write it. One that is written in another way that
/// protobuf allows, or that is malformed, goes to the generated class first, which puts it in the
/// usual form or says what is wrong.
public final class ResultsCodec {

    /// How many columns of times there are.
    public static final int TIMES = 6;

    private static final int SIZED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    /// The columns of times, in the sequence of the contract.
    private static final int[] TIME_FIELDS = {
        Results.IDLE_NANOS_FIELD_NUMBER,
        Results.RAN_NANOS_FIELD_NUMBER,
        Results.STOVE_NANOS_FIELD_NUMBER,
        Results.OTHER_NANOS_FIELD_NUMBER,
        Results.WAIT_NANOS_FIELD_NUMBER,
        Results.RESOURCE_NANOS_FIELD_NUMBER
    };

    /// The one column whose times can be negative.
    private static final int IDLE = 0;

    private static final long[] ZEROS = {};

    private static final Parser<Results> GENERATED =
            DiscardUnknownFieldsParser.wrap(Results.parser());

    private ResultsCodec() {}

    /// Results to be sent.
    ///
    /// @param successes one value for each job that succeeded
    /// @param failures the others
    /// @param times the six columns, in the sequence of the contract; the entries of jobs that one
    ///   has no room for are 0, and what it has beyond the `count` jobs is 0 too
    public static EncodedResults encode(
            long lease,
            int first,
            int count,
            Column successes,
            List<Failure> failures,
            long[][] times,
            List<ResourceUse> uses,
            long receivedNanos) {
        PackedColumn.Outgoing column = PackedColumn.outgoing(successes, 0, successes.size());
        int[] filled = new int[TIMES];
        int[] packed = new int[TIMES];
        int size =
                Fields.numberSize(Results.LEASE_FIELD_NUMBER, lease)
                        + Fields.numberSize(Results.FIRST_FIELD_NUMBER, unsigned(first))
                        + Fields.numberSize(Results.COUNT_FIELD_NUMBER, unsigned(count))
                        + Fields.numberSize(Results.RECEIVED_NANOS_FIELD_NUMBER, receivedNanos)
                        + Fields.sizedSize(Results.RESULTS_FIELD_NUMBER, column.size());
        for (int i = 0; i < TIMES; i++) {
            filled[i] = filled(times[i]);
            if (filled[i] > 0) {
                packed[i] =
                        i == IDLE
                                ? Varints.zigZagSize(times[i], 0, filled[i])
                                : Varints.size(times[i], 0, filled[i]);
                size += Fields.sizedSize(TIME_FIELDS[i], packed[i]);
            }
        }
        for (Failure failure : failures) {
            size += Fields.messageSize(Results.FAILURES_FIELD_NUMBER, failure);
        }
        for (ResourceUse use : uses) {
            size += Fields.messageSize(Results.RESOURCE_USES_FIELD_NUMBER, use);
        }
        byte[] bytes = new byte[size];
        int at = Fields.writeNumber(Results.LEASE_FIELD_NUMBER, lease, bytes, 0);
        at = Fields.writeNumber(Results.FIRST_FIELD_NUMBER, unsigned(first), bytes, at);
        at = Fields.writeNumber(Results.COUNT_FIELD_NUMBER, unsigned(count), bytes, at);
        at = Fields.writeNumber(Results.RECEIVED_NANOS_FIELD_NUMBER, receivedNanos, bytes, at);
        at = Fields.writeSized(Results.RESULTS_FIELD_NUMBER, column.size(), bytes, at);
        at = column.write(bytes, at);
        for (int i = 0; i < TIMES; i++) {
            if (filled[i] > 0) {
                at = Fields.writeSized(TIME_FIELDS[i], packed[i], bytes, at);
                at =
                        i == IDLE
                                ? Varints.writeZigZag(times[i], 0, filled[i], bytes, at)
                                : Varints.write(times[i], 0, filled[i], bytes, at);
            }
        }
        for (Failure failure : failures) {
            at = Fields.writeMessage(Results.FAILURES_FIELD_NUMBER, failure, bytes, at);
        }
        for (ResourceUse use : uses) {
            at = Fields.writeMessage(Results.RESOURCE_USES_FIELD_NUMBER, use, bytes, at);
        }
        if (at != size) {
            throw new AssertionError("results must take what was measured for them");
        }
        return new EncodedResults(bytes);
    }

    /// How many entries there are but for those that are 0 at the end.
    private static int filled(long[] column) {
        int entries = column.length;
        while (entries > 0 && column[entries - 1] == 0) {
            entries--;
        }
        return entries;
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }

    /// What these bytes say.
    ///
    /// @throws InvalidProtocolBufferException when they are no message
    public static ResultColumns decode(byte[] message) throws InvalidProtocolBufferException {
        ResultColumns plain = plain(message);
        return plain != null ? plain : decode(GENERATED.parseFrom(message));
    }

    /// What a generated message says.
    public static ResultColumns decode(Results message) throws InvalidProtocolBufferException {
        ResultColumns plain = plain(message.toByteArray());
        // Only parts that the generated class does not know can be unusual now.
        return plain != null
                ? plain
                : require(plain(GENERATED.parseFrom(message.toByteArray()).toByteArray()));
    }

    private static ResultColumns require(@Nullable ResultColumns plain) {
        if (plain == null) {
            throw new AssertionError("what the generated class writes must be plain");
        }
        return plain;
    }

    /// What a message says that is written in the usual way; null when it is not.
    static @Nullable ResultColumns plain(byte[] bytes) throws InvalidProtocolBufferException {
        Cursor cursor = new Cursor(bytes, 0, bytes.length);
        long lease = 0;
        int first = 0;
        int count = 0;
        long received = 0;
        long sent = 0;
        long credits = 0;
        long sequence = 0;
        PackedColumn results = null;
        List<Failure> failures = new ArrayList<>();
        List<ResourceUse> uses = new ArrayList<>();
        long[][] times = new long[TIMES][];
        Arrays.fill(times, ZEROS);
        while (cursor.hasMore()) {
            int tag = cursor.tag();
            switch (tag) {
                case Results.LEASE_FIELD_NUMBER << 3 -> lease = cursor.varint();
                case Results.COUNT_FIELD_NUMBER << 3 -> count = (int) cursor.varint();
                case Results.RECEIVED_NANOS_FIELD_NUMBER << 3 -> received = cursor.varint();
                case Results.SENT_NANOS_FIELD_NUMBER << 3 -> sent = cursor.varint();
                case Results.CREDITS_TOTAL_FIELD_NUMBER << 3 -> credits = cursor.varint();
                case Results.FIRST_FIELD_NUMBER << 3 -> first = (int) cursor.varint();
                case Results.SEQUENCE_FIELD_NUMBER << 3 -> sequence = cursor.varint();
                case Results.RESULTS_FIELD_NUMBER << 3 | SIZED -> {
                    int length = cursor.length();
                    if (results != null) {
                        // A second one is a part of the first.
                        cursor.lose();
                    } else {
                        int from = cursor.position();
                        results = new PackedColumn(bytes, from, from + length);
                        cursor.skip(length);
                    }
                }
                case Results.FAILURES_FIELD_NUMBER << 3 | SIZED ->
                        add(cursor, bytes, Failure.parser(), failures);
                case Results.RESOURCE_USES_FIELD_NUMBER << 3 | SIZED ->
                        add(cursor, bytes, ResourceUse.parser(), uses);
                case Results.IDLE_NANOS_FIELD_NUMBER << 3 | SIZED ->
                        times[IDLE] = cursor.signedNumbers(times[IDLE]);
                case Results.RAN_NANOS_FIELD_NUMBER << 3 | SIZED ->
                        times[1] = cursor.numbers(times[1]);
                case Results.STOVE_NANOS_FIELD_NUMBER << 3 | SIZED ->
                        times[2] = cursor.numbers(times[2]);
                case Results.OTHER_NANOS_FIELD_NUMBER << 3 | SIZED ->
                        times[3] = cursor.numbers(times[3]);
                case Results.WAIT_NANOS_FIELD_NUMBER << 3 | SIZED ->
                        times[4] = cursor.numbers(times[4]);
                case Results.RESOURCE_NANOS_FIELD_NUMBER << 3 | SIZED ->
                        times[5] = cursor.numbers(times[5]);
                // One number of a column alone.
                case Results.IDLE_NANOS_FIELD_NUMBER << 3,
                        Results.RAN_NANOS_FIELD_NUMBER << 3,
                        Results.STOVE_NANOS_FIELD_NUMBER << 3,
                        Results.OTHER_NANOS_FIELD_NUMBER << 3,
                        Results.WAIT_NANOS_FIELD_NUMBER << 3,
                        Results.RESOURCE_NANOS_FIELD_NUMBER << 3 ->
                        cursor.lose();
                default -> cursor.skipField(tag);
            }
        }
        if (cursor.isLost()) {
            return null;
        }
        return new ResultColumns(
                lease,
                first,
                count,
                results == null ? new PackedColumn(bytes, 0, 0) : results,
                failures,
                times,
                uses,
                received,
                sent,
                credits,
                sequence);
    }

    private static <T> void add(Cursor cursor, byte[] bytes, Parser<T> parser, List<T> parts)
            throws InvalidProtocolBufferException {
        int length = cursor.length();
        if (!cursor.isLost()) {
            parts.add(parser.parseFrom(bytes, cursor.position(), length));
            cursor.skip(length);
        }
    }
}
