package dev.manykitchens.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/// Columns of times that grow as jobs end.
class JobTimesTest {

    private static final int WAIT = 4;

    @Test
    void aColumnWithoutATimeStaysEmpty() {
        JobTimes times = new JobTimes(2);

        for (int row = 0; row < 100; row++) {
            times.add(row + 1, 7, 0, -3, 0, 0);
        }

        assertThat(times.size()).isEqualTo(100);
        assertThat(times.columns()[0]).startsWith(1, 2, 3);
        assertThat(times.columns()[0][99]).isEqualTo(100);
        assertThat(times.columns()[1][99]).isEqualTo(7);
        for (int column = 2; column < 6; column++) {
            assertThat(times.columns()[column]).isEmpty();
        }
    }

    @Test
    void jobsBeforeTheFirstTimeOfAColumnHaveZero() {
        JobTimes times = new JobTimes(0);

        for (int row = 0; row < 50; row++) {
            times.add(1, 1, 0, 0, row == 30 ? 9 : 0, 0);
        }

        long[] waited = Arrays.copyOf(times.columns()[WAIT], times.size());
        assertThat(waited[30]).isEqualTo(9);
        assertThat(Arrays.stream(waited).sum()).isEqualTo(9);
    }
}
