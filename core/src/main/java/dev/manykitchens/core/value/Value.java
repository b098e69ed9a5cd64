package dev.manykitchens.core.value;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// One argument or one result.
///
/// Values travel between processes, so they are data of five closed kinds and never serialised
/// objects.
public sealed interface Value {

    /// The absent value.
    Value NONE = new None();

    /// The type this value belongs to.
    ValueType type();

    /// The value as the plain Java object that users work with: `Long`, `BigInteger`, `Double`,
    /// `String`, `byte[]`; for [None] the text "none".
    Object toJava();

    /// A whole number that fits 64 bits.
    record Int(long value) implements Value {
        @Override
        public ValueType type() {
            return ValueType.INTEGER;
        }

        @Override
        public Object toJava() {
            return value;
        }

        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /// A whole number that does not fit 64 bits; [Value#of(BigInteger)] chooses between this and
    /// [Int].
    record BigInt(BigInteger value) implements Value {
        public BigInt {
            Objects.requireNonNull(
                    value, "a number must not be null; Value.NONE is the absent value");
            if (value.bitLength() < Long.SIZE) {
                throw new IllegalArgumentException(
                        "a BigInt must need more than 64 bits, was " + value + "; use Value.of");
            }
        }

        @Override
        public ValueType type() {
            return ValueType.INTEGER;
        }

        @Override
        public Object toJava() {
            return value;
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    /// A 64-bit floating point number.
    record Real(double value) implements Value {
        @Override
        public ValueType type() {
            return ValueType.REAL;
        }

        @Override
        public Object toJava() {
            return value;
        }

        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    /// Unicode text.
    record Text(String value) implements Value {
        public Text {
            Objects.requireNonNull(
                    value, "a text must not be null; Value.NONE is the absent value");
        }

        @Override
        public ValueType type() {
            return ValueType.TEXT;
        }

        @Override
        public Object toJava() {
            return value;
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /// Raw bytes; the array is not copied, so neither side may change it afterwards.
    record Bytes(byte[] value) implements Value {
        private static final int SHOWN = 16;

        public Bytes {
            Objects.requireNonNull(value, "bytes must not be null; Value.NONE is the absent value");
        }

        @Override
        public ValueType type() {
            return ValueType.BYTES;
        }

        @Override
        public Object toJava() {
            return value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes(byte[] theirs) && Arrays.equals(value, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        /// The length and the first bytes in hexadecimal.
        @Override
        public String toString() {
            String start = HexFormat.of().formatHex(value, 0, Math.min(SHOWN, value.length));
            return value.length <= SHOWN ? "0x" + start : value.length + " bytes 0x" + start + "…";
        }
    }

    /// No value.
    record None() implements Value {
        @Override
        public ValueType type() {
            return ValueType.NONE;
        }

        @Override
        public Object toJava() {
            return "none";
        }

        @Override
        public String toString() {
            return "none";
        }
    }

    /// A whole number.
    static Value of(long value) {
        return new Int(value);
    }

    /// A whole number of any size, as [Int] where it fits.
    static Value of(BigInteger value) {
        return value.bitLength() < Long.SIZE ? new Int(value.longValue()) : new BigInt(value);
    }

    /// A floating point number.
    static Value of(double value) {
        return new Real(value);
    }

    /// A text.
    static Value of(String value) {
        return new Text(value);
    }

    /// Bytes; the array must not be changed afterwards.
    static Value of(byte[] value) {
        return new Bytes(value);
    }

    /// The value of a plain Java object: `Byte`, `Short`, `Integer`, `Long`, `BigInteger`, `Float`,
    /// `Double`, `String`, `byte[]`, or a [Value] itself.
    ///
    /// @throws IllegalArgumentException for an object of any other class
    static Value ofJava(Object object) {
        return switch (object) {
            case Value value -> value;
            case Long number -> of((long) number);
            case Integer number -> of((long) number);
            case Short number -> of((long) number);
            case Byte number -> of((long) number);
            case BigInteger number -> of(number);
            case Double number -> of((double) number);
            case Float number -> of((double) number);
            case String text -> of(text);
            case byte[] bytes -> of(bytes);
            default ->
                    throw new IllegalArgumentException(
                            "an argument must be a whole number, a floating point number, a String or a"
                                    + " byte[], was a "
                                    + object.getClass().getName());
        };
    }

    private static double real(String text) {
        // Java's own reader also takes its own suffixes, as in 1d.
        if (!text.isEmpty() && "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0) {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(text);
    }

    /// Reads a value from text, as typed on a command line: decimal integers of any size, decimal
    /// floating point numbers, text as it stands, bytes as hexadecimal digits.
    ///
    /// @throws IllegalArgumentException when the text is not of that type
    static Value parse(ValueType type, String text) {
        try {
            return switch (type) {
                case INTEGER -> of(new BigInteger(text.strip().replace("_", "")));
                case REAL -> of(real(text.strip()));
                case TEXT -> of(text);
                case BYTES -> of(HexFormat.of().parseHex(text.strip()));
                case NONE -> throw new IllegalArgumentException("there is no value to read");
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be " + type.phrase() + ", was \"" + text + "\"", e);
        }
    }
}
