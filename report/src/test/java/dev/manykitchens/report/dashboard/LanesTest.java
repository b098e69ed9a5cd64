package dev.manykitchens.report.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.TimeUnit;

class LanesTest {

    private final Lanes lanes = new Lanes();

    @Test
    void aJobThatWasSeenRunningKeepsItsLane() {
        assertThat(seen(100, 1, 2)).containsExactly(0, 1);

        assertThat(lanes.ended(job(2), 2, 110)).isEqualTo(1);
        assertThat(lanes.ended(job(1), 1, 110)).isZero();
    }

    @Test
    void theNextJobOfAThreadTakesTheLaneOfTheOneBeforeThoughItsEndIsNotToldYet() {
        assertThat(seen(100, 1)).containsExactly(0);

        assertThat(lanes.running(List.of(job(2)), new long[] {150}, 200)).containsExactly(0);
        assertThat(lanes.ended(job(1), 1, 149)).as("drawn where it was seen").isZero();
        assertThat(lanes.running(List.of(job(2), job(3)), new long[] {150, 160}, 300))
                .as("the end of one does not free what the next one holds")
                .containsExactly(0, 1);
    }

    @Test
    void aJobThatHasEndedBeforeItIsToldThatItRunsTakesNoLane() {
        lanes.ended(job(1), 1, 90);

        assertThat(seen(100, 1)).containsExactly(Lanes.NONE);
        assertThat(lanes.ended(job(2), 91, 95)).isZero();
    }

    @Test
    void aJobOfWhichNobodyTellsAnyMoreIsForgotten() {
        seen(100, 1);
        long later = 100 + TimeUnit.SECONDS.toNanos(4);
        lanes.running(List.of(), new long[0], later);

        assertThat(lanes.ended(job(1), later, later + 5)).isZero();
        assertThat(lanes.ended(job(2), later + 1, later + 6)).isEqualTo(1);
    }

    @Test
    void thereIsAMostOfThem() {
        for (int i = 0; i < Lanes.MOST; i++) {
            assertThat(lanes.ended(job(i), 0, 10)).isEqualTo(i);
        }
        assertThat(lanes.ended(job(Lanes.MOST), 0, 10)).isEqualTo(Lanes.NONE);
    }

    /// Jobs that began at the moment of their numbers.
    private int[] seen(long now, int... jobs) {
        List<Lanes.Attempt> attempts =
                java.util.Arrays.stream(jobs).mapToObj(LanesTest::job).toList();
        return lanes.running(attempts, java.util.Arrays.stream(jobs).asLongStream().toArray(), now);
    }

    private static Lanes.Attempt job(int number) {
        return new Lanes.Attempt(1, number, 1);
    }
}
