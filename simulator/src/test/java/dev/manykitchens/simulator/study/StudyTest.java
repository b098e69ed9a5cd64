package dev.manykitchens.simulator.study;

import static dev.manykitchens.simulator.study.Scenarios.closed;
import static dev.manykitchens.simulator.study.Scenarios.cpu;
import static dev.manykitchens.simulator.study.Scenarios.every;
import static dev.manykitchens.simulator.study.Scenarios.poisson;
import static dev.manykitchens.simulator.study.Scenarios.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.measurement.Timeline;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DistributionText;
import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.core.scenario.WorkerConditions;
import dev.manykitchens.simulator.kitchen.SimulationOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

class StudyTest {

    @ParameterizedTest
    @CsvSource({
        "80/s,  exponential 10ms,        sequential,    8",
        "320/s, exponential 10ms,        threads:4,     8",
        "80/s,  lognormal 10ms cv 2,     sequential,    8",
        "160/s, exponential 10ms,        processes:2x1, 8",
        "160/s, exponential 10ms,        virtual,       2",
        "60/s,  gamma 10ms cv 0.5,       async,         8",
        "60/s,  10ms,                    sequential,    8"
    })
    void agreesWithTheoryWhereAFormulaIsExact(String rate, String service, String pool, int cores)
            throws InterruptedException {
        Scenario scenario = Scenarios.of(poisson(rate), 10_000, cpu(service));
        PoolStudy found = study(scenario, 12, cores, 2, pool).pools().getFirst();
        Expectation expected = found.expectation().orElseThrow();
        Interval wait = found.interval(RunFigures::waiting);
        assertThat(expected.isExact()).isTrue();
        // Three half widths: one test in thousands is wrong by chance, and this one is seeded.
        assertThat(wait.mean()).isCloseTo(expected.waitSeconds(), within(1.5 * wait.halfWidth()));
        assertThat(wait.precision()).isLessThan(0.2);
        assertThat(found.interval(RunFigures::cores).mean())
                .isCloseTo(
                        found.capacity()
                                .utilisation(
                                        found.capacity().needs().stream()
                                                .filter(need -> need.what().startsWith("core"))
                                                .findFirst()
                                                .orElseThrow()),
                        within(0.02));
    }

    @Test
    void aClosedLoopAgreesWithMeanValueAnalysis() throws InterruptedException {
        Scenario scenario =
                Scenarios.of(closed(20, "exponential 100ms"), 20_000, waiting("exponential 20ms"));
        PoolStudy found = study(scenario, 10, 1, 2, "threads:3").pools().getFirst();
        Expectation expected = found.expectation().orElseThrow();
        Interval response = found.interval(run -> run.response().mean());
        assertThat(expected.isExact()).isTrue();
        assertThat(response.mean())
                .isCloseTo(expected.responseSeconds(), within(1.5 * response.halfWidth()));
        assertThat(response.precision()).isLessThan(0.02);
    }

    @Test
    void jobsASecondAreAllJobsByTheTimeOfAllReplications() {
        PoolStudy found = Made.study(PoolSpec.parse("threads:1"), 1, 3);
        // The mean of 1/s and 1/3 a second would be 0.67.
        assertThat(found.throughput()).isEqualTo(0.5);
    }

    @Test
    void poolsGetTheSameJobsSoThatASpeedUpIsSharperThanItsParts() throws InterruptedException {
        Scenario scenario =
                Scenarios.of(
                        new Arrivals.AllAtOnce(),
                        200,
                        cpu("exponential 5ms"),
                        waiting("lognormal 20ms cv 2"));
        StudyResult result = study(scenario, 20, 4, 2, "sequential", "threads:4");
        PoolStudy one = result.pools().get(0);
        PoolStudy four = result.pools().get(1);
        Interval elapsed = one.interval(RunFigures::elapsed);
        Interval speedUp = result.speedUp(four);
        assertThat(speedUp.mean()).isBetween(3.3, 4.0);
        assertThat(speedUp.precision()).isLessThan(elapsed.precision());
        assertThat(result.speedUp(one)).isEqualTo(new Interval(1, 1, 1, 20));
    }

    @Test
    void theSameSeedGivesTheSameFiguresHoweverManyReplicationsRunAtATime()
            throws InterruptedException {
        Scenario scenario =
                Scenarios.of(poisson("100/s"), 2_000, cpu("exponential 5ms"), waiting("1ms..9ms"));
        StudyResult one = study(scenario, 6, 2, 1, "threads:2", "async");
        StudyResult three = study(scenario, 6, 2, 3, "threads:2", "async");
        assertThat(three.pools()).isEqualTo(one.pools());
        assertThat(study(scenario.withSeed(8), 6, 2, 1, "threads:2", "async").pools())
                .isNotEqualTo(one.pools());
    }

