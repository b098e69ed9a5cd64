package dev.manykitchens.cli.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.RecipeCode;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

class CalibrationTest {

    private static final RecipeBook BOOK = RecipeBook.load(CalibrationTest.class.getClassLoader());

    @Test
    void jobsCostWhatTheyDidWhereTheyWereLeastDisturbedAndDispatchWhatItDidInTheFamily() {
        MeasuredRun run =
                run(
                        Runs.pool("threads:2", 2, 0.002, 0.030),
                        Runs.pool("sequential", 1, 0.001, 0.010),
                        Runs.pool("processes:8", 8, 0.005, 0.090),
                        Runs.pool("processes:2", 2, 0.004, 0.020));

        Calibration here = Calibration.of(run, Family.ONE_JVM);
        Calibration workers = Calibration.of(run, Family.WORKER_JVMS);

        assertThat(here.jobsFrom()).isEqualTo("sequential");
        assertThat(here.dispatchFrom()).contains("sequential");
        assertThat(here.dispatch()).isEqualTo(Duration.ofMillis(1));
        assertThat(workers.jobsFrom()).isEqualTo("processes:2");
        assertThat(workers.dispatch()).isEqualTo(Duration.ofMillis(4));
        assertThat(workers.words())
                .isEqualTo(
                        "worker JVMs: a job computes 20.0 ms and waits 0 s, as on `processes:2`; dispatch computes 4.00 ms a job, as on `processes:2`");
    }

    @Test
    void crowdedWorkersTellWhatDispatchCostsButNotWhatJobsDo() {
        MeasuredRun run =
                run(
                        Runs.pool("sequential", 1, 0.001, 0.010),
                        Runs.pool("processes:8", 8, 0.005, 0.090));

        Calibration workers = Calibration.of(run, Family.WORKER_JVMS);

        assertThat(workers.jobsFrom()).isEqualTo("sequential");
        assertThat(workers.dispatchFrom()).contains("processes:8");
    }

    @Test
    void whatNobodyMeasuredOfAFamilyIsSaid() {
        Calibration workers =
                Calibration.of(run(Runs.pool("sequential", 1, 0.001, 0.010)), Family.WORKER_JVMS);

        assertThat(workers.dispatchFrom()).isEmpty();
        assertThat(workers.dispatch()).isZero();
        assertThat(workers.words()).endsWith("measure a pool of this kind too");
    }

    @Test
    void aChosenPoolTellsWhatJobsCostEverywhere() {
        RunFile file =
                file(
                        Runs.of(
                                Runs.pool("sequential", 1, 0.001, 0.010),
                                Runs.pool("threads:8", 8, 0.003, 0.050),
                                Runs.pool("processes:2", 2, 0.004, 0.020)));
        MeasuredRun run = new MeasuredRun(file, "run.json", Optional.of("threads:8"));

        assertThat(Calibration.of(run, Family.ONE_JVM).jobsFrom()).isEqualTo("threads:8");
        assertThat(Calibration.of(run, Family.ONE_JVM).dispatchFrom()).contains("threads:8");
        assertThat(Calibration.of(run, Family.WORKER_JVMS).jobsFrom()).isEqualTo("threads:8");
        assertThat(Calibration.of(run, Family.WORKER_JVMS).dispatchFrom()).contains("processes:2");
    }

    @Test
    void poolsWithoutAModelAndThoseWithFailedJobsAreNoSource() {
        MeasuredRun run =
                run(
                        Runs.pool("python-threads:1", 1, 0.001, 0.010),
                        Runs.pool("sequential", 1, 1, costs()),
                        Runs.pool("threads:2 #2", 2, 0.001, 0.010));

        assertThat(Calibration.of(run, Family.ONE_JVM).jobsFrom()).isEqualTo("threads:2 #2");
        assertThat(run.pools())
                .containsExactly(PoolSpec.parse("sequential"), PoolSpec.parse("threads:2"));
    }

    @Test
    void withoutAScenarioJobsAreReplayedAndComeAsTheyCame() {
        MeasuredRun rounds = run(Runs.pool("sequential", 1, 0.001, 0.010, 0.030));
        Scenario scenario = MeasuredScenario.of(rounds, Calibration.of(rounds, Family.ONE_JVM));

        assertThat(scenario.arrivals()).isEqualTo(new Arrivals.AllAtOnce());
        assertThat(scenario.jobs()).hasValue(4);
        List<StepPlan> steps = scenario.classes().getFirst().steps();
        assertThat(steps.getFirst())
                .isEqualTo(
                        new StepPlan.Offload(
                                new DurationDistribution.Constant(Duration.ofMillis(1))));
        assertThat(steps.getLast()).isInstanceOf(StepPlan.Replay.class);

        MeasuredRun load =
                run(Runs.underLoad(Runs.pool("threads:2", 2, 0.001, 0.010, 0.030), "yes"));
        Scenario coming = MeasuredScenario.of(load, Calibration.of(load, Family.ONE_JVM));

        assertThat(coming.arrivals()).hasToString("poisson 10.0/s");
        assertThat(coming.duration()).contains(Duration.ofSeconds(2));
    }

