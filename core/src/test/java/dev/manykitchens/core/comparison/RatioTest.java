package dev.manykitchens.core.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
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

    @Test
    void withFewRoundsTheWholeRangeCounts() {
        // The percentiles of three rounds would leave out the largest ratio although it was one
        // round in three.
        Ratio ratio = Ratio.ofMeans(new double[] {1, 1, 2}, new double[] {1, 1, 1}, 1);

        assertThat(ratio.low()).isEqualTo(1.0);
        assertThat(ratio.high()).isEqualTo(2.0);
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
    void theIntervalHoldsTheTruthAboutNineteenTimesInTwenty() {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(20L);
        NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
        int trials = 400;
        int held = 0;

        for (int trial = 0; trial < trials; trial++) {
            Ratio ratio = Ratio.ofMeans(times(normal, 2.0), times(normal, 1.0), trial);
            held += ratio.low() <= 2.0 && 2.0 <= ratio.high() ? 1 : 0;
        }

        // Percentile intervals over ten rounds are known to be a little narrow: about 92 in 100
        // rather than 95.
        assertThat(held / (double) trials).isBetween(0.87, 0.98);
    }

    private static double[] times(NormalizedGaussianSampler normal, double mean) {
        double[] seconds = new double[10];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = mean * (1 + 0.05 * normal.sample());
        }
        return seconds;
    }
}
