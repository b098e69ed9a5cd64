package dev.manykitchens.simulator.study;

import static dev.manykitchens.simulator.study.Scenarios.closed;
import static dev.manykitchens.simulator.study.Scenarios.cpu;
import static dev.manykitchens.simulator.study.Scenarios.poisson;
import static dev.manykitchens.simulator.study.Scenarios.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.measurement.Split;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.simulator.kitchen.Replication;
import dev.manykitchens.simulator.kitchen.SimulatedScenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

class RunFiguresTest {

    private static final JobClass URGENT =
            job("urgent", "30ms", Optional.of(Duration.ofMillis(40)));
    private static final JobClass CALM = job("calm", "30ms", Optional.empty());

    /// One thread, 30 ms a job, one every 20 ms: each waits 10 ms longer than the one before.
    @Test
    void lateIsAPartOfThoseThatHadADeadlineAndWereNotLeftOut() {
        Scenario scenario = every20ms(10, URGENT);
        Replication run = run(scenario, "sequential", 1);

        RunFigures whole = RunFigures.of(run, scenario, 1, 1, 0);
        RunFigures later = RunFigures.of(run, scenario, 1, 1, 5);

        // Responses are 30, 40, 50 … 120 ms; 40 is not late.
        assertThat(whole.late()).isEqualTo(0.8);
        assertThat(later.late()).isEqualTo(1);
        assertThat(whole.response().mean()).isCloseTo(0.075, within(1e-12));
        assertThat(later.response().mean()).isCloseTo(0.1, within(1e-12));
        assertThat(whole.waiting()).isCloseTo(0.045, within(1e-12));
        assertThat(later.waiting()).isCloseTo(0.07, within(1e-12));
        assertThat(later.leftOut()).isEqualTo(5);
        assertThat(later.response().count()).isEqualTo(5);
        assertThat(later.jobs()).isEqualTo(10);
    }

    @Test
    void withoutADeadlineNobodyIsLate() {
        Scenario scenario = every20ms(10, CALM);

        assertThat(RunFigures.of(run(scenario, "sequential", 1), scenario, 1, 1, 0).late()).isNaN();
        Scenario both = every20ms(200, CALM, URGENT);
        assertThat(RunFigures.of(run(both, "sequential", 1), both, 1, 1, 100).late()).isEqualTo(1);
    }

    @Test
    void partsOfTheTimeAreThoseOfTheWholeRun() {
        Scenario scenario = every20ms(10, CALM);
        RunFigures figures = RunFigures.of(run(scenario, "threads:2", 4), scenario, 4, 2, 5);

        // The last comes at 180 ms and takes 30.
        assertThat(figures.elapsed()).isEqualTo(0.21);
        assertThat(figures.cores()).isZero();
        assertThat(figures.slots()).isCloseTo(0.3 / 0.42, within(1e-9));
        assertThat(figures.inSystem()).isCloseTo(0.3 / 0.21, within(1e-9));
        assertThat(figures.mostInSystem()).isEqualTo(2);
        assertThat(figures.throughput()).isCloseTo(10 / 0.21, within(1e-9));
    }

    @Test
    void aBeginningAsLongAsTheRunLeavesNothingOut() {
        Scenario scenario = every20ms(10, CALM);
        Replication run = run(scenario, "sequential", 1);

        assertThat(RunFigures.of(run, scenario, 1, 1, 10))
                .isEqualTo(RunFigures.of(run, scenario, 1, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sequential",
                "threads:8",
                "threads:8+gil",
                "forkjoin:8",
                "virtual",
                "virtual:8",
                "async",
                "hybrid:2",
                "processes:4",
                "processes:2x4+gil"
            })
    void littlesLawHoldsAndThePartsOfAResponseAddUp(String pool) {
        for (Arrivals arrivals :
                List.of(
                        poisson("200/s"),
                        closed(30, "exponential 10ms"),
                        new Arrivals.AllAtOnce())) {
            Scenario scenario =
                    Scenarios.of(
                            arrivals,
                            2_000,
                            Map.of(
                                    "oven",
                                    ResourceSpec.shared(2),
                                    "sink",
                                    ResourceSpec.inEachKitchen(1)),
                            new JobClass(
                                    "a",
                                    1,
                                    List.of(cpu("exponential 1ms"), use("oven", "1ms..3ms")),
                                    Optional.empty()),
                            new JobClass(
                                    "b",
                                    3,
                                    List.of(cpu("10us"), use("sink", "exponential 300us")),
                                    Optional.empty()));
            RunFigures figures = RunFigures.of(run(scenario, pool, 2), scenario, 2, 0, 0);
            double response = figures.response().mean();
            Split split = figures.split();

            assertThat(figures.throughput() * response)
                    .as(arrivals.toString())
                    .isCloseTo(figures.inSystem(), within(1e-9 * figures.inSystem()));
            assertThat(
                            split.queue()
                                    + split.encode()
                                    + split.wire()
                                    + split.stove()
                                    + split.cpu()
                                    + split.waiting()
                                    + split.returned())
                    .as(arrivals.toString())
                    .isCloseTo(response, within(1e-9 * response));
        }
    }

    @Test
    void aRunWithoutAJobHasNoFigures() {
        Scenario scenario =
                new Scenario(
                        "quiet",
                        "",
                        poisson("0.001/s"),
                        OptionalInt.empty(),
                        Optional.of(Duration.ofMillis(1)),
                        List.of(CALM),
                        Map.of(),
                        List.of(),
                        7,
                        Optional.empty(),
                        Optional.empty());
        RunFigures figures = RunFigures.of(run(scenario, "sequential", 1), scenario, 1, 1, 0);

        assertThat(figures.jobs()).isZero();
        assertThat(figures.response().mean()).isNaN();
        assertThat(figures.waiting()).isNaN();
        assertThat(figures.inSystem()).isZero();
    }

    private static StepPlan use(String resource, String wait) {
        return new StepPlan.Use(resource, List.of(waiting(wait)));
    }

    private static JobClass job(String name, String wait, Optional<Duration> deadline) {
        return new JobClass(name, 1, List.of(waiting(wait)), deadline);
    }

    private static Scenario every20ms(int jobs, JobClass... classes) {
        return Scenarios.of(Scenarios.every("20ms"), jobs, Map.of(), classes);
    }

    private static Replication run(Scenario scenario, String pool, int cores) {
        return new SimulatedScenario(
                        PoolSpec.parse(pool),
                        scenario,
                        Scenarios.BOOK,
                        SimulationOptions.onCores(cores))
                .run(0);
    }
}
