package dev.manykitchens.simulator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.ScenarioBatch;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.simulator.kitchen.Replication;
import dev.manykitchens.simulator.kitchen.SimulatedScenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;
import dev.manykitchens.simulator.theory.MMcPriorityQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// What priorities do to scenarios in virtual time.
@Execution(ExecutionMode.CONCURRENT)
class PrioritiesTest {

    private static final String SERVICE = "exponential 20ms";

    /// A few cells: one server and several, on pools that choose the next job in different ways.
    /// The interval is of fixed numbers; twice its half is a bound that one in ten thousand would
    /// miss.
    @ParameterizedTest
    @CsvSource({
        "sequential, 1, 35",
        "threads:4, 4, 150",
        "virtual:4, 4, 150",
        "processes:2x2, 4, 150"
    })
    void eachClassWaitsAsLongAsCobhamSays(String pool, int servers, int perSecond) {
        Scenario scenario =
                scenario(
                        Scenarios.poisson(perSecond + "/s"),
                        60_000,
                        Scenarios.waiting(SERVICE),
                        2,
                        3,
                        5);
        SimulatedScenario simulated = simulated(scenario, pool, 4);
        List<Replication> runs = IntStream.range(0, 10).mapToObj(simulated::run).toList();
        MMcPriorityQueue theory =
                new MMcPriorityQueue(
                        List.of(0.2 * perSecond, 0.3 * perSecond, 0.5 * perSecond), 0.02, servers);

        for (int i = 0; i < 3; i++) {
            int jobClass = i;
            Interval wait =
                    Interval.of(
                            runs.stream().mapToDouble(run -> meanWait(run, jobClass)).toArray());

            assertThat(wait.halfWidth() / wait.mean()).isLessThan(0.08);
            assertThat(wait.mean())
                    .as("class " + i)
                    .isCloseTo(theory.waitSeconds(i), within(2 * wait.halfWidth()));
        }
    }