    @Test
    void theTimelineIsThatOfTheFirstReplicationHoweverManyRunAtATime() throws InterruptedException {
        Scenario scenario = Scenarios.of(every("10ms"), 4, waiting("15ms"));

        StudyResult result = timelines(scenario, 1, "threads:2", "processes:1x2");

        Timeline threads = result.pools().get(0).timeline().orElseThrow();
        assertThat(threads.round()).isEqualTo(1);
        assertThat(threads.jobs()).isEqualTo(4);
        assertThat(threads.lanes())
                .extracting(lane -> lane.bars().stream().map(Timeline.Bar::first).toList())
                .containsExactly(List.of(0, 2), List.of(1, 3));
        assertThat(threads.lanes().getFirst().bars().getFirst())
                .isEqualTo(new Timeline.Bar(0, 1, 0, 0, 15_000_000, 15_000_000, 0, 0));
        assertThat(result.pools().get(1).timeline().orElseThrow().lanes()).hasSize(2);
        assertThat(timelines(scenario, 3, "threads:2", "processes:1x2").pools())
                .isEqualTo(result.pools());
    }

    @Test
    void whoeverKeepsTimelinesGetsTheSameFigures() throws InterruptedException {
        Scenario scenario = Scenarios.of(poisson("100/s"), 500, cpu("exponential 5ms"));

        PoolStudy without = study(scenario, 3, 2, 1, "threads:2").pools().getFirst();
        PoolStudy with = timelines(scenario, 1, "threads:2").pools().getFirst();

        assertThat(without.timeline()).isEmpty();
        assertThat(with.timeline()).isPresent();
        assertThat(with.runs()).isEqualTo(without.runs());
    }

    @Test
    void ofTooManyJobsOnlyTheNumberIsKeptWhetherItWasKnownBeforeOrNot()
            throws InterruptedException {
        Scenario known = Scenarios.of(new Arrivals.AllAtOnce(), 100_001, waiting("1us"));
        Scenario unknown =
                new Scenario(
                        "test",
                        "",
                        every("1us"),
                        OptionalInt.empty(),
                        Optional.of(Duration.ofNanos(100_001_000)),
                        known.classes(),
                        Map.of(),
                        List.of(),
                        7,
                        Optional.empty(),
                        Optional.empty());

        for (Scenario scenario : List.of(known, unknown)) {
            assertThat(timelines(scenario, 1, "threads:2").pools().getFirst().timeline())
                    .contains(Timeline.ofTooMany(1, 100_001));
        }
    }

    @Test
    void aPoolThatCannotKeepUpHasNoTimeline() throws InterruptedException {
        Scenario scenario = Scenarios.of(poisson("300/s"), 100, waiting("10ms"));

        assertThat(timelines(scenario, 1, "threads:2").pools().getFirst().timeline()).isEmpty();
    }

    private static StudyResult timelines(Scenario scenario, int parallel, String... pools)
            throws InterruptedException {
        return study(
                scenario,
                2,
                new StudyOptions(3, Optional.empty(), 3).withTimelines(true),
                new Backwards(parallel),
                StudyListener.NONE,
                pools);
    }

    @Test
    void aPoolThatCannotKeepUpIsNotAveraged() throws InterruptedException {
        Scenario scenario = Scenarios.of(poisson("300/s"), 1_000, waiting("10ms"));
        StudyResult result = study(scenario, 3, 2, 1, "threads:2", "threads:4");
        assertThat(result.pools().get(0).runs()).isEmpty();
        assertThat(result.pools().get(0).complaint())
                .contains("cannot keep up: jobs need 150 % of its threads");
        assertThat(result.pools().get(1).runs()).hasSize(3);
    }

    @Test
    void aPoolThatFaultsLeaveTooLittleOfIsNotAveraged() throws InterruptedException {
        PoolStudy struck = struck("15/s");
        PoolStudy idle = struck("2/s");

        assertThat(struck.runs()).isEmpty();
        assertThat(struck.complaint().orElseThrow())
                .startsWith("does not keep up: 15.0 jobs come a second and ")
                .endsWith("; without its faults it could do at most 20.0 a second");
        assertThat(idle.complaint()).isEmpty();
        assertThat(idle.runs()).hasSize(3);
    }

    /// Workers die every half second and are away for two.
    private static PoolStudy struck(String rate) throws InterruptedException {
        Fault kill =
                new Fault.Kill(
                        new Fault.Target.Any(),
                        new Fault.Schedule.Every(DistributionText.parse("exponential 500ms")));
        Scenario scenario =
                Scenarios.of(poisson(rate), 1_000, cpu("100ms"))
                        .withWorkers(
                                new WorkerConditions(
                                        List.of(),
                                        Optional.empty(),
                                        List.of(kill),
                                        Duration.ofSeconds(2)));
        return study(scenario, 3, 4, 1, "processes:2").pools().getFirst();
    }

