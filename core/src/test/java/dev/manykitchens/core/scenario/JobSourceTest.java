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
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.Step;

import org.apache.commons.statistics.descriptive.Mean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class JobSourceTest {

    private static final int MANY = 20_000;

    @Test
    void theSameSeedGivesTheSameJobs() {
        Scenario scenario = tea("1ms..3ms");

        assertThat(jobs(scenario, 500)).isEqualTo(jobs(scenario, 500));
        assertThat(jobs(scenario.withSeed(8), 500)).isNotEqualTo(jobs(scenario, 500));
    }

    @Test
    void jobsThatAreReplayedComputeAndWaitAsOneOfThemDidRoundByRound() {
        JobCosts costs = new JobCosts(new long[] {5, 0, 7}, new long[] {50, 60, 0}, 3);
        Scenario scenario = Shop.open(job("tea", 1, new StepPlan.Replay(costs)));

        assertThat(jobs(scenario, 4).stream().map(ScenarioJob::steps))
                .containsExactly(
                        List.of(
                                Step.compute(Duration.ofNanos(5)),
                                Step.waitFor(Duration.ofNanos(50))),
                        List.of(Step.waitFor(Duration.ofNanos(60))),
                        List.of(Step.compute(Duration.ofNanos(7))),
                        List.of(
                                Step.compute(Duration.ofNanos(5)),
                                Step.waitFor(Duration.ofNanos(50))));
    }

    @Test
    void anotherDistributionLeavesAllOtherDrawsAsTheyWere() {
        List<ScenarioJob> before = jobs(tea("1ms..3ms"), 2_000);
        List<ScenarioJob> after = jobs(tea("lognormal 7ms cv 2"), 2_000);
        Predicate<Step> kept = step -> !(step instanceof Step.Compute(Computation.Amount _));

        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).jobClass()).isEqualTo(before.get(i).jobClass());
            assertThat(after.get(i).steps().stream().filter(kept).toList())
                    .hasToString(before.get(i).steps().stream().filter(kept).toList().toString());
        }
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void anotherClassOrWeightLeavesTheDrawsOfEachClassAsTheyWere() {
        Scenario one = Shop.open(job("tea", 1, cpu("exponential 1ms")));
        Scenario two =
                Shop.open(
                        job("soup", 9, cpu("exponential 1ms")),
                        job("tea", 1, cpu("exponential 1ms")));
        List<List<Step>> teas =
                jobs(two, 2_000).stream()
                        .filter(job -> job.jobClass() == 1)
                        .map(ScenarioJob::steps)
                        .toList();

        assertThat(teas)
                .hasSizeBetween(100, 300)
                .isEqualTo(jobs(one, teas.size()).stream().map(ScenarioJob::steps).toList());
    }

    @Test
    void classesComeAsOftenAsTheirWeightsSay() {
        Scenario scenario = Shop.open(job("a", 0.5), job("b", 1), job("c", 0.001), job("d", 3));
        double[] shares = new double[4];
        jobs(scenario, 200_000).forEach(job -> shares[job.jobClass()] += 1 / 200_000.0);

        assertThat(shares)
                .containsExactly(
                        new double[] {0.5 / 4.501, 1 / 4.501, 0.001 / 4.501, 3 / 4.501},
                        within(0.004));
        assertThat(shares[2]).isPositive();
    }

    @Test
    void aCallIsTheStepsOfItsRecipeAndThenItsCode() {
        List<ScenarioJob> jobs = jobs(Shop.open(job("a", 1, run("wait(1s..3s)"))), 1_000);

        assertThat(jobs.getFirst().steps().getFirst()).isInstanceOf(Step.Wait.class);
        assertThat(jobs.getFirst().steps().getLast())
                .hasToString("Compute[computation=wait(1s..3s)]");
        assertThat(Mean.of(firsts(jobs)).getAsDouble()).isCloseTo(2, within(0.1));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "0, 9", "3, 1000"})
    void replicationsHaveNothingInCommon(int one, int other) {
        Scenario scenario = Shop.open(job("a", 1, cpu("exponential 1ms")));

        assertThat(
                        correlation(
                                firsts(jobs(scenario, one, MANY)),
                                firsts(jobs(scenario, other, MANY))))
                .isCloseTo(0, within(0.03));
    }

    /// As texts, an and c0 have the same hash code.
    @ParameterizedTest
    @CsvSource({"a, b", "tea, coffee", "an, c0"})
    void classesHaveNothingInCommon(String one, String other) {
        StepPlan step = cpu("exponential 1ms");
        List<ScenarioJob> jobs = jobs(Shop.open(job(one, 1, step), job(other, 1, step)), 3 * MANY);
        List<double[]> draws =
                Stream.of(0, 1)
                        .map(c ->
                                jobs.stream()
                                        .filter(job -> job.jobClass() == c)
                                        .limit(MANY)
                                        .toList())
                        .map(JobSourceTest::firsts)
                        .toList();

        assertThat(correlation(draws.getFirst(), draws.getLast())).isCloseTo(0, within(0.03));
    }

    private static Scenario tea(String cpu) {
        return Shop.open(
                job("tea", 2, cpu(cpu), waiting("exponential 2ms"), run("wait(1s..3s)")),
                job(
                        "toast",
                        1,
                        use("oven", waiting("gamma 1ms cv 2"), offload("1ms..9ms")),
                        cpu("3ms")));
    }

    private static List<ScenarioJob> jobs(Scenario scenario, int count) {
        return jobs(scenario, 0, count);
    }

    private static List<ScenarioJob> jobs(Scenario scenario, int replication, int count) {
        RandomStreams streams = RandomStreams.seeded(scenario.seed()).replication(replication);
        JobSource source = new JobSource(scenario, streams);
        return IntStream.range(0, count).mapToObj(_ -> source.next()).toList();
    }

    private static double[] firsts(List<ScenarioJob> jobs) {
        return jobs.stream().mapToDouble(job -> seconds(job.steps().getFirst())).toArray();
    }

    static double seconds(Step step) {
        Duration duration =
                switch (step) {
                    case Step.Wait(Duration wait) -> wait;
                    case Step.Compute(Computation.Amount(Duration amount)) -> amount;
                    case Step.Offload(Computation.Amount(Duration amount)) -> amount;
                    case Step.Use(_, List<Step> steps) ->
                            Duration.ofNanos(
                                    Math.round(
                                            steps.stream().mapToDouble(JobSourceTest::seconds).sum()
                                                    * 1e9));
                    case Step.Compute _, Step.Offload _ -> Duration.ZERO;
                };
        return duration.toNanos() / 1e9;
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Mean.of(a).getAsDouble();
        double meanB = Mean.of(b).getAsDouble();
        double both = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            both += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }
        return both / Math.sqrt(squaresA * squaresB);
    }
}
