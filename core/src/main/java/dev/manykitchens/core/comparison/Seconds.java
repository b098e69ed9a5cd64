package dev.manykitchens.core.comparison;

/// Nanoseconds as seconds: measured inside in the one, shown outside in the other.
final class Seconds {

    private static final double NANOS = 1e9;

    private Seconds() {}

    static double of(long nanos) {
        return nanos / NANOS;
    }

    static double of(double nanos) {
        return nanos / NANOS;
    }
}
