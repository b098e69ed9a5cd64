package dev.manykitchens.core.value;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Arrays;

/// Collects values of one type into a [Column]. Confined to one thread; [#build] may be called
/// once.
public final class ColumnBuilder {

    private final ValueType type;
    private int size;
    private long[] longs = {};
    private @Nullable BigInteger @Nullable [] big;
    private double[] doubles = {};
    private String[] texts = {};
    private byte[][] blobs = {};

    /// A builder with room for `capacity` values; it grows when more are added.
    public ColumnBuilder(ValueType type, int capacity) {
        this.type = type;
        switch (type) {
            case INTEGER -> longs = new long[capacity];
            case REAL -> doubles = new double[capacity];
            case TEXT -> texts = new String[capacity];
            case BYTES -> blobs = new byte[capacity][];
            case NONE -> {}
        }
    }

    /// The type of every value.
    public ValueType type() {
        return type;
    }

    /// How many values were added.
    public int size() {
        return size;
    }

    /// Adds a value.
    ///
    /// @throws IllegalArgumentException when it is of another type than the column
    public void add(Value value) {
        switch (value) {
            case Value.Int(long number) when type == ValueType.INTEGER -> addLong(number);
            case Value.BigInt(BigInteger number) when type == ValueType.INTEGER -> addBig(number);
            case Value.Int(long number) when type == ValueType.REAL -> addReal((double) number);
            case Value.BigInt(BigInteger number) when type == ValueType.REAL ->
                    addReal(number.doubleValue());
            case Value.Real(double number) when type == ValueType.REAL -> addReal(number);
            case Value.Text(String text) when type == ValueType.TEXT -> {
                texts = size < texts.length ? texts : Arrays.copyOf(texts, grown());
                texts[size++] = text;
            }
            case Value.Bytes(byte[] bytes) when type == ValueType.BYTES -> {
                blobs = size < blobs.length ? blobs : Arrays.copyOf(blobs, grown());
                blobs[size++] = bytes;
            }
            case Value.None() when type == ValueType.NONE -> size++;
            case Value.Int _,
                    Value.BigInt _,
                    Value.Real _,
                    Value.Text _,
                    Value.Bytes _,
                    Value.None _ ->
                    throw new IllegalArgumentException(
                            "must be "
                                    + type.phrase()
                                    + ", was "
                                    + value.type().phrase()
                                    + ": "
                                    + value);
        }
    }

    /// Adds a whole number to an integer column.
    public void addLong(long value) {
        longs = size < longs.length ? longs : Arrays.copyOf(longs, grown());
        longs[size++] = value;
    }

    /// The column of what was added, in that order.
    public Column build() {
        return switch (type) {
            case INTEGER ->
                    new Column.Integers(
                            trimmed(longs), big == null ? null : Arrays.copyOf(big, size));
            case REAL ->
                    new Column.Reals(
                            doubles.length == size ? doubles : Arrays.copyOf(doubles, size));
            case TEXT ->
                    new Column.Texts(texts.length == size ? texts : Arrays.copyOf(texts, size));
            case BYTES ->
                    new Column.Blobs(blobs.length == size ? blobs : Arrays.copyOf(blobs, size));
            case NONE -> new Column.Nones(size);
        };
    }

    private void addBig(BigInteger value) {
        @Nullable BigInteger[] large =
                big == null ? new BigInteger[Math.max(longs.length, size + 1)] : big;
        if (size >= large.length) {
            large = Arrays.copyOf(large, grown());
        }
        large[size] = value;
        big = large;
        addLong(0);
    }

    private void addReal(double value) {
        doubles = size < doubles.length ? doubles : Arrays.copyOf(doubles, grown());
        doubles[size++] = value;
    }

    private long[] trimmed(long[] values) {
        return values.length == size ? values : Arrays.copyOf(values, size);
    }

    private int grown() {
        return Math.max(16, size + (size >> 1) + 1);
    }
}