    @Test
    void aPoolWhoseThreadsWaitForResourcesIsNotAveraged() throws InterruptedException {
        // Threads for 100/s, and an oven for 100/s; but whoever waits for the oven keeps its
        // thread.
        StepPlan bake = new StepPlan.Use("oven", List.of(waiting("exponential 10ms")));
        Scenario scenario =
                Scenarios.of(
                        poisson("95/s"),
                        2_000,
                        Map.of("oven", ResourceSpec.shared(1)),
                        new JobClass(
                                "bread",
                                1,
                                List.of(waiting("exponential 10ms"), bake),
                                Optional.empty()));

        assertThat(study(scenario, 3, 2, 1, "threads:2").pools().getFirst().complaint())
                .isPresent();
        assertThat(study(scenario, 3, 2, 1, "threads:9").pools().getFirst().complaint()).isEmpty();
    }

    @Test
    void replicationsGoOnUntilThePrecisionIsReached() throws InterruptedException {
        Scenario scenario = Scenarios.of(poisson("80/s"), 500, cpu("exponential 10ms"));
        AtomicInteger done = new AtomicInteger();
        StudyResult result =
                study(
                        scenario,
                        1,
                        new StudyOptions(5, Optional.of(0.05), 10_000),
                        Replicator.HERE,
                        (replications, _) -> done.set(replications),
                        "sequential");
        PoolStudy found = result.pools().getFirst();
        assertThat(found.interval(run -> run.response().mean()).precision())
                .isLessThanOrEqualTo(0.05);
        assertThat(found.runs()).hasSize(done.get()).hasSizeGreaterThan(20);
    }

    @Test
    void jobsThatHoldResourcesInOppositeOrdersAreFoundOut() {
        Scenario scenario =
                Scenarios.of(
                        new Arrivals.AllAtOnce(),
                        20,
                        Map.of("oven", ResourceSpec.shared(1), "sink", ResourceSpec.shared(1)),
                        new JobClass("bake", 1, List.of(both("oven", "sink")), Optional.empty()),
                        new JobClass("wash", 1, List.of(both("sink", "oven")), Optional.empty()));
        assertThatThrownBy(() -> study(scenario, 1, 4, 1, "threads:4"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("jobs of test wait for each other for ever on threads:4")
                .hasMessageMatching(
                        ".*: job \\d+ \\(bake\\) holds oven and waits for sink, job \\d+ \\(wash\\) holds sink and waits for oven; .*|.*: job \\d+ \\(wash\\) holds sink and waits for oven, job \\d+ \\(bake\\) holds oven and waits for sink; .*");
    }

    @Test
    void aJobThatMissesItsDeadlineIsLate() throws InterruptedException {
        Scenario scenario =
                Scenarios.of(
                        every("10ms"),
                        100,
                        Map.of(),
                        new JobClass(
                                "job",
                                1,
                                List.of(waiting("1ms..21ms")),
                                Optional.of(Duration.ofMillis(11))));
        PoolStudy found = study(scenario, 20, 1, 2, "async").pools().getFirst();
        assertThat(found.interval(RunFigures::late).holds(0.5)).isTrue();
        assertThat(found.interval(RunFigures::late).precision()).isLessThan(0.1);
    }

    private static StepPlan both(String outer, String inner) {
        return new StepPlan.Use(
                outer, List.of(waiting("1ms"), new StepPlan.Use(inner, List.of(waiting("1ms")))));
    }

    private static StudyResult study(
            Scenario scenario, int replications, int cores, int parallel, String... pools)
            throws InterruptedException {
        return study(
                scenario,
                cores,
                new StudyOptions(replications, Optional.empty(), replications),
                new Backwards(parallel),
                StudyListener.NONE,
                pools);
    }

    private static StudyResult study(
            Scenario scenario,
            int cores,
            StudyOptions options,
            Replicator replicator,
            StudyListener listener,
            String... pools)
            throws InterruptedException {
        return new Study(
                        scenario,
                        List.of(pools).stream().map(PoolSpec::parse).toList(),
                        Scenarios.BOOK,
                        SimulationOptions.onCores(cores),
                        OfferedLoad.of(scenario, _ -> 0),
                        options,
                        replicator,
                        listener)
                .run();
    }

    /// Runs what may run at a time in the opposite order.
    private record Backwards(int parallel) implements Replicator {

        @Override
        public <T> List<T> all(List<Supplier<T>> tasks) {
            return tasks.reversed().stream().map(Supplier::get).toList().reversed();
        }
    }
}