    @Test
    void usersWhoWaitAndResourcesNeedTheirScenario() {
        MeasuredRun closed = run(Runs.underLoad(Runs.pool("threads:2", 2, 0.001, 0.010), "closed"));
        MeasuredRun oven =
                run(Runs.pool("sequential", 1, 0, costs().replace("[]}", "[\"oven\"]}")));

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> MeasuredScenario.of(closed, Calibration.of(closed, Family.ONE_JVM)))
                .withMessageContaining("how long its users think; name the scenario too");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeasuredScenario.of(oven, Calibration.of(oven, Family.ONE_JVM)))
                .withMessageContaining("how long jobs hold oven")
                .withMessageContaining("write a scenario with their steps");
    }

    @Test
    void aCallCostsWhatJobsComputedBeyondTheAmountsOfTheirSteps() {
        Calibration costs =
                Calibration.of(
                        run(Runs.pool("sequential", 1, 0.001, 0.010, 0.030)), Family.ONE_JVM);
        // 20 ms on average, of which 4 ms are an amount, and half of the jobs call.
        Scenario scenario =
                scenario(
                        new JobClass(
                                "a",
                                1,
                                List.of(cpu(4), call("count_primes(10)")),
                                Optional.empty()),
                        new JobClass("b", 1, List.of(cpu(4)), Optional.empty()));

        CalibratedScenario made = CalibratedScenario.of(scenario, costs, Map::of);

        assertThat(made.calls().values()).containsExactly(Duration.ofMillis(32));
        assertThat(made.scenario().classes().getLast().steps()).hasSize(2);
        assertThat(made.words(costs)).contains("computes 32.0 ms, as on `sequential`; dispatch");
    }

    @Test
    void severalCallsShareItByWhatTheyCostHere() {
        Calibration costs =
                Calibration.of(run(Runs.pool("sequential", 1, 0, 0.010)), Family.ONE_JVM);
        StepPlan first = call("count_primes(10)");
        StepPlan second = call("count_primes(20)");
        Scenario scenario =
                scenario(new JobClass("a", 1, List.of(first, second), Optional.empty()));

        CalibratedScenario made =
                CalibratedScenario.of(
                        scenario,
                        costs,
                        () ->
                                Map.of(
                                        text(first), Duration.ofMillis(1),
                                        text(second), Duration.ofMillis(3)));

        assertThat(made.calls())
                .containsEntry(text(first), Duration.ofNanos(2_500_000))
                .containsEntry(text(second), Duration.ofNanos(7_500_000));
    }

    @Test
    void jobsThatComputedLessThanTheirStepsSayAreRefused() {
        Calibration costs =
                Calibration.of(run(Runs.pool("sequential", 1, 0, 0.010)), Family.ONE_JVM);
        Scenario scenario =
                scenario(
                        new JobClass(
                                "a",
                                1,
                                List.of(cpu(20), call("count_primes(10)")),
                                Optional.empty()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CalibratedScenario.of(scenario, costs, Map::of))
                .withMessageContaining("20.0 ms, on `sequential` they computed 10.0 ms");
    }

    private static String costs() {
        return "{\"round\": 1, \"cpu\": [0.01], \"wait\": [0], \"overhead\": 0, \"resources\": []}";
    }

    private static StepPlan cpu(int millis) {
        return new StepPlan.Cpu(new DurationDistribution.Constant(Duration.ofMillis(millis)));
    }

    private static StepPlan call(String text) {
        return new StepPlan.Run(RecipeCode.parse(BOOK, text));
    }

    private static String text(StepPlan step) {
        return ((StepPlan.Run) step).code().text();
    }

    private static Scenario scenario(JobClass... classes) {
        return new Scenario(
                "shop",
                "",
                new Arrivals.AllAtOnce(),
                OptionalInt.of(10),
                Optional.empty(),
                List.of(classes),
                Map.of(),
                List.of(),
                1,
                Optional.empty(),
                Optional.empty());
    }

    private static RunFile file(String json) {
        return RunFile.parse(json, "run.json");
    }

    private static MeasuredRun run(String... pools) {
        return new MeasuredRun(file(Runs.of(pools)), "run.json", Optional.empty());
    }
}
