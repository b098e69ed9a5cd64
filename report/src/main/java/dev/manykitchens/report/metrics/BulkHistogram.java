package dev.manykitchens.report.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;

import java.util.Arrays;

/// Counts whole numbers in buckets with fixed bounds, as cheaply as an array can. Not thread-safe.
final class BulkHistogram {

    private final long[] bounds;
    private final long[] counts;
    private long sum;
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
        // Jobs that come together are alike, so most are found without a search.
        if (!fits(counted, last)) {
            int found = Arrays.binarySearch(bounds, counted);
            last = found < 0 ? -found - 1 : found;
        }
        counts[last]++;
        sum += counted;
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
        return (bucket == 0 || number > bounds[bucket - 1])
                && (bucket == bounds.length || number <= bounds[bucket]);
    }
}
