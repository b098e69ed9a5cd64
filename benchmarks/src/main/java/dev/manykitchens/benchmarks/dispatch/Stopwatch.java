package dev.manykitchens.benchmarks.dispatch;

/// The time since it was made.
final class Stopwatch {

    private static final double NANOS = 1e9;

    private final long began = System.nanoTime();

    double seconds() {
        return (System.nanoTime() - began) / NANOS;
    }

    /// So many jobs in that time: how many a second.
    double rate(long jobs) {
        return jobs / seconds();
    }
}
