package dev.manykitchens.report.drill;

import java.util.Arrays;
import java.util.OptionalDouble;

/// When results were heard, and what that says about a fault. Thread-safe.
///
/// The throughput is back when results come at nine tenths of the rate before: five windows of 100
/// ms in a row, together. One window alone says little when a batch ends every few of them.
public final class Completions {

    /// The length of a window.
    public static final long WINDOW_NANOS = 100_000_000;

    /// So many windows in a row are looked at together.
    public static final int WINDOWS = 5;

    /// Which part of the rate before counts as recovered.
    public static final double RECOVERED = 0.9;

    private static final double SECOND = 1e9;
    private static final int FEW = 1024;

    private long[] times = new long[FEW];
    private int size;

    /// Results were heard.
    ///
    /// @param atNanos one that is before the last, because threads raced, counts as the last
    public synchronized void heard(long atNanos, int count) {
        if (size + count > times.length) {
            times = Arrays.copyOf(times, Math.max(size + count, 2 * times.length));
        }
        Arrays.fill(
                times,
                size,
                size + count,
                size == 0 ? atNanos : Math.max(atNanos, times[size - 1]));
        size += count;
    }

    /// How many were heard.
    public synchronized int count() {
        return size;
    }

    /// Results a second between two moments.
    public synchronized double rate(long fromNanos, long toNanos) {
        return count(fromNanos, toNanos) / ((toNanos - fromNanos) / SECOND);
    }

    /// From a fault until the throughput was back, in seconds; empty when it was not by now.
    ///
    /// It is back at the beginning of the first five windows that together have it. Zero: the fault
    /// was not felt.
    ///
    /// @param before results a second before the fault
    public synchronized OptionalDouble recovery(double before, long faultNanos, long nowNanos) {
        double wanted = RECOVERED * before * WINDOWS * WINDOW_NANOS / SECOND;
        for (long window = 0; ; window++) {
            long from = faultNanos + window * WINDOW_NANOS;
            long to = from + WINDOWS * WINDOW_NANOS;
            if (to > nowNanos) {
                return OptionalDouble.empty();
            }
            if (count(from, to) >= wanted) {
                return OptionalDouble.of((from - faultNanos) / SECOND);
            }
        }
    }

    private int count(long fromNanos, long toNanos) {
        return before(toNanos) - before(fromNanos);
    }

    /// How many were heard before a moment.
    private int before(long nanos) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
