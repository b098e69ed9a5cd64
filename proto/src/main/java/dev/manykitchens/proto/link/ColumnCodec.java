package dev.manykitchens.proto.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.v1.BytesColumn;
import dev.manykitchens.proto.v1.IntegerColumn;
import dev.manykitchens.proto.v1.NoneColumn;
import dev.manykitchens.proto.v1.RealColumn;
import dev.manykitchens.proto.v1.TextColumn;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.List;

/// Turns columns into messages and back. What comes back has the same values in the same order, bit
/// for bit.
public final class ColumnCodec {

    private ColumnCodec() {}

    /// The values from `from` (inclusive) to `to` (exclusive) as a message. Byte strings are not
    /// copied: they must not change until the message has gone.
    public static dev.manykitchens.proto.v1.Column encode(Column column, int from, int to) {
        var message = dev.manykitchens.proto.v1.Column.newBuilder();
        switch (column) {
            case Column.Integers(long[] small, @Nullable BigInteger @Nullable [] big) ->
                    message.setIntegers(integers(small, big, from, to));
            case Column.Reals(double[] values) -> {
                RealColumn.Builder reals = RealColumn.newBuilder();
                for (int i = from; i < to; i++) {
                    reals.addValues(values[i]);
                }
                message.setReals(reals);
            }
            case Column.Texts(String[] values) -> {
                TextColumn.Builder texts = TextColumn.newBuilder();
                for (int i = from; i < to; i++) {
                    texts.addValues(values[i]);
                }
                message.setTexts(texts);
            }
            case Column.Blobs(byte[][] values) -> {
                BytesColumn.Builder blobs = BytesColumn.newBuilder();
                for (int i = from; i < to; i++) {
                    blobs.addValues(UnsafeByteOperations.unsafeWrap(values[i]));
                }
                message.setBlobs(blobs);
            }
            case Column.Nones _ -> message.setNones(NoneColumn.newBuilder().setCount(to - from));
        }
        return message.build();
    }

    /// The column that a message holds.
    ///
    /// @throws IllegalArgumentException when the message is malformed
    public static Column decode(dev.manykitchens.proto.v1.Column message) {
        return switch (message.getValuesCase()) {
            case INTEGERS -> integers(message.getIntegers());
            case REALS -> {
                RealColumn reals = message.getReals();
                double[] values = new double[reals.getValuesCount()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = reals.getValues(i);
                }
                yield new Column.Reals(values);
            }
            case TEXTS ->
                    new Column.Texts(message.getTexts().getValuesList().toArray(String[]::new));
            case BLOBS -> {
                List<ByteString> blobs = message.getBlobs().getValuesList();
                byte[][] values = new byte[blobs.size()][];
                for (int i = 0; i < values.length; i++) {
                    values[i] = blobs.get(i).toByteArray();
                }
                yield new Column.Blobs(values);
            }
            case NONES -> {
                int count = message.getNones().getCount();
                if (count < 0) {
                    throw new IllegalArgumentException(
                            "a column must have at most %d values, had %s"
                                    .formatted(Integer.MAX_VALUE, Integer.toUnsignedString(count)));
                }
                yield new Column.Nones(count);
            }
            case VALUES_NOT_SET ->
                    throw new IllegalArgumentException(
                            "a column must have a kind of values, had none; does the other end speak a"
                                    + " newer version?");
        };
    }

    private static IntegerColumn integers(
            long[] small, @Nullable BigInteger @Nullable [] big, int from, int to) {
        IntegerColumn.Builder integers = IntegerColumn.newBuilder();
        for (int i = from; i < to; i++) {
            integers.addSmall(small[i]);
        }
        for (int i = from; big != null && i < to; i++) {
            BigInteger large = big[i];
            if (large != null) {
                integers.addBigPositions(i - from)
                        .addBigValues(UnsafeByteOperations.unsafeWrap(large.toByteArray()));
            }
        }
        return integers.build();
    }

    private static Column integers(IntegerColumn integers) {
        long[] small = new long[integers.getSmallCount()];
        for (int i = 0; i < small.length; i++) {
            small[i] = integers.getSmall(i);
        }
        int bigCount = integers.getBigPositionsCount();
        if (bigCount != integers.getBigValuesCount()) {
            throw new IllegalArgumentException(
                    "a column must have a position for each large integer, had %d for %d"
                            .formatted(bigCount, integers.getBigValuesCount()));
        }
        if (bigCount == 0) {
            return Column.ofLongs(small);
        }
        @Nullable BigInteger[] big = new BigInteger[small.length];
        int last = -1;
        for (int i = 0; i < bigCount; i++) {
            int position = integers.getBigPositions(i);
            if (position < 0 || position >= small.length) {
                throw new IllegalArgumentException(
                        "a large integer's position must be below %d, was %s"
                                .formatted(small.length, Integer.toUnsignedString(position)));
            }
            if (position <= last) {
                throw new IllegalArgumentException(
                        "positions of large integers must ascend, %d came after %d"
                                .formatted(position, last));
            }
            ByteString value = integers.getBigValues(i);
            if (value.isEmpty()) {
                throw new IllegalArgumentException(
                        "a large integer must have at least one byte, had none");
            }
            last = position;
            big[position] = new BigInteger(value.toByteArray());
        }
        return new Column.Integers(small, big);
    }
}