    private static double meanWait(Replication run, int jobClass) {
        return IntStream.range(1_000, run.jobs())
                        .filter(job -> run.jobClasses()[job] == jobClass)
                        .mapToLong(job -> run.waitNanos()[job])
                        .average()
                        .orElseThrow()
                / 1e9;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sequential",
                "threads:2",
                "forkjoin:2",
                "virtual:2",
                "async",
                "processes:2",
                "processes:1x2"
            })
    void noJobBeginsWhileOneOfAHigherPriorityWaits(String pool) {
        for (Arrivals arrivals :
                List.of(
                        Scenarios.poisson("150/s"),
                        new Arrivals.Bursts(30, Duration.ofMillis(300)),
                        Scenarios.closed(12, "exponential 50ms"),
                        new Arrivals.AllAtOnce())) {
            // On a loop only what computes waits.
            StepPlan step =
                    pool.equals("async")
                            ? Scenarios.cpu("5ms..15ms")
                            : Scenarios.waiting("5ms..15ms");
            Replication run = simulated(scenario(arrivals, 300, step, 1, 1, 1), pool, 2).run(0);

            int overtaken = 0;
            for (int job = 0; job < run.jobs(); job++) {
                long begun = run.submittedNanos()[job] + run.waitNanos()[job];
                for (int other = 0; other < run.jobs(); other++) {
                    if (run.jobClasses()[other] < run.jobClasses()[job]) {
                        long came = run.submittedNanos()[other];
                        assertThat(came < begun && came + run.waitNanos()[other] > begun)
                                .as("%s, %s: job %d before %d", pool, arrivals, job, other)
                                .isFalse();
                        overtaken += other > job && came + run.waitNanos()[other] < begun ? 1 : 0;
                    }
                }
            }
            assertThat(overtaken).as(arrivals.toString()).isPositive();
        }
    }

    @Test
    void onThreadsBesideALoopComputationsOfAHigherPriorityGoFirst() {
        Replication run =
                simulated(
                                scenario(
                                        Scenarios.poisson("190/s"),
                                        5_000,
                                        Scenarios.cpu("exponential 10ms"),
                                        1,
                                        1,
                                        1),
                                "hybrid:2",
                                2)
                        .run(0);

        assertThat(meanResponse(run, 0)).isLessThan(meanResponse(run, 1) / 1.2);
        assertThat(meanResponse(run, 1)).isLessThan(meanResponse(run, 2) / 2);
    }

    /// Every job has its thread at once, and carriers are given in the order of asking.
    @Test
    void onVirtualThreadsWithoutALimitPrioritiesDecideNothing() {
        Scenario scenario =
                scenario(
                        Scenarios.poisson("190/s"),
                        2_000,
                        Scenarios.cpu("exponential 10ms"),
                        1,
                        1,
                        1);
        Replication run = simulated(scenario, "virtual", 2).run(0);

        for (int job = 1; job < run.jobs(); job++) {
            assertThat(run.submittedNanos()[job] + run.waitNanos()[job])
                    .isGreaterThanOrEqualTo(
                            run.submittedNanos()[job - 1] + run.waitNanos()[job - 1]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:1", "forkjoin:1", "processes:1"})
    void jobsThatComeAllAtOnceBeginInTheOrderInWhichTheyDoForReal(String pool) {
        Scenario scenario =
                scenario(new Arrivals.AllAtOnce(), 200, Scenarios.waiting("1ms..9ms"), 1, 2, 1);

        Replication run = simulated(scenario, pool, 2).run(0);

        ScenarioBatch real =
                ScenarioBatch.of(
                                scenario,
                                200,
                                Scenarios.BOOK.get(ScenarioBatch.RECIPE),
                                BatchOptions.DEFAULTS)
                        .mostUrgentFirst(scenario);
        int[] begun =
                IntStream.range(0, 200)
                        .boxed()
                        .sorted(Comparator.comparingLong(job -> run.waitNanos()[job]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        assertThat(begun).isEqualTo(real.numbers());
        for (int row = 0; row + 1 < 200; row++) {
            long took = run.waitNanos()[begun[row + 1]] - run.waitNanos()[begun[row]];
            assertThat("wait " + took + "ns")
                    .isEqualTo(nanos(real.batch().arguments().row(row).text(0)));
        }
    }

    @Test
    void jobsDrawTheSameWhateverTheirPriorities() {
        Scenario with =
                scenario(Scenarios.poisson("150/s"), 500, Scenarios.waiting(SERVICE), 1, 1, 1);
        Scenario without =
                Scenarios.of(
                        with.arrivals(),
                        500,
                        Map.of(),
                        with.classes().stream()
                                .map(each ->
                                        new JobClass(
                                                each.name(),
                                                each.weight(),
                                                each.steps(),
                                                each.deadline()))
                                .toArray(JobClass[]::new));

        Replication urgent = simulated(with, "threads:2", 2).run(4);
        Replication alike = simulated(without, "threads:2", 2).run(4);

        assertThat(urgent.jobClasses()).isEqualTo(alike.jobClasses());
        assertThat(urgent.waitNanos()).isNotEqualTo(alike.waitNanos());
        for (int job = 0; job < 500; job++) {
            assertThat(urgent.responseNanos()[job] - urgent.waitNanos()[job])
                    .isEqualTo(alike.responseNanos()[job] - alike.waitNanos()[job]);
        }
    }

    @Test
    void theoryOfFirstComeFirstServedIsNotHeldAgainstPriorities() {
        Scenario scenario =
                scenario(Scenarios.poisson("10/s"), 10, Scenarios.waiting(SERVICE), 1, 1, 1);
        OfferedLoad load = OfferedLoad.of(scenario, _ -> 0);

        assertThat(Expectation.of(scenario, PoolSpec.parse("threads:2"), load, 2)).isEmpty();
    }

    private static double meanResponse(Replication run, int jobClass) {
        return IntStream.range(0, run.jobs())
                .filter(job -> run.jobClasses()[job] == jobClass)
                .mapToLong(job -> run.responseNanos()[job])
                .average()
                .orElseThrow();
    }

    /// Waits are written with the largest unit that fits.
    private static String nanos(String text) {
        return "wait "
                + DurationRange.parseDuration(text.substring("wait ".length())).toNanos()
                + "ns";
    }

    private static SimulatedScenario simulated(Scenario scenario, String pool, int cores) {
        return new SimulatedScenario(
                PoolSpec.parse(pool), scenario, Scenarios.BOOK, SimulationOptions.onCores(cores));
    }

    /// Three classes that do the same, the most urgent first.
    private static Scenario scenario(
            Arrivals arrivals, int jobs, StepPlan step, double urgent, double middle, double last) {
        return Scenarios.of(
                arrivals,
                jobs,
                Map.of(),
                jobClass("urgent", urgent, step, 9),
                jobClass("middle", middle, step, 5),
                jobClass("last", last, step, 0));
    }

    private static JobClass jobClass(String name, double weight, StepPlan step, int priority) {
        return new JobClass(name, weight, List.of(step), Optional.empty(), priority);
    }
}
