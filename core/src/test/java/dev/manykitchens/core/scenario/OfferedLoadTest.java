package dev.manykitchens.core.scenario;

import static dev.manykitchens.core.scenario.Shop.cpu;
import static dev.manykitchens.core.scenario.Shop.job;
import static dev.manykitchens.core.scenario.Shop.offload;
import static dev.manykitchens.core.scenario.Shop.run;
import static dev.manykitchens.core.scenario.Shop.use;
import static dev.manykitchens.core.scenario.Shop.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.measurement.JobCosts;
import dev.manykitchens.core.random.RandomStreams;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import java.util.stream.LongStream;

class OfferedLoadTest {

    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void classesCountByTheirWeightsAndResourcesWithAllThatIsWithin() {
        Scenario scenario =
                Shop.open(
                        job("a", 1, cpu("10ms"), waiting("20ms..40ms")),
                        job(
                                "b",
                                3,
                                offload("exponential 5ms"),
                                use("oven", waiting("6ms"), use("sink", cpu("4ms")))));
        OfferedLoad load = OfferedLoad.of(scenario, _ -> 0);

        assertThat(load.stove()).isCloseTo(0.0055, EXACT);
        assertThat(load.offloaded()).isCloseTo(0.00375, EXACT);
        assertThat(load.waiting()).isCloseTo(0.012, EXACT);
        assertThat(load.service()).isCloseTo(0.02125, EXACT);
        assertThat(load.computing()).isCloseTo(0.00925, EXACT);
        assertThat(load.held()).containsOnlyKeys("oven", "sink");
        assertThat(load.held().get("oven")).isCloseTo(0.0075, EXACT);
        assertThat(load.held().get("sink")).isCloseTo(0.003, EXACT);
        // A quarter has 40² + 20²/12, the others 15² + 5²; the mean is 21.25.
        assertThat(load.scv()).isCloseTo(595.8333333333 / (21.25 * 21.25) - 1, within(1e-9));
    }

    @Test
    void aResourceThatIsUsedTwiceIsHeldTwice() {
        Scenario scenario =
                Shop.open(
                        job("a", 1, use("oven", cpu("1ms")), use("oven", cpu("2ms"), use("sink"))));

        OfferedLoad load = OfferedLoad.of(scenario, _ -> 0);

        assertThat(load.held().get("oven")).isCloseTo(0.003, EXACT);
        assertThat(load.held().get("sink")).isZero();
        assertThat(load.scv()).isZero();
    }

    @Test
    void aCallNeedsTheStepsOfItsRecipeAndTheTimeOfItsCode() {
        Scenario scenario = Shop.open(job("a", 1, use("oven", run("brew_chai(2)")), cpu("1s")));

        OfferedLoad load = OfferedLoad.of(scenario, code -> code.text().length());

        assertThat(load.waiting()).isCloseTo(6, EXACT);
        assertThat(load.stove()).isCloseTo(13, EXACT);
        assertThat(load.held().get("oven")).isCloseTo(18, EXACT);
        assertThat(load.scv()).isZero();
    }

    @Test
    void aCallWhoseStepsAreDrawnNeedsWhatTheyTakeOnAverage() {
        OfferedLoad load = OfferedLoad.of(Shop.open(job("a", 1, run("wait(1s..3s)"))), _ -> 0);

        assertThat(load.waiting()).isCloseTo(2, within(0.05));
        assertThat(load.scv()).isCloseTo(1 / 12.0, within(0.01));
    }

    @Test
    void jobsThatDoNothingNeedNothing() {
        OfferedLoad load = OfferedLoad.of(Shop.open(job("a", 1), job("b", 2)), _ -> 1);

        assertThat(load.service()).isZero();
        assertThat(load.scv()).isZero();
        assertThat(load.held()).isEmpty();
    }

    @Test
    void itIsWhatJobsTakeThatAreDrawn() {
        Scenario scenario =
                Shop.open(
                        job(
                                "a",
                                1,
                                cpu("exponential 2ms"),
                                use("oven", waiting("gamma 9ms cv 0.4"))),
                        job("b", 4, offload("lognormal 3ms cv 1.5"), cpu("0s..6ms")),
                        job("c", 2, run("wait(1ms..40ms)")));
        OfferedLoad load = OfferedLoad.of(scenario, _ -> 0);
        JobSource source = new JobSource(scenario, RandomStreams.seeded(11));
        long[] drawn =
                LongStream.range(0, 200_000)
                        .map(_ ->
                                Math.round(
                                        source.next().steps().stream()
                                                .mapToDouble(JobSourceTest::seconds)
                                                .map(seconds -> seconds * 1e9)
                                                .sum()))
                        .toArray();

        double mean = DurationDistributionTest.mean(drawn);
        assertThat(load.service()).isCloseTo(mean, within(0.02 * mean));
        assertThat(load.scv()).isCloseTo(DurationDistributionTest.scv(drawn), within(0.05));
    }

    @Test
    void jobsThatAreReplayedNeedWhatTheyNeeded() {
        JobCosts costs =
                new JobCosts(new long[] {10_000_000, 30_000_000}, new long[] {0, 40_000_000}, 2);
        OfferedLoad load =
                OfferedLoad.of(Shop.open(job("a", 1, new StepPlan.Replay(costs))), _ -> 0);

        assertThat(load.stove()).isCloseTo(0.02, EXACT);
        assertThat(load.waiting()).isCloseTo(0.02, EXACT);
        // 10 ms or 70 ms.
        assertThat(load.scv()).isCloseTo(900.0 / 1600, within(1e-9));
    }
}
