package dev.manykitchens.report.run;

import java.util.Arrays;

/// How response times are distributed: bucket `i` holds the jobs above `bounds[i]` and up to
/// `bounds[i + 1]`. Buckets are equally wide on a logarithmic scale.
///
/// @param bounds one more than there are buckets, in seconds
/// @param counts jobs a bucket
public record HistogramEntry(double[] bounds, long[] counts) {

    public HistogramEntry {
        if (bounds.length != (counts.length == 0 ? 0 : counts.length + 1)) {
            throw new IllegalArgumentException(
                    "a histogram of %d counts must have one more bound, had %d"
                            .formatted(counts.length, bounds.length));
        }
    }

    /// Of all buckets together.
    public long total() {
        return Arrays.stream(counts).sum();
    }
}
