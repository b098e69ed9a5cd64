package dev.manykitchens.proto.link;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.v1.IntegerColumn;
import dev.manykitchens.proto.v1.RealColumn;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A column as it came, in the bytes of its message, which must not be changed.
///
/// @param from where it begins
/// @param to where it ends
public record PackedColumn(byte[] bytes, int from, int to) {

    private static final int INTEGERS =
            dev.manykitchens.proto.v1.Column.INTEGERS_FIELD_NUMBER << 3
                    | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int REALS =
            dev.manykitchens.proto.v1.Column.REALS_FIELD_NUMBER << 3
                    | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int SMALL =
            IntegerColumn.SMALL_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int VALUES =
            RealColumn.VALUES_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    /// The values from `from` (inclusive) to `to` (exclusive) of a column, in bytes of their own.
    public static PackedColumn of(Column column, int from, int to) {
        Outgoing outgoing = outgoing(column, from, to);
        byte[] bytes = new byte[outgoing.size()];
        int end = outgoing.write(bytes, 0);
        if (end != bytes.length) {
            throw new AssertionError("a column must take what was measured for it");
        }
        return new PackedColumn(bytes, 0, end);
    }

    /// How many bytes it takes on the wire.
    public int size() {
        return to - from;
    }

    /// Its values.
    ///
    /// @throws InvalidProtocolBufferException when its bytes are no message
    /// @throws IllegalArgumentException when the message is malformed
    public Column decode() throws InvalidProtocolBufferException {
        Column plain = plain();
        return plain != null
                ? plain
                : ColumnCodec.decode(
                        dev.manykitchens.proto.v1.Column.parser().parseFrom(bytes, from, size()));
    }

    /// The values of a column of short integers or reals, written as senders write it; null when it
    /// is another.
    private @Nullable Column plain() {
        Cursor cursor = new Cursor(bytes, from, to);
        int kind = cursor.tag();
        if ((kind != INTEGERS && kind != REALS)
                || cursor.length() != to - cursor.position()
                || cursor.isLost()) {
            return null;
        }
        if (cursor.hasMore()
                && (cursor.tag() != (kind == INTEGERS ? SMALL : VALUES)
                        || cursor.length() != to - cursor.position()
                        || cursor.isLost())) {
            return null;
        }
        int begin = cursor.position();
        if (kind == INTEGERS) {
            long[] values = Varints.readZigZag(bytes, begin, to);
            return values == null ? null : Column.ofLongs(values);
        }
        if ((to - begin) % Double.BYTES != 0) {
            return null;
        }
        double[] values = new double[(to - begin) / Double.BYTES];
        ByteBuffer.wrap(bytes, begin, to - begin)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(values);
        return new Column.Reals(values);
    }

    /// The values from `from` (inclusive) to `to` (exclusive) of a column, measured and about to be
    /// written. Nothing is copied: they must not change until then.
    static Outgoing outgoing(Column column, int from, int to) {
        return switch (column) {
            case Column.Integers integers when integers.big() == null ->
                    new Integers(
                            integers.small(),
                            from,
                            to,
                            Varints.zigZagSize(integers.small(), from, to));
            case Column.Reals(double[] values) -> new Reals(values, from, to);
            case Column.Integers _, Column.Texts _, Column.Blobs _, Column.Nones _ ->
                    new Generated(ColumnCodec.encode(column, from, to));
        };
    }

    /// A column that is about to be written.
    sealed interface Outgoing {

        /// How many bytes it takes.
        int size();

        /// Writes it.
        ///
        /// @return the position after it
        int write(byte[] bytes, int position);
    }

    private record Integers(long[] values, int from, int to, int packed) implements Outgoing {
        @Override
        public int size() {
            return nestedSize(packed);
        }

        @Override
        public int write(byte[] bytes, int position) {
            int at = writeTags(INTEGERS, SMALL, packed, bytes, position);
            return Varints.writeZigZag(values, from, to, bytes, at);
        }
    }

    private record Reals(double[] values, int from, int to) implements Outgoing {

        private int packed() {
            return Math.multiplyExact(to - from, Double.BYTES);
        }

        @Override
        public int size() {
            return nestedSize(packed());
        }

        @Override
        public int write(byte[] bytes, int position) {
            int at = writeTags(REALS, VALUES, packed(), bytes, position);
            ByteBuffer.wrap(bytes, at, packed())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .put(values, from, to - from);
            return at + packed();
        }
    }

    private record Generated(dev.manykitchens.proto.v1.Column message) implements Outgoing {
        @Override
        public int size() {
            return message.getSerializedSize();
        }

        @Override
        public int write(byte[] bytes, int position) {
            return Fields.writeMessage(message, bytes, position);
        }
    }

    private static int innerSize(int packed) {
        return packed == 0 ? 0 : 1 + Varints.size(packed) + packed;
    }

    private static int nestedSize(int packed) {
        int inner = innerSize(packed);
        return 1 + Varints.size(inner) + inner;
    }

    private static int writeTags(int kind, int field, int packed, byte[] bytes, int position) {
        int at = Varints.write(kind, bytes, position);
        at = Varints.write(innerSize(packed), bytes, at);
        if (packed == 0) {
            return at;
        }
        at = Varints.write(field, bytes, at);
        return Varints.write(packed, bytes, at);
    }
}
