package dev.manykitchens.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class ScalingTest {

    private static final int JOBS = 100;

    @Test
    void whatTheLawMadeIsFoundAgain() {
        Scaling scaling = scaling(new ScalingLaw(10, 0.05, 0.001), 0, 1, 2, 4, 8, 16);

        assertThat(scaling.universal()).isTrue();
        assertThat(scaling.law().single()).isCloseTo(10, within(1e-9));
        assertThat(scaling.law().contention()).isCloseTo(0.05, within(1e-9));
        assertThat(scaling.law().coherence()).isCloseTo(0.001, within(1e-9));
        assertThat(scaling.law().peak()).hasValueCloseTo(Math.sqrt(0.95 / 0.001), within(1e-6));
        assertThat(scaling.holdOut().orElseThrow().error()).isCloseTo(0, within(1e-9));
    }

    @Test
    void intervalsHoldTheTruthAndAreNotTooWide() {
        int held = 0;
        for (int seed = 1; seed <= 40; seed++) {
            Scaling scaling = noisy(new ScalingLaw(10, 0.08, 0), 0.02, seed, 1, 2, 4, 8);
            if (scaling.amdahl().low() <= 0.08 && 0.08 <= scaling.amdahl().high()) {
                held++;
            }
            assertThat(scaling.amdahl().high() - scaling.amdahl().low()).isLessThan(0.04);
        }
        assertThat(held).isGreaterThanOrEqualTo(34);
    }

    @Test
    void fewSizesGiveAmdahlsLawAndNoHoldOut() {
        Scaling two = scaling(new ScalingLaw(10, 0.1, 0), 0, 1, 4);
        assertThat(two.universal()).isFalse();
        assertThat(two.law().contention()).isCloseTo(0.1, within(1e-9));
        assertThat(two.holdOut()).isEmpty();

        Scaling three = scaling(new ScalingLaw(10, 0.1, 0), 0, 1, 2, 4);
        assertThat(three.universal()).isFalse();
        assertThat(three.holdOut().orElseThrow().size()).isEqualTo(4);
    }

    @Test
    void theHoldOutTellsWhenTheSmallSizesMislead() {
        // Two cores: nothing in one and two threads says that four will not be faster still.
        Scaling scaling =
                Scaling.of("threads", List.of(point(1, 1.0), point(2, 0.5), point(4, 0.5)), 1);

        assertThat(scaling.holdOut().orElseThrow().error()).isCloseTo(1.0, within(1e-6));
        assertThat(scaling.limit()).isEqualTo(Scaling.Limit.CONTENTION);
    }

    @Test
    void noLawHasNegativeTerms() {
        // Faster than linear, as with a cache for each worker.
        Scaling scaling =
                Scaling.of(
                        "processes",
                        List.of(point(1, 1.0), point(2, 0.45), point(3, 0.3), point(4, 0.2)),
                        1);

        assertThat(scaling.law().contention()).isZero();
        assertThat(scaling.law().coherence()).isZero();
        assertThat(scaling.limit()).isEqualTo(Scaling.Limit.NONE);
    }

    @Test
    void workersThatOnlyDisturbEachOtherQueueForAllOfTheWork() {
        Scaling scaling =
                Scaling.of("threads", List.of(point(1, 1.0), point(2, 1.2), point(4, 1.1)), 1);

        assertThat(scaling.amdahl().value()).isEqualTo(1.0);
        assertThat(scaling.amdahl().high()).isLessThanOrEqualTo(1.0);
    }

    @Test
    void thePartThatGrewMostIsNamed() {
        Scaling scaling =
                Scaling.of(
                        "threads",
                        List.of(
                                point(1, 1.0, Map.of("core", 0.001, "cpu", 0.05, "wire", 0.01)),
                                point(4, 0.5, Map.of("core", 0.051, "cpu", 0.06, "wire", 0.0))),
                        1);

        assertThat(scaling.component()).hasValue("core");
        assertThat(scaling.limitOn(2)).isEqualTo(Scaling.Limit.CORES);
        assertThat(scaling.limitOn(8)).isEqualTo(Scaling.Limit.CONTENTION);
        assertThat(
                        Scaling.of(
                                        "threads",
                                        List.of(
                                                point(1, 1.0, Map.of("cpu", 0.05)),
                                                point(4, 0.5, Map.of("cpu", 0.0505))),
                                        1)
                                .component())
                .isEmpty();
    }

    @Test
    void farSizesAreMarkedAndKeptWithinBounds() {
        Scaling scaling = scaling(new ScalingLaw(10, 0.1, 0), 0, 1, 2, 4);

        assertThat(scaling.predict(8).extrapolated()).isFalse();
        assertThat(scaling.predict(9).extrapolated()).isTrue();
        assertThat(scaling.predict(8).jobsPerSecond().value()).isCloseTo(80 / 1.7, within(1e-9));
        assertThatThrownBy(() -> scaling.predict(0))
                .hasMessage("a size to predict must be from 1 to 1,000,000, was 0");
    }

    @Test
    void aPredictionHasAnIntervalThatGrowsWithTheDistance() {
        Scaling scaling = noisy(new ScalingLaw(10, 0.05, 0.002), 0.02, 7, 1, 2, 4, 8);

        assertThat(width(scaling, 64)).isGreaterThan(width(scaling, 8));
        assertThat(scaling.predict(8).jobsPerSecond().value())
                .isCloseTo(8 * 10 / 1.462, within(5.0));
    }

    private static double width(Scaling scaling, int size) {
        var jobs = scaling.predict(size).jobsPerSecond();
        return (jobs.high() - jobs.low()) / jobs.value();
    }

    private static Scaling scaling(ScalingLaw law, double noise, int... sizes) {
        return noisy(law, noise, 1, sizes);
    }

    private static Scaling noisy(ScalingLaw law, double noise, int seed, int... sizes) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        List<Scaling.Point> points =
                Arrays.stream(sizes)
                        .mapToObj(size ->
                                new Scaling.Point(
                                        "threads:" + size,
                                        size,
                                        JOBS,
                                        IntStream.range(0, 10)
                                                .mapToDouble(_ ->
                                                        JOBS
                                                                / law.throughput(size)
                                                                * (1
                                                                        + noise
                                                                                * (2
                                                                                                * random
                                                                                                        .nextDouble()
                                                                                        - 1)))
                                                .toArray(),
                                        Map.of()))
                        .toList();
        return Scaling.of("threads", points, seed);
    }

    private static Scaling.Point point(int size, double seconds) {
        return point(size, seconds, Map.of());
    }

    private static Scaling.Point point(int size, double seconds, Map<String, Double> parts) {
        return new Scaling.Point(
                "threads:" + size, size, JOBS, new double[] {seconds, seconds, seconds}, parts);
    }
}
