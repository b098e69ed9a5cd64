package dev.manykitchens.report.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;

import java.util.Arrays;

/// Counts whole numbers in buckets with fixed bounds, as cheaply as an array can. Not thread-safe.
final class BulkHistogram {

    private final long[] bounds;
    private final long[] counts;
    private long sum;

    /// The bucket that was found last.
    private int last;

    /// @param bounds the greatest number of each bucket, ascending; greater ones have a bucket of
    ///   their own
    private BulkHistogram(long[] bounds, long[] counts, long sum) {
        this.bounds = bounds;
        this.counts = counts;
        this.sum = sum;
    }

    /// For times in nanoseconds, three bounds a decade from 10 µs to 1,000 s.
    static BulkHistogram ofTimes() {
        long[] bounds = new long[25];
        long decade = 10_000;
        for (int i = 0; i + 2 < bounds.length; i += 3, decade *= 10) {
            bounds[i] = decade;
            bounds[i + 1] = decade * 5 / 2;
            bounds[i + 2] = decade * 5;
        }
        bounds[24] = decade;
        return new BulkHistogram(bounds, new long[bounds.length + 1], 0);
    }

    /// For sizes, the powers of two from 1 to 4096.
    static BulkHistogram ofSizes() {
        long[] bounds = new long[13];
        Arrays.setAll(bounds, i -> 1L << i);
        return new BulkHistogram(bounds, new long[bounds.length + 1], 0);
    }

    /// Counts a number; one below 0, as clocks that are badly aligned give it, counts as 0.
    void add(long number) {
        long counted = Math.max(0, number);
        if (!fits(counted, last)) {
            last = bucketOf(counted);
        }
        counts[last]++;
        sum += counted;
    }

    /// Counts how long it was from each of the `starts` to the one of the `ends` beside it, from
    /// row `from` (inclusive) to row `to` (exclusive).
    ///
    /// Jobs that come together are alike: while one after the other falls into the same bucket,
    /// nothing is written.
    void addSpans(long[] starts, long[] ends, int from, int to) {
        long total = 0;
        for (int row = from; row < to; ) {
            long below = below(last);
            long most = most(last);
            int first = row;
            long span = Math.max(0, ends[row] - starts[row]);
            while (span > below && span <= most) {
                total += span;
                row++;
                if (row == to) {
                    break;
                }
                span = Math.max(0, ends[row] - starts[row]);
            }
            counts[last] += row - first;
            if (row < to) {
                last = bucketOf(span);
            }
        }
        sum += total;
    }

    BulkHistogram copy() {
        return new BulkHistogram(bounds, counts.clone(), sum);
    }

    /// What has been counted, as Prometheus takes it.
    ///
    /// @param unit how many of what was counted make one of what is shown
    HistogramDataPointSnapshot point(double unit) {
        double[] shown = new double[counts.length];
        Arrays.setAll(shown, i -> i < bounds.length ? bounds[i] / unit : Double.POSITIVE_INFINITY);
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(shown, counts))
                .sum(sum / unit)
                .build();
    }

    private boolean fits(long number, int bucket) {
        return number > below(bucket) && number <= most(bucket);
    }

    private int bucketOf(long number) {
        int found = Arrays.binarySearch(bounds, number);
        return found < 0 ? -found - 1 : found;
    }

    /// What all numbers of a bucket are greater than.
    private long below(int bucket) {
        return bucket == 0 ? -1 : bounds[bucket - 1];
    }

    /// The greatest number of a bucket.
    private long most(int bucket) {
        return bucket == bounds.length ? Long.MAX_VALUE : bounds[bucket];
    }
}
