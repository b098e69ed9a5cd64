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
    /// It is back at the beginning of the first five windows that together have it, once the fault
    /// has happened for certain: what is good before then may be so because the fault is yet to
    /// come. Zero: the fault was not felt.
    ///
    /// @param before results a second before the fault
    /// @param faultNanos when the fault began, from which is counted
    /// @param struckNanos when it had happened, not before it began
    public synchronized OptionalDouble recovery(
            double before, long faultNanos, long struckNanos, long nowNanos) {
        double wanted = RECOVERED * before * WINDOWS * WINDOW_NANOS / SECOND;
        for (long from = struckNanos; ; from += WINDOW_NANOS) {
            if (from + WINDOWS * WINDOW_NANOS > nowNanos) {
                return OptionalDouble.empty();
            }
            if (isBack(from, wanted)) {
                long back = from > struckNanos ? from : afterTheLast(faultNanos, from, wanted);
                return OptionalDouble.of((back - faultNanos) / SECOND);
            }
        }
    }

    /// Behind the last windows before a moment that have too little; where all have enough, the
    /// first moment.
    private long afterTheLast(long firstNanos, long lastNanos, double wanted) {
        for (long from = lastNanos; from > firstNanos; from -= WINDOW_NANOS) {
            if (!isBack(from - WINDOW_NANOS, wanted)) {
                return from;
            }
        }
        return firstNanos;
    }

    private boolean isBack(long fromNanos, double wanted) {
        return count(fromNanos, fromNanos + WINDOWS * WINDOW_NANOS) >= wanted;
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
