package dev.manykitchens.core.measurement;

/// Nanoseconds as seconds: measured inside in the one, shown outside in the other.
public final class Seconds {

    private static final double NANOS = 1e9;

    private Seconds() {}

    /// Of whole nanoseconds.
    public static double of(long nanos) {
        return nanos / NANOS;
    }

    /// Of a mean or another figure of nanoseconds.
    public static double of(double nanos) {
        return nanos / NANOS;
    }
}
