package dev.manykitchens.core.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RatioTest {

    @Test
    void aClearDifferenceIsShown() {
        Ratio ratio =
                Ratio.ofMeans(
                        new double[] {2.0, 2.1, 1.9, 2.0, 2.05, 1.95},
                        new double[] {1.0, 1.02, 0.98, 1.0, 1.01, 0.99},
                        1);

        assertThat(ratio.ratio()).isCloseTo(2.0, within(1e-9));
        assertThat(ratio.low()).isBetween(1.9, 2.0);
        assertThat(ratio.high()).isBetween(2.0, 2.1);
        assertThat(ratio.showsDifference()).isTrue();
        assertThat(ratio.margin()).isCloseTo((ratio.high() - ratio.low()) / 2, within(1e-12));
    }

    @Test
    void noiseAloneShowsNoDifference() {
        double[] one = {1.0, 1.2, 0.9, 1.1, 1.05, 0.95};
        double[] other = {1.1, 0.95, 1.0, 1.15, 0.9, 1.02};

        assertThat(Ratio.ofMeans(one, other, 1).showsDifference()).isFalse();
    }

    @Test
    void oneRoundShowsNothing() {
        Ratio ratio = Ratio.ofMeans(new double[] {2}, new double[] {1, 1, 1}, 1);

        assertThat(ratio.ratio()).isEqualTo(2.0);
        assertThat(ratio.low()).isNaN();
        assertThat(ratio.showsDifference()).isFalse();
    }

    /// Two rounds of each pool lie apart by chance once in three times.
    @Test
    void twoRoundsFarApartShowNoDifference() {
        Ratio ratio = Ratio.ofMeans(new double[] {0.02, 0.05}, new double[] {0.01, 0.011}, 1);

        assertThat(ratio.ratio()).isGreaterThan(3);
        assertThat(ratio.showsDifference()).isFalse();
    }

    @Test
    void aFewRoundsThatHardlyDifferShowWhatTheyShow() {
        Ratio ratio =
                Ratio.ofMeans(new double[] {8.0, 8.01, 8.005}, new double[] {1.0, 1.01, 1.005}, 1);

        assertThat(ratio.low()).isBetween(7.8, 7.96);
        assertThat(ratio.high()).isBetween(7.96, 8.1);
    }

    @Test
    void withFewRoundsAtLeastTheWholeRangeCounts() {
        // The percentiles of three rounds would leave out the largest ratio although it was one
        // round in three.
        Ratio ratio = Ratio.ofMeans(new double[] {1, 1, 2}, new double[] {1, 1, 1}, 1);

        // By hand: logs 0, 0, ln 2 have a variance of the mean of 0.1602 / 3, 2 degrees of freedom
        // give t = 4.3027, so a factor of e^0.9943.
        assertThat(ratio.low()).isCloseTo(4.0 / 3 / 2.7028, within(1e-3));
        assertThat(ratio.high()).isCloseTo(4.0 / 3 * 2.7028, within(1e-3));
    }

    @Test
    void withoutRoundsNothingIsKnown() {
        assertThat(Ratio.ofMeans(new double[0], new double[] {1}, 1)).isEqualTo(Ratio.UNKNOWN);
        assertThat(Ratio.UNKNOWN.showsDifference()).isFalse();
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] one = {1.0, 1.2, 0.9, 1.1, 1.05, 0.95};
        double[] other = {1.1, 0.95, 1.0, 1.15, 0.9, 1.02};

        assertThat(Ratio.ofMeans(one, other, 7)).isEqualTo(Ratio.ofMeans(one, other, 7));
        assertThat(Ratio.ofMeans(one, other, 7)).isNotEqualTo(Ratio.ofMeans(one, other, 8));
    }

    @Test
    void theFewerTheRoundsTheWiderTheInterval() {
        double[] two = {1.0, 1.1};
        double[] many = new double[40];
        for (int i = 0; i < many.length; i++) {
            many[i] = two[i % 2];
        }

        Ratio few = Ratio.ofMeans(two, two, 1);

        // By hand: logs 0 and 0.09531 have a variance of the mean of 0.002271 in each, 2 degrees of
        // freedom give t = 4.3027, so a factor of e^0.2900.
        assertThat(few.low()).isCloseTo(1 / 1.3364, within(1e-3));
        assertThat(few.high()).isCloseTo(1.3364, within(1e-3));
        // Normal theory: 1.05 ± 2.02 · 0.05 / √40 for each of the two.
        double margin = 2.05 * 0.0506 / Math.sqrt(40) / 1.05 * Math.sqrt(2);
        assertThat(Ratio.ofMeans(many, many, 1).margin()).isCloseTo(margin, within(0.1 * margin));
    }
}
