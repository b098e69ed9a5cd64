package dev.manykitchens.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

class JobRandomTest {

    private static final DurationRange ONE_TO_THREE = DurationRange.parse("1s..3s");

    @Test
    void theNumbersAreTheSameOnEveryMachineAndForEver() {
        // Runs are compared across machines and versions by their seed: these numbers must not
        // change.
        assertThat(JobRandom.of(1, 0).within(ONE_TO_THREE))
                .isEqualTo(Duration.ofNanos(2_374_785_603L));
        assertThat(JobRandom.of(1, 1).within(ONE_TO_THREE))
                .isEqualTo(Duration.ofNanos(2_099_414_825L));
        assertThat(JobRandom.of(42, 0).within(ONE_TO_THREE))
                .isEqualTo(Duration.ofNanos(1_817_945_563L));
    }

    @Test
    void jobsAndSeedsDrawDifferentNumbers() {
        Set<Long> drawn = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            for (int job = 0; job < 100; job++) {
                drawn.add(JobRandom.of(seed, job).generator().nextLong());
            }
        }

        assertThat(drawn).hasSize(10_000);
    }

    @Test
    void neighbouringJobsAreIndependentAndUniform() {
        // Each job draws only a few numbers from its own generator, so it is the first ones that
        // must be good.
        int jobs = 200_000;
        double mean = 0;
        double covariance = 0;
        double before = 0.5;
        int[] tenths = new int[10];
        for (int job = 0; job < jobs; job++) {
            double drawn = JobRandom.of(1, job).generator().nextDouble();
            mean += drawn / jobs;
            covariance += (drawn - 0.5) * (before - 0.5) / jobs;
            tenths[(int) (drawn * 10)]++;
            before = drawn;
        }

        // Five standard deviations of each estimate.
        assertThat(mean).isCloseTo(0.5, within(5 * 0.2887 / Math.sqrt(jobs)));
        assertThat(covariance).isCloseTo(0, within(5 * 0.0833 / Math.sqrt(jobs)));
        for (int count : tenths) {
            assertThat((double) count).isCloseTo(jobs / 10.0, within(5 * Math.sqrt(jobs * 0.09)));
        }
    }

    @Test
    void aRangeIsDrawnFromBetweenItsEndsBothIncluded() {
        DurationRange tiny = DurationRange.parse("1ns..3ns");
        Set<Duration> drawn = new HashSet<>();
        for (int job = 0; job < 200; job++) {
            drawn.add(JobRandom.of(3, job).within(tiny));
        }

        assertThat(drawn)
                .containsExactlyInAnyOrder(
                        Duration.ofNanos(1), Duration.ofNanos(2), Duration.ofNanos(3));
    }

    @Test
    void theNumbersCanBeDrawnAgainFromTheStart() {
        JobRandom random = JobRandom.of(9, 4);
        Duration first = random.within(ONE_TO_THREE);
        Duration second = random.within(ONE_TO_THREE);

        assertThat(random.fromStart().within(ONE_TO_THREE)).isEqualTo(first).isNotEqualTo(second);
    }

    @Test
    void aBatchCutInTwoDrawsTheSameNumbers() {
        for (int offset : new int[] {0, 1, 1_250, 99_999_999}) {
            long shifted = JobRandom.seedFrom(5, offset);

            assertThat(JobRandom.of(shifted, 3).generator().nextLong())
                    .isEqualTo(JobRandom.of(5, offset + 3).generator().nextLong());
        }
    }
}
