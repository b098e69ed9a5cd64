package dev.manykitchens.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

class ArrivalScheduleTest {

    private static final Rate RATE = Rate.parse("200/s");
    private static final Duration MINUTES = Duration.ofMinutes(5);

    @Test
    void asManyJobsComeAsTheRateSays() {
        ArrivalSchedule schedule = ArrivalSchedule.poisson(RATE, MINUTES, 7);

        // 60,000 are expected; four standard deviations are 980.
        assertThat(schedule.size()).isCloseTo(60_000, within(980));
        assertThat(schedule.offsetNanos(schedule.size() - 1)).isLessThan(MINUTES.toNanos());
    }

    @Test
    void gapsAreExponential() {
        ArrivalSchedule schedule = ArrivalSchedule.poisson(RATE, MINUTES, 7);

        double[] gaps =
                IntStream.range(1, schedule.size())
                        .mapToDouble(
                                job -> schedule.offsetNanos(job) - schedule.offsetNanos(job - 1))
                        .toArray();
        assertThat(Arrays.stream(gaps).allMatch(gap -> gap >= 0)).isTrue();
        // Of an exponential distribution, e⁻¹ are above the mean and e⁻³ above three times that.
        assertThat(shareAbove(gaps, 5e6)).isCloseTo(Math.exp(-1), within(0.01));
        assertThat(shareAbove(gaps, 15e6)).isCloseTo(Math.exp(-3), within(0.005));
        // And a long gap says nothing about the next one.
        long pairs =
                IntStream.range(1, gaps.length)
                        .filter(i -> gaps[i - 1] > 5e6 && gaps[i] > 5e6)
                        .count();
        assertThat(pairs / (double) gaps.length).isCloseTo(Math.exp(-2), within(0.01));
    }

    @Test
    void theSeedFixesTheSchedule() {
        long[] one = offsets(ArrivalSchedule.poisson(RATE, Duration.ofSeconds(1), 7));

        assertThat(offsets(ArrivalSchedule.poisson(RATE, Duration.ofSeconds(1), 7))).isEqualTo(one);
        assertThat(offsets(ArrivalSchedule.poisson(RATE, Duration.ofSeconds(1), 8)))
                .isNotEqualTo(one);
    }

    @Test
    void whatIsDueIsCounted() {
        ArrivalSchedule schedule = ArrivalSchedule.at(0, 10, 10, 25);

        assertThat(LongStream.of(-1, 0, 9, 10, 24, 25, 99).map(schedule::due))
                .containsExactly(0L, 1L, 1L, 3L, 3L, 4L, 4L);
    }

    private static double shareAbove(double[] gaps, double nanos) {
        return IntStream.range(0, gaps.length).filter(i -> gaps[i] > nanos).count()
                / (double) gaps.length;
    }

    private static long[] offsets(ArrivalSchedule schedule) {
        return IntStream.range(0, schedule.size()).mapToLong(schedule::offsetNanos).toArray();
    }
}
