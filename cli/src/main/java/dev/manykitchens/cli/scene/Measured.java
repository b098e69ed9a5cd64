package dev.manykitchens.cli.scene;

/// What came out: a number or words.
public sealed interface Measured {

    /// As people read it.
    String text();

    /// A number with its quantity.
    record Figure(Quantity quantity, double value) implements Measured {
        @Override
        public String text() {
            return quantity.text(value);
        }
    }

    /// Words, or results.
    record Said(String text) implements Measured {}

    /// A time.
    static Measured nanos(long nanos) {
        return new Figure(Quantity.SECONDS, nanos / 1e9);
    }

    /// A time.
    static Measured seconds(double seconds) {
        return new Figure(Quantity.SECONDS, seconds);
    }

    /// How many times as fast as the first pool.
    static Measured times(double ratio) {
        return new Figure(Quantity.TIMES, ratio);
    }

    /// Main memory.
    static Measured bytes(long bytes) {
        return new Figure(Quantity.BYTES, (double) bytes);
    }

    /// A number of things.
    static Measured count(long number) {
        return new Figure(Quantity.COUNT, (double) number);
    }

    /// A share, from 0 to 1.
    static Measured share(double share) {
        return new Figure(Quantity.SHARE, share);
    }

    /// Words, or results.
    static Measured said(String text) {
        return new Said(text);
    }
}
