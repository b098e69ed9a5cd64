package dev.manykitchens.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/// Columns of times that grow as jobs end.
class JobTimesTest {

    private static final int OTHER = 3;
    private static final int WAIT = 4;

    @Test
    void aColumnWithoutATimeStaysEmpty() {
        JobTimes times = new JobTimes(2);

        for (int row = 0; row < 100; row++) {
            times.add(row + 1, 7, 0, 7, -3, 0);
        }

        assertThat(times.size()).isEqualTo(100);
        assertThat(times.columns()[0]).startsWith(1, 2, 3);
        assertThat(times.columns()[0][99]).isEqualTo(100);
        assertThat(times.columns()[1][99]).isEqualTo(7);
        for (int column : new int[] {2, WAIT, 5}) {
            assertThat(times.columns()[column]).isEmpty();
        }
    }

    @Test
    void whatIsNeitherComputingNorWaitingIsOther() {
        JobTimes times = new JobTimes(1);

        times.add(0, 100, 10, 20, 30, 15);

        assertThat(times.columns()[OTHER][0]).isEqualTo(25);
    }

    @Test
    void aJobMayBeginBeforeTheEndOfTheOneBefore() {
        JobTimes times = new JobTimes(3);

        times.add(50, 0, 0, 0, 0, 0);
        times.add(-20, 7, -1, 11, -1, -1);
        times.add(4, 1, 0, 1, 0, 0);

        assertThat(times.columns()[0]).startsWith(50, -20, 4);
        assertThat(times.columns()[1]).startsWith(0, 7, 1);
        for (int column : new int[] {2, OTHER, WAIT, 5}) {
            assertThat(times.columns()[column]).isEmpty();
        }
    }

    @Test
    void aColumnEndsSoonAfterItsLastTime() {
        JobTimes times = new JobTimes(4_096);

        for (int row = 0; row < 4_096; row++) {
            times.add(row == 0 ? 5 : 0, 1, 0, 1, row == 30 ? 9 : 0, 0);
        }

        assertThat(times.columns()[0]).hasSizeLessThan(100);
        assertThat(times.columns()[WAIT][30]).isEqualTo(9);
        assertThat(Arrays.stream(times.columns()[WAIT]).sum()).isEqualTo(9);
        assertThat(times.columns()[1]).hasSize(4_096);
    }
}
