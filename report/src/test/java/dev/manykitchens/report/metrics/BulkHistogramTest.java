package dev.manykitchens.report.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

/// Many at a time are counted as one by one.
class BulkHistogramTest {

    @Test
    void spansAreCountedAsNumbersAre() {
        Random random = new Random(1);
        BulkHistogram together = BulkHistogram.ofTimes();
        BulkHistogram alone = BulkHistogram.ofTimes();
        for (int turn = 0; turn < 200; turn++) {
            int size = random.nextInt(1, 50);
            long[] starts = random.longs(size, -1_000, 1_000).toArray();
            // From below 0 to above the greatest bound, with neighbours that are alike.
            int digits = random.nextInt(1, 15);
            long[] ends = new long[size];
            Arrays.setAll(
                    ends, row -> starts[row] + random.nextLong(-5, (long) Math.pow(10, digits)));
            int from = random.nextInt(size);
            int to = random.nextInt(from, size + 1);

            together.addSpans(starts, ends, from, to);
            for (int row = from; row < to; row++) {
                alone.add(ends[row] - starts[row]);
            }
        }

        assertThat(together.point(1)).usingRecursiveComparison().isEqualTo(alone.point(1));
    }

    @Test
    void boundsBelongToTheBucketBelowThem() {
        BulkHistogram together = BulkHistogram.ofSizes();
        BulkHistogram alone = BulkHistogram.ofSizes();
        long[] sizes = {1, 2, 2, 3, 4, 5, 4096, 4097, Long.MAX_VALUE / 2, 0, 1};

        together.addSpans(new long[sizes.length], sizes, 0, sizes.length);
        Arrays.stream(sizes).forEach(alone::add);

        assertThat(together.point(1)).usingRecursiveComparison().isEqualTo(alone.point(1));
    }
}
