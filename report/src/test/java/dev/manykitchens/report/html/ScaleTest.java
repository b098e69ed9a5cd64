package dev.manykitchens.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {

    @ParameterizedTest
    @ValueSource(doubles = {0, Double.MIN_VALUE, 1e-300, 1e-9, 0.3, 7, 1e150})
    void anyFigureHasAFewTicks(double most) {
        assertThat(Scale.linear(most).ticks()).hasSizeBetween(2, 6);
        assertThat(Scale.logarithmic(most, 2 * most).ticks()).hasSizeBetween(1, 6);
    }
}
