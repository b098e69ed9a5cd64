package dev.manykitchens.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class DistributionTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80ms",
                "0s",
                "1s..3s",
                "exponential 50ms",
                "lognormal 80.000001ms cv 0.5",
                "gamma 80ms cv 100",
                "gamma 86400s cv 0.000001"
            })
    void aDistributionIsWrittenAsItIsRead(String text) {
        DurationDistribution distribution = DistributionText.parse(text);

        assertThat(distribution).hasToString(text);
        assertThat(DistributionText.parse("  " + text.replace(" ", "\t ") + "\n"))
                .isEqualTo(distribution);
    }

    @Test
    void everyVariationIsReadAsItIsWritten() {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(7);
        for (int i = 0; i < 1_000; i++) {
            Duration mean = Duration.ofNanos(1 + random.nextLong(1L << 46));
            double cv = Math.pow(10, random.nextDouble(-6, 2));
            DurationDistribution gamma = new DurationDistribution.Gamma(mean, cv);
            DurationDistribution lognormal = new DurationDistribution.Lognormal(mean, cv);

            assertThat(DistributionText.parse(gamma.toString())).isEqualTo(gamma);
            assertThat(DistributionText.parse(lognormal.toString())).isEqualTo(lognormal);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                      | a duration must be a number with a unit
                    80                      | a duration must be a number with a unit
                    80ms 90ms               | a duration must be a number with a unit
                    80ms cv 0.5             | a duration must be a number with a unit
                    3s..1s                  | must run from 0 upwards
                    exponential             | a distribution must be 80ms, 1s..3s, exponential 50ms
                    exponential 50          | a duration must be a number with a unit
                    exponential 0s          | must be above 0
                    exponential 50ms cv 1   | a distribution must be 80ms, 1s..3s, exponential 50ms
                    exponentail 50ms        | did you mean exponential?
                    gama 80ms cv 0.5        | did you mean gamma?
                    lognormal               | a distribution must be 80ms, 1s..3s, exponential 50ms
                    lognormal 80ms          | lognormal 80ms cv 0.5 or gamma 80ms cv 0.5, was "lognormal 80ms"
                    lognormal 80ms cv       | a distribution must be
                    lognormal 80ms cv -1    | a coefficient of variation must be a number above 0 and at most 100, such as 0.5, was "-1"
                    gamma 80ms cv NaN       | a number above 0 and at most 100, such as 0.5, was "NaN"
                    lognormal 80ms cv 1e9   | a number above 0 and at most 100, such as 0.5, was "1e9"
                    exponential -1ms        | must not be negative, was "-1ms"
                    -2s..1s                 | must not be negative, was "-2s" (in the range "-2s..1s")
                    lognormal 80ms cv 0     | above 0 and at most 100
                    gamma 80ms cv 101       | above 0 and at most 100
                    gamma 25h cv 1          | at most 24h
                    normal 80ms cv 1        | a distribution must be
                    """)
    void aMistakeIsToldInOneLine(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DistributionText.parse(text))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }
}
