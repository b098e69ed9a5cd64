package dev.manykitchens.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IsotonicFitTest {

    private static final double[] AT = {0, 1, 2, 3};

    private static final double[] EQUAL = {1, 1, 1, 1};

    @Test
    void aRisingCurveIsKeptAndCrossedBetweenItsPoints() {
        IsotonicFit fit = IsotonicFit.of(AT, new double[] {-1, -0.5, 1.5, 2}, EQUAL);

        assertThat(fit.crossing(0)).isCloseTo(1.25, within(1e-12));
        assertThat(fit.crossing(-0.5)).isEqualTo(1);
        assertThat(fit.crossing(1.75)).isCloseTo(2.5, within(1e-12));
    }

    @Test
    void pointsThatFallAreReplacedByTheirWeightedMean() {
        // 1 and -1 with weights 1 and 3 become -0.5; from there to 0.5 the middle is at 2.5.
        IsotonicFit fit =
                IsotonicFit.of(AT, new double[] {-2, 1, -1, 0.5}, new double[] {1, 1, 3, 1});

        assertThat(fit.crossing(0)).isCloseTo(2.5, within(1e-12));
        assertThat(fit.crossing(-0.5)).isEqualTo(1);
    }

    @Test
    void aFallPullsEveryPointBeforeItThatWouldStandAbove() {
        IsotonicFit fit = IsotonicFit.of(AT, new double[] {3, 2, 1, 4}, EQUAL);

        assertThat(fit.crossing(2)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(fit.crossing(3)).isCloseTo(2.5, within(1e-12));
    }

    @Test
    void aLevelBeforeTheFirstAndAfterTheLastPointIsInfinitelyFar() {
        IsotonicFit fit = IsotonicFit.of(AT, new double[] {1, 2, 3, 4}, EQUAL);

        assertThat(fit.crossing(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(fit.crossing(5)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void pointsWithoutValuesAreRefused() {
        assertThatThrownBy(() -> IsotonicFit.of(AT, new double[3], EQUAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4, 3 and 4");
        assertThatThrownBy(() -> IsotonicFit.of(new double[0], new double[0], new double[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTrimmedMeanLeavesOutWhatIsFarOut() {
        double[] values = {1000, 1, 2, 3, 4, 5, 6, 7, 8, -1000};

        assertThat(TrimmedMean.of(values, 0.1)).isCloseTo(4.5, within(1e-12));
        assertThat(TrimmedMean.of(new double[] {1, 3}, 0.1)).isEqualTo(2);
        assertThat(TrimmedMean.of(new double[0], 0.1)).isNaN();
    }
}
