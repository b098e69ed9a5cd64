package dev.manykitchens.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.recipe.DurationRange;

import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.stream.LongStream;

class DurationDistributionTest {

    private static final int DRAWS = 200_000;

    @ParameterizedTest
    @CsvSource({
        "80ms,                   0.08,  0,     0.0001, 0.0001",
        "0s,                     0,     0,     0.0001, 0.0001",
        "1s..3s,                 2,     0.0833, 0.01,  0.02",
        "0s..10ms,               0.005, 0.3333, 0.01,  0.02",
        "exponential 50ms,       0.05,  1,     0.01,   0.03",
        "lognormal 80ms cv 0.5,  0.08,  0.25,  0.01,   0.05",
        "lognormal 80ms cv 2,    0.08,  4,     0.02,   0.3",
        "gamma 80ms cv 0.5,      0.08,  0.25,  0.01,   0.05",
        "gamma 80ms cv 2,        0.08,  4,     0.02,   0.1",
        "gamma 80ms cv 0.000001, 0.08,  0,     0.0001, 0.0001",
        "lognormal 80ms cv 0.000001, 0.08, 0,  0.0001, 0.0001"
    })
    void whatIsDrawnHasTheMeanAndTheVariationThatAreStated(
            String text, double mean, double scv, double ofMean, double ofScv) {
        DurationDistribution distribution = DistributionText.parse(text);
        long[] drawn = draws(distribution);

        assertThat(distribution.meanSeconds()).isCloseTo(mean, within(1e-9));
        assertThat(distribution.scv()).isCloseTo(scv, within(1e-4));
        assertThat(mean(drawn)).isCloseTo(mean, within(ofMean * mean));
        assertThat(scv(drawn)).isCloseTo(scv, within(ofScv * Math.max(scv, 0.1)));
        assertThat(LongStream.of(drawn).min().orElseThrow()).isNotNegative();
    }

    @Test
    void whatWasMeasuredIsDrawnAndNothingElse() {
        DurationDistribution measured =
                new DurationDistribution.Empirical(new long[] {10, 10, 40}, "times.csv");
        long[] drawn = draws(measured);

        assertThat(measured.meanSeconds()).isCloseTo(20e-9, within(1e-15));
        assertThat(measured.scv()).isCloseTo(0.5, within(1e-9));
        assertThat(mean(drawn)).isCloseTo(20e-9, within(0.2e-9));
        assertThat(scv(drawn)).isCloseTo(0.5, within(0.01));
        assertThat(LongStream.of(drawn).distinct().sorted()).containsExactly(10L, 40L);
        assertThat(measured).hasToString("empirical times.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exponential 20h", "lognormal 20h cv 3", "gamma 20h cv 3"})
    void nothingLongerThanADayIsDrawn(String text) {
        long[] drawn = draws(DistributionText.parse(text));

        assertThat(LongStream.of(drawn).max().orElseThrow())
                .isEqualTo(Duration.ofHours(24).toNanos());
    }

    @Test
    void aDistributionWithoutVariationIsDrawnWithoutANumber() {
        DurationDistribution.Uniform point =
                new DurationDistribution.Uniform(DurationRange.fixed(Duration.ofMillis(5)));

        assertThat(point.scv()).isZero();
        assertThat(draws(point)).containsOnly(5_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "0,         above 0 and at most 100",
        "-1,        above 0 and at most 100",
        "100.1,     above 0 and at most 100",
        "NaN,       above 0 and at most 100",
        "Infinity,  above 0 and at most 100",
        "0.0000001, at least 0.000001",
        "1e-200,    at least 0.000001"
    })
    void aVariationThatCannotBeDrawnIsRefused(double cv, String bound) {
        Duration mean = Duration.ofMillis(80);
        String message =
                "a coefficient of variation must be %s, was %s; without variation give the duration alone"
                        .formatted(bound, cv);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DurationDistribution.Lognormal(mean, cv))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DurationDistribution.Gamma(mean, cv))
                .withMessage(message);
    }

    @Test
    void durationsOutsideOfADayAreRefused() {
        Duration negative = Duration.ofNanos(-1);
        Duration longer = Duration.ofHours(24).plusNanos(1);

        for (Duration wrong : new Duration[] {negative, longer}) {
            refuses("from 0 to 24h", () -> new DurationDistribution.Constant(wrong));
            refuses("from 0 to 24h", () -> new DurationDistribution.Exponential(wrong));
            refuses("from 0 to 24h", () -> new DurationDistribution.Gamma(wrong, 1));
            refuses("a duration of x.csv must be", () -> empirical(1, wrong.toNanos()));
        }
        refuses(
                "must be above 0, was 0s",
                () -> new DurationDistribution.Exponential(Duration.ZERO));
        refuses(
                "must be above 0, was 0s",
                () -> new DurationDistribution.Lognormal(Duration.ZERO, 1));
        refuses("from 1 to 1000000 durations, had 0 (x.csv)", () -> empirical());
        refuses("had 1000001", () -> empirical(new long[1_000_001]));
    }

    private static DurationDistribution empirical(long... nanos) {
        return new DurationDistribution.Empirical(nanos, "x.csv");
    }

    private static void refuses(String message, Runnable made) {
        assertThatIllegalArgumentException().isThrownBy(made::run).withMessageContaining(message);
    }

    static long[] draws(DurationDistribution distribution) {
        DurationSampler sampler = distribution.sampler(RandomSource.XO_SHI_RO_256_PP.create(20_26));
        return LongStream.generate(sampler::nextNanos).limit(DRAWS).toArray();
    }

    static double mean(long... nanos) {
        return LongStream.of(nanos).mapToDouble(n -> n / 1e9).average().orElseThrow();
    }

    static double scv(long... nanos) {
        double mean = mean(nanos);
        double variance =
                LongStream.of(nanos)
                        .mapToDouble(n -> (n / 1e9 - mean) * (n / 1e9 - mean))
                        .average()
                        .orElseThrow();
        return mean == 0 ? 0 : variance / (mean * mean);
    }
}
