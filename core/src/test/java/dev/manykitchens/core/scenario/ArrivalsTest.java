package dev.manykitchens.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.load.Rate;
import dev.manykitchens.core.random.RandomStreams;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.LongStream;

class ArrivalsTest {

    private static final DurationDistribution THINK = DistributionText.parse("1s");
    private static final Duration TENTH = Duration.ofMillis(100);

    @Test
    void whatCannotComeIsRefused() {
        refuses("must be above 0 and at most 24h, was 0s", () -> new Arrivals.Every(Duration.ZERO));
        refuses("was 90000s", () -> new Arrivals.Every(Duration.ofHours(25)));
        refuses("was -1s", () -> new Arrivals.Bursts(3, Duration.ofSeconds(-1)));
        refuses("from 1 to 10000000 jobs, had 0", () -> new Arrivals.Bursts(0, TENTH));
        refuses("had 10000001", () -> new Arrivals.Bursts(10_000_001, TENTH));
        refuses("from 1 to 100000 users, had 0", () -> new Arrivals.Closed(0, THINK));
        refuses("had 100001", () -> new Arrivals.Closed(100_001, THINK));
        refuses("from 1 to 10000000 arrivals, had 0 (t.csv)", () -> trace());
        refuses("arrival 1 was at -1.0E-9 s", () -> trace(-1));
        refuses("arrival 3 was at 1.0E-9 s after one at 5.0E-9 s (t.csv)", () -> trace(0, 5, 1));
    }

    @Test
    void theyAreWrittenAsAScenarioHasThem() {
        assertThat(new Arrivals.AllAtOnce()).hasToString("all at once");
        assertThat(new Arrivals.Every(TENTH)).hasToString("every 100ms");
        assertThat(new Arrivals.Poisson(Rate.parse("12/min"))).hasToString("poisson 12/min");
        assertThat(new Arrivals.Closed(3, THINK)).hasToString("closed 3 think 1s");
        assertThat(new Arrivals.Bursts(3, TENTH)).hasToString("bursts of 3 every 100ms");
        assertThat(trace(1)).hasToString("trace t.csv");
    }

    @Test
    void jobsComeWhenTheyAreSaidToCome() {
        assertThat(times(new Arrivals.AllAtOnce(), 3)).containsExactly(0, 0, 0);
        assertThat(times(new Arrivals.Every(Duration.ofNanos(7)), 4)).containsExactly(0, 7, 14, 21);
        assertThat(times(new Arrivals.Bursts(2, Duration.ofNanos(7)), 5))
                .containsExactly(0, 0, 7, 7, 14);
        assertThat(times(trace(3, 3, 9), 5))
                .containsExactly(3, 3, 9, ArrivalTimes.NEVER, ArrivalTimes.NEVER);
    }

    @Test
    void asManyAreExpectedAsCome() {
        Duration ten = Duration.ofNanos(10);
        Duration fourteen = Duration.ofNanos(14);
        for (Arrivals arrivals :
                new Arrivals[] {
                    new Arrivals.Every(Duration.ofNanos(7)),
                    new Arrivals.Bursts(3, Duration.ofNanos(7)),
                    trace(3, 3, 9, 10, 13, 14)
                }) {
            for (Duration time : new Duration[] {ten, fourteen}) {
                long come =
                        LongStream.of(times(arrivals, 10))
                                .filter(at -> at < time.toNanos())
                                .count();
                assertThat(arrivals.expectedIn(time))
                        .as(arrivals + " in " + time)
                        .isEqualTo((double) come);
            }
        }
        assertThat(new Arrivals.Poisson(Rate.parse("12/min")).expectedIn(Duration.ofHours(1)))
                .isCloseTo(720, within(1e-9));
        assertThat(new Arrivals.Closed(3, THINK).expectedIn(ten)).isZero();
        assertThat(new Arrivals.AllAtOnce().expectedIn(ten)).isZero();
    }

    @Test
    void aPoissonProcessHasItsRateAndGapsWithoutMemory() {
        long[] times = times(new Arrivals.Poisson(Rate.parse("100/s")), 200_000);
        long[] gaps = new long[times.length];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = times[i] - (i == 0 ? 0 : times[i - 1]);
        }

        assertThat(LongStream.of(gaps).min().orElseThrow()).isNotNegative();
        assertThat(DurationDistributionTest.mean(gaps)).isCloseTo(0.01, within(0.0001));
        assertThat(DurationDistributionTest.scv(gaps)).isCloseTo(1, within(0.02));
    }

    @Test
    void theSameSeedGivesTheSameArrivals() {
        Arrivals poisson = new Arrivals.Poisson(Rate.parse("100/s"));
        RandomStreams other = RandomStreams.seeded(7).replication(1);

        assertThat(times(poisson, 100)).isEqualTo(times(poisson, 100));
        assertThat(times(poisson, 100)).isNotEqualTo(times(new ArrivalTimes(poisson, other), 100));
    }

    @Test
    void whoComesAfterTheEndOfTimeNeverComes() {
        long[] every = times(new Arrivals.Every(Duration.ofHours(24)), 110_000);
        long[] poisson = times(new Arrivals.Poisson(Rate.parse("0.000000000001/h")), 3);

        assertThat(every).isSorted().endsWith(ArrivalTimes.NEVER);
        assertThat(poisson).containsOnly(ArrivalTimes.NEVER);
    }

    @Test
    void aClosedLoopCannotBeToldBefore() {
        Arrivals closed = new Arrivals.Closed(3, THINK);

        refuses(
                "must follow the ends of jobs",
                () -> new ArrivalTimes(closed, RandomStreams.seeded(7)));
    }

    private static Arrivals trace(long... nanos) {
        return new Arrivals.Trace(nanos, "t.csv");
    }

    private static long[] times(Arrivals arrivals, int count) {
        return times(new ArrivalTimes(arrivals, RandomStreams.seeded(7)), count);
    }

    private static long[] times(ArrivalTimes times, int count) {
        return LongStream.generate(times::nextNanos).limit(count).toArray();
    }

    private static void refuses(String message, ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessageContaining(message);
    }
}
