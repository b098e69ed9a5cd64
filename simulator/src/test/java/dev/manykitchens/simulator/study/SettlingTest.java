package dev.manykitchens.simulator.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

class SettlingTest {

    private final UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(7);

    @ParameterizedTest
    @ValueSource(ints = {5, 50, 200, 450})
    void aBeginningOfKnownLengthIsLeftOut(int beginning) {
        List<long[]> replications =
                Stream.generate(() -> series(1_000, i -> (i < beginning ? 10_000 : 0) + noise()))
                        .limit(10)
                        .toList();

        assertThat(Settling.jobsToLeaveOut(replications)).isBetween(beginning, beginning + 30);
    }

    @Test
    void aSlowDecayIsLeftOutAsFarAsItOutweighsTheNoise() {
        List<long[]> replications =
                Stream.generate(() ->
                                series(4_000, i -> (long) (1e5 * Math.exp(-i / 50.0)) + noise()))
                        .limit(10)
                        .toList();

        assertThat(Settling.jobsToLeaveOut(replications)).isBetween(200, 1_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 10_000_000, 12_345_679, 987_654_321_987L})
    void whatIsAlwaysTheSameHasNoBeginning(long response) {
        assertThat(Settling.jobsToLeaveOut(List.of(series(10_000, _ -> response)))).isZero();
        assertThat(Settling.jobsToLeaveOut(List.of(series(10_000, i -> response + i % 5))))
                .isZero();
    }

    @Test
    void neverMoreThanHalfIsLeftOut() {
        assertThat(Settling.jobsToLeaveOut(List.of(series(1_000, i -> 1_000 - i)))).isEqualTo(500);
        assertThat(Settling.jobsToLeaveOut(List.of(series(1_000, i -> i < 700 ? 100 : 0))))
                .isLessThanOrEqualTo(500);
    }

    @Test
    void aRunThatIsTooShortTellsNothing() {
        assertThat(Settling.jobsToLeaveOut(List.of(series(19, i -> i < 5 ? 1_000 : 1)))).isZero();
        assertThat(Settling.jobsToLeaveOut(List.of(series(20, i -> i < 5 ? 1_000 : 1))))
                .isEqualTo(5);
        assertThat(Settling.jobsToLeaveOut(List.of(new long[0]))).isZero();
        assertThat(Settling.jobsToLeaveOut(List.of())).isZero();
    }

    @Test
    void theShortestReplicationSaysHowManyJobsAreLookedAt() {
        long[] whole = series(1_000, i -> i < 50 ? 1_000 : 1);

        assertThat(Settling.jobsToLeaveOut(List.of(whole, series(110, i -> i < 50 ? 1_000 : 1))))
                .isEqualTo(50);
        assertThat(Settling.jobsToLeaveOut(List.of(whole, new long[3]))).isZero();
    }

    private long noise() {
        return random.nextLong(1_000);
    }

    private static long[] series(int jobs, LongUnaryOperator response) {
        return LongStream.range(0, jobs).map(response).toArray();
    }
}
