package dev.manykitchens.report.run;

import dev.manykitchens.core.measurement.Round;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Counts response times in buckets for drawing, ten of them for each factor of ten.
final class ResponseBuckets {

    private static final double BASE = Math.pow(10, 0.1);

    /// Buckets begin here: nothing that is measured is shorter.
    private static final long FIRST_NANOS = 100;

    private ResponseBuckets() {}

    /// The buckets that hold anything and those between; null without any job.
    static @Nullable HistogramEntry of(List<Round> rounds) {
        Histogram histogram = new Histogram(3);
        for (Round round : rounds) {
            for (long nanos : round.responseNanos()) {
                histogram.recordValue(Math.max(0, nanos));
            }
        }
        if (histogram.getTotalCount() == 0) {
            return null;
        }
        List<Double> bounds = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (HistogramIterationValue bucket :
                histogram.logarithmicBucketValues(FIRST_NANOS, BASE)) {
            long count = bucket.getCountAddedInThisIterationStep();
            if (count == 0 && counts.isEmpty()) {
                continue;
            }
            if (counts.isEmpty()) {
                bounds.add(bucket.getValueIteratedFrom() / 1e9);
            }
            bounds.add(bucket.getValueIteratedTo() / 1e9);
            counts.add(count);
        }
        return new HistogramEntry(
                bounds.stream().mapToDouble(bound -> bound).toArray(),
                counts.stream().mapToLong(count -> count).toArray());
    }
}
