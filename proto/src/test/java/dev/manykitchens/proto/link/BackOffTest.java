package dev.manykitchens.proto.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

class BackOffTest {

    @Test
    void theBoundDoublesFromATenthOfASecondToFiveSeconds() {
        BackOff backOff = new BackOff(new AlwaysTheMost());

        assertThat(waits(backOff, 9))
                .containsExactly(
                        Duration.ofMillis(100),
                        Duration.ofMillis(200),
                        Duration.ofMillis(400),
                        Duration.ofMillis(800),
                        Duration.ofMillis(1_600),
                        Duration.ofMillis(3_200),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5));
    }

    @Test
    void theLongestWaitIsSharedOutAmongSeveralCoordinators() {
        BackOff backOff = new BackOff(new AlwaysTheMost(), 3);

        List<Duration> waits = waits(backOff, 7);

        assertThat(waits).startsWith(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(waits.getLast()).isEqualTo(BackOff.LAST_BOUND.dividedBy(3));
    }

    @Test
    void aWaitIsAnythingBelowTheBound() {
        BackOff backOff = new BackOff(new Random(7));
        List<Duration> settled = waits(backOff, 1_000).subList(6, 1_000);

        assertThat(settled)
                .allMatch(wait -> !wait.isNegative() && wait.compareTo(BackOff.LAST_BOUND) <= 0);
        double mean = settled.stream().mapToLong(Duration::toMillis).average().orElseThrow();
        assertThat(mean).isBetween(2_300.0, 2_700.0);
        assertThat(settled.stream().distinct().count()).isGreaterThan(990);
    }

    @Test
    void onlyAStreamThatLastedBeginsAnew() {
        BackOff backOff = new BackOff(new AlwaysTheMost());
        waits(backOff, 3);

        assertThat(backOff.after(BackOff.STEADY.minusMillis(1)))
                .as("welcomed and lost at once")
                .isEqualTo(Duration.ofMillis(800));
        assertThat(backOff.after(BackOff.STEADY)).isEqualTo(BackOff.FIRST_BOUND);
        assertThat(backOff.after(Duration.ZERO)).isEqualTo(Duration.ofMillis(200));
    }

    private static List<Duration> waits(BackOff backOff, int count) {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            waits.add(backOff.after(Duration.ZERO));
        }
        return waits;
    }

    /// Draws the largest number that it may.
    private static final class AlwaysTheMost implements RandomGenerator {
        @Override
        public long nextLong() {
            return -1;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }
}
