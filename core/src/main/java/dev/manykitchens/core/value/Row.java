package dev.manykitchens.core.value;

import java.math.BigInteger;
import java.util.StringJoiner;

/// The arguments of one job: a view of one row of [Columns].
///
/// @param table the arguments of all jobs
/// @param index which job, from 0
public record Row(Columns table, int index) {

    /// The argument at a parameter's position.
    public Value value(int parameter) {
        return table.columns().get(parameter).get(index);
    }

    /// How many arguments there are.
    public int width() {
        return table.columns().size();
    }

    /// A whole number of any size.
    public BigInteger integer(int parameter) {
        return switch (value(parameter)) {
            case Value.Int(long number) -> BigInteger.valueOf(number);
            case Value.BigInt(BigInteger number) -> number;
            case Value.Real _, Value.Text _, Value.Bytes _, Value.None _ ->
                    throw mismatch(parameter, ValueType.INTEGER);
        };
    }

    /// A whole number that must fit 64 bits.
    ///
    /// @throws IllegalArgumentException when it does not fit
    public long longValue(int parameter) {
        if (value(parameter) instanceof Value.Int(long number)) {
            return number;
        }
        throw new IllegalArgumentException(
                "argument " + (parameter + 1) + " must fit 64 bits, was " + value(parameter));
    }

    /// A floating point number.
    public double real(int parameter) {
        if (value(parameter) instanceof Value.Real(double number)) {
            return number;
        }
        throw mismatch(parameter, ValueType.REAL);
    }

    /// A text.
    public String text(int parameter) {
        if (value(parameter) instanceof Value.Text(String text)) {
            return text;
        }
        throw mismatch(parameter, ValueType.TEXT);
    }

    /// Bytes, not to be changed.
    public byte[] bytes(int parameter) {
        if (value(parameter) instanceof Value.Bytes(byte[] bytes)) {
            return bytes;
        }
        throw mismatch(parameter, ValueType.BYTES);
    }

    /// The arguments as a command line would give them, separated by commas.
    @Override
    public String toString() {
        StringJoiner joined = new StringJoiner(",");
        for (int i = 0; i < width(); i++) {
            joined.add(value(i).toString());
        }
        return joined.toString();
    }

    private IllegalArgumentException mismatch(int parameter, ValueType wanted) {
        return new IllegalArgumentException(
                "argument "
                        + (parameter + 1)
                        + " must be "
                        + wanted.phrase()
                        + ", was "
                        + value(parameter));
    }
}
