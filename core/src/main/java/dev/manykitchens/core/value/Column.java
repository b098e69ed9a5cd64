package dev.manykitchens.core.value;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;

/// Many values of one type, packed: an immutable vector with primitive arrays inside.
///
/// The arrays given to a column and returned by its accessors are not copied and must not be
/// changed.
public sealed interface Column {

    /// How many values there are.
    int size();

    /// The type of every value.
    ValueType type();

    /// The value at a position from 0 to `size() - 1`.
    Value get(int index);

    /// The values from `from` (inclusive) to `to` (exclusive).
    Column slice(int from, int to);

    /// An upper bound of what the values at `from` (inclusive) to `to` (exclusive) take on the
    /// wire, in bytes.
    long wireBytes(int from, int to);

    /// Whole numbers of any size.
    ///
    /// @param small the values that fit 64 bits; 0 where `big` has one
    /// @param big null when every value fits 64 bits; otherwise as long as `small`, null where it
    ///   fits
    record Integers(long[] small, @Nullable BigInteger @Nullable [] big) implements Column {
        public Integers {
            if (big != null && big.length != small.length) {
                throw new IllegalArgumentException(
                        "big must be as long as small, was "
                                + big.length
                                + " against "
                                + small.length);
            }
        }

        @Override
        public int size() {
            return small.length;
        }

        @Override
        public ValueType type() {
            return ValueType.INTEGER;
        }

        @Override
        public Value get(int index) {
            BigInteger large = big == null ? null : big[index];
            return large == null ? new Value.Int(small[index]) : Value.of(large);
        }

        @Override
        public Column slice(int from, int to) {
            return new Integers(
                    Arrays.copyOfRange(small, from, to),
                    big == null ? null : Arrays.copyOfRange(big, from, to));
        }

        @Override
        public long wireBytes(int from, int to) {
            long bytes = 10L * (to - from);
            for (int i = from; big != null && i < to; i++) {
                BigInteger large = big[i];
                bytes += large == null ? 0 : large.bitLength() / Byte.SIZE + 11L;
            }
            return bytes;
        }
    }

    /// Floating point numbers.
    record Reals(double[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public ValueType type() {
            return ValueType.REAL;
        }

        @Override
        public Value get(int index) {
            return new Value.Real(values[index]);
        }

        @Override
        public Column slice(int from, int to) {
            return new Reals(Arrays.copyOfRange(values, from, to));
        }

        @Override
        public long wireBytes(int from, int to) {
            return 8L * (to - from);
        }
    }

    /// Texts.
    record Texts(String[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public ValueType type() {
            return ValueType.TEXT;
        }

        @Override
        public Value get(int index) {
            return new Value.Text(values[index]);
        }

        @Override
        public Column slice(int from, int to) {
            return new Texts(Arrays.copyOfRange(values, from, to));
        }

        @Override
        public long wireBytes(int from, int to) {
            long bytes = 0;
            for (int i = from; i < to; i++) {
                bytes += 3L * values[i].length() + 6;
            }
            return bytes;
        }
    }

    /// Byte strings.
    record Blobs(byte[][] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public ValueType type() {
            return ValueType.BYTES;
        }

        @Override
        public Value get(int index) {
            return new Value.Bytes(values[index]);
        }

        @Override
        public Column slice(int from, int to) {
            return new Blobs(Arrays.copyOfRange(values, from, to));
        }

        @Override
        public long wireBytes(int from, int to) {
            long bytes = 0;
            for (int i = from; i < to; i++) {
                bytes += values[i].length + 6L;
            }
            return bytes;
        }
    }

    /// As many absent values as `size` says.
    record Nones(int size) implements Column {
        @Override
        public ValueType type() {
            return ValueType.NONE;
        }

        @Override
        public Value get(int index) {
            return Value.NONE;
        }

        @Override
        public Column slice(int from, int to) {
            return new Nones(to - from);
        }

        @Override
        public long wireBytes(int from, int to) {
            return 0;
        }
    }

    /// A column of small whole numbers.
    static Column ofLongs(long... values) {
        return new Integers(values, null);
    }

    /// A column of the given type.
    ///
    /// @throws IllegalArgumentException when a value is of another type
    static Column of(ValueType type, Collection<? extends Value> values) {
        ColumnBuilder builder = new ColumnBuilder(type, values.size());
        values.forEach(builder::add);
        return builder.build();
    }
}
