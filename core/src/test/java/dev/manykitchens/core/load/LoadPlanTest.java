package dev.manykitchens.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.OptionalInt;

class LoadPlanTest {

    @ParameterizedTest
    @CsvSource({
        "200/s, 200.0",
        "0.5/s, 0.5",
        "12/min, 0.2",
        "1800/h, 0.5",
        "1000000/s, 1000000",
        "60000000/min, 1000000"
    })
    void aRateIsReadAndWrittenAsItIsTyped(String text, double perSecond) {
        assertThat(Rate.parse(text).perSecond()).isEqualTo(perSecond);
        assertThat(Rate.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"200", "/s", "-5/s", "5/d", "1e3/s", "5 a second", "''"})
    void whatIsNoRateIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rate.parse(text))
                .withMessage(
                        "a rate must be jobs in a unit of time, such as 200/s, 12/min or 0.5/s, was \"%s\"",
                        text);
    }

    @ParameterizedTest
    @CsvSource({"0/s", "0.0/min", "1000001/s", "99999999999/h"})
    void aRateHasBounds(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rate.parse(text))
                .withMessage("a rate must be above 0 and at most 1,000,000/s, was %s", text);
    }

    @Test
    void aLoadHasBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("1000000/s", Duration.ofSeconds(3)))
                .withMessage(
                        "a load must have at most 2,000,000 jobs, 1000000/s for 3s has 3,000,000; lower --rate or --duration");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("1/min", Duration.ofSeconds(3)))
                .withMessage(
                        "a load must have at least one job, 1/min for 3s has fewer; raise --rate or --duration");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("1/s", Duration.ZERO))
                .withMessage("the duration of a load must be above 0 and at most 24h, was 0s");
    }

    @Test
    void jobsMayEndForAsLongAsTheyCame() {
        assertThat(plan("10/s", Duration.ofSeconds(1)).drainLimit()).hasSeconds(5);
        assertThat(plan("10/s", Duration.ofSeconds(20)).drainLimit()).hasSeconds(20);
        assertThat(plan("10/s", Duration.ofHours(1)).drainLimit()).hasSeconds(60);
    }

    @Test
    void aSecondOfTheLoadWarmsUp() {
        LoadPlan plan = plan("10/s", Duration.ofSeconds(20));

        LoadPlan warmUp = plan.warmUpLoad().orElseThrow();
        assertThat(warmUp.duration()).hasSeconds(1);
        assertThat(warmUp.arrivals()).isEqualTo(plan.arrivals());
        assertThat(warmUp.seed()).isNotEqualTo(plan.seed());
        assertThat(plan("20/s", Duration.ofMillis(300)).warmUpLoad().orElseThrow().duration())
                .hasMillis(300);
    }

    @Test
    void aLoadOfFewerThanAJobASecondWarmsUpWithRoundsAlone() {
        assertThat(plan("1/s", Duration.ofMinutes(2)).warmUpLoad()).isPresent();
        assertThat(plan("0.99/s", Duration.ofMinutes(2)).warmUpLoad()).isEmpty();
        assertThat(plan("2/h", Duration.ofHours(1)).warmUpLoad()).isEmpty();
    }

    private static LoadPlan plan(String rate, Duration duration) {
        return new LoadPlan(Rate.parse(rate), duration, OptionalInt.empty(), 1);
    }
}
