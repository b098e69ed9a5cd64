package dev.manykitchens.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Random;

class DurationRangeTest {

    @ParameterizedTest
    @CsvSource({
        "0s, PT0S",
        "0ms, PT0S",
        "1ns, PT0.000000001S",
        "7us, PT0.000007S",
        "7µs, PT0.000007S",
        "50ms, PT0.05S",
        "1.5s, PT1.5S",
        "2m, PT2M",
        "2min, PT2M",
        "1.5h, PT1H30M",
        "24h, PT24H",
        "0.333333333s, PT0.333333333S",
        " 2s , PT2S"
    })
    void aDurationIsANumberWithAUnit(String text, Duration duration) {
        assertThat(DurationRange.parseDuration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "5", "ms", "-s", "- 1s", "1 s", "1.s", ".5s", "1e3ms", "1s2ms", "two s", "1S",
                "∞"
            })
    void anythingElseIsRefusedWithExamples(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationRange.parseDuration(text))
                .withMessage(
                        "a duration must be a number with a unit, such as 50ms, 1.5s or 2m, was \""
                                + text
                                + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1s", "-10ms", " -0.5h"})
    void noDurationIsNegative(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationRange.parseDuration(text))
                .withMessage("a duration must not be negative, was \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"24.1h", "1441m", "99999999999999999999999s"})
    void noDurationIsLongerThanADay(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationRange.parseDuration(text))
                .withMessage("a duration must be at most 24h, was \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.000000001S, 1ns",
        "PT0.000000999S, 999ns",
        "PT0.000001001S, 1.001us",
        "PT0.0015S, 1.5ms",
        "PT0.999999999S, 999.999999ms",
        "PT1.000000001S, 1.000000001s",
        "PT10S, 10s",
        "PT1H30M, 5400s",
        "PT-0.5S, -500ms"
    })
    void textIsExactInTheLargestUnitThatThereIsOneOf(Duration duration, String text) {
        assertThat(DurationRange.text(duration)).isEqualTo(text);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            long most = Math.min(DurationRange.LONGEST.toNanos(), 1L << random.nextInt(47));
            Duration min = Duration.ofNanos(random.nextLong(most + 1));
            Duration max =
                    random.nextBoolean()
                            ? min
                            : min.plusNanos(random.nextLong(1 + most - min.toNanos()));
            DurationRange range = new DurationRange(min, max);

            assertThat(DurationRange.parse(range.toString())).isEqualTo(range);
        }
    }

    @Test
    void aRangeHasTwoEnds() {
        DurationRange range = DurationRange.parse("1s..3s");

        assertThat(range.min()).isEqualTo(Duration.ofSeconds(1));
        assertThat(range.max()).isEqualTo(Duration.ofSeconds(3));
        assertThat(DurationRange.parse("2s..2s")).hasToString("2s");
    }

    @Test
    void aMistakeInARangeShowsTheRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationRange.parse("1s.."))
                .withMessageEndingWith("was \"\" (in the range \"1s..\")");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationRange.parse("3s..1s"))
                .withMessage(
                        "a duration range must run from 0 upwards to at most 24h, was 3s..1s (in the range \"3s..1s\")");
    }

    @Test
    void durationsBeyondAnyRangeAreRefusedToo() {
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationRange.fixed(endless))
                .withMessageStartingWith("a duration range must run from 0 upwards to at most 24h");
    }
}
