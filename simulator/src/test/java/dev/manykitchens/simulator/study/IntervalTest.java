package dev.manykitchens.simulator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.IntStream;

class IntervalTest {

    /// From tables of Student's t, 97.5 %.
    @ParameterizedTest
    @CsvSource({
        "2, 12.70620",
        "3, 4.30265",
        "5, 2.77645",
        "10, 2.26216",
        "30, 2.04523",
        "121, 1.97993"
    })
    void itIsAsWideAsStudentsTSays(int count, double t) {
        double[] figures = IntStream.range(0, count).asDoubleStream().toArray();
        double deviation = Math.sqrt((count * (count + 1)) / 12.0);
        Interval interval = Interval.of(figures);

        assertThat(interval.mean()).isEqualTo((count - 1) / 2.0);
        assertThat(interval.count()).isEqualTo(count);
        assertThat(interval.halfWidth())
                .isCloseTo(t * deviation / Math.sqrt(count), within(1e-5 * deviation));
        assertThat(interval.high() - interval.mean())
                .isCloseTo(interval.mean() - interval.low(), within(1e-9));
    }

    @Test
    void figuresThatAreNotKnownAreLeftOut() {
        assertThat(Interval.of(Double.NaN, 1, Double.NaN, 3)).isEqualTo(Interval.of(1, 3));
        assertThat(Interval.of(Double.NaN).count()).isZero();
        assertThat(Interval.of().mean()).isNaN();
        assertThat(Interval.of().precision()).isNaN();
    }

    @Test
    void oneFigureHasNoInterval() {
        Interval one = Interval.of(4);

        assertThat(one.mean()).isEqualTo(4);
        assertThat(one.halfWidth()).isNaN();
        assertThat(one.precision()).isNaN();
        assertThat(one.holds(4)).isFalse();
    }

    @Test
    void figuresThatAreAllTheSameAreExact() {
        assertThat(Interval.of(0.1, 0.1, 0.1).precision()).isCloseTo(0, within(1e-12));
        assertThat(Interval.of(0, 0).precision()).isZero();
        assertThat(Interval.of(-1, 1).precision()).isNaN();
        assertThat(Interval.of(-3, -1).precision()).isCloseTo(12.7062 / 2, within(1e-4));
    }

    @Test
    void ratiosThatAreTurnedOverGiveTheIntervalTurnedOver() {
        Interval ratio = Interval.ofRatios(2, 4, 8);
        Interval inverse = Interval.ofRatios(1 / 2.0, 1 / 4.0, 1 / 8.0);

        assertThat(ratio.mean()).isCloseTo(4, within(1e-9));
        assertThat(ratio.high())
                .isCloseTo(4 * Math.exp(4.30265 * Math.log(2) / Math.sqrt(3)), within(1e-3));
        assertThat(inverse.mean()).isCloseTo(1 / ratio.mean(), within(1e-12));
        assertThat(inverse.low()).isCloseTo(1 / ratio.high(), within(1e-12));
        assertThat(inverse.high()).isCloseTo(1 / ratio.low(), within(1e-12));
    }
}
