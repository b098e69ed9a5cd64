package dev.manykitchens.simulator.study;

import static dev.manykitchens.simulator.study.Scenarios.closed;
import static dev.manykitchens.simulator.study.Scenarios.cpu;
import static dev.manykitchens.simulator.study.Scenarios.every;
import static dev.manykitchens.simulator.study.Scenarios.poisson;
import static dev.manykitchens.simulator.study.Scenarios.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.simulator.theory.MMcQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ExpectationTest {

    private static final int CORES = 4;

    @ParameterizedTest
    @CsvSource({
        "threads:4,     exponential 10ms,    M/M/4, true",
        "sequential,    exponential 10ms,    M/M/1, true",
        "forkjoin:2,    exponential 10ms,    M/M/2, true",
        "processes:2x2, exponential 10ms,    M/M/4, true",
        "processes:2x1+gil, exponential 10ms, M/M/2, true",
        "virtual,       exponential 10ms,    M/M/4, true",
        "async,         exponential 10ms,    M/M/1, true",
        "sequential,    lognormal 10ms cv 2, M/G/1, true",
        "async,         10ms,                M/G/1, true",
        "threads:4,     lognormal 10ms cv 2, G/G/4, false"
    })
    void aPoissonStreamOfComputingJobsHasAFormula(
            String pool, String service, String notation, boolean exact) {
        Expectation expected = of(poisson("50/s"), pool, cpu(service)).orElseThrow();

        assertThat(expected.notation()).startsWith(notation);
        assertThat(expected.isExact()).isEqualTo(exact);
        assertThat(expected.responseSeconds())
                .isCloseTo(expected.waitSeconds() + 0.01, within(1e-9));
        assertThat(expected.responseP99().isPresent()).isEqualTo(notation.startsWith("M/M"));
    }

    @Test
    void itSaysWhatTheFormulaSays() {
        MMcQueue queue = new MMcQueue(300, 0.01, 4);
        Expectation expected =
                of(poisson("300/s"), "threads:4", waiting("exponential 10ms")).orElseThrow();

        assertThat(expected.waitSeconds()).isEqualTo(queue.figures().waitSeconds());
        assertThat(expected.responseP99().orElseThrow()).isEqualTo(queue.responseQuantile(0.99));
    }

    @Test
    void twoExponentialStepsAreNotOne() {
        Expectation expected =
                of(poisson("9/s"), "sequential", cpu("exponential 5ms"), waiting("exponential 5ms"))
                        .orElseThrow();

        assertThat(expected.notation()).startsWith("M/G/1");
    }

    @Test
    void jobsThatComeEvenlyWaitForNobodyUnlessTheyVary() {
        Expectation same = of(every("20ms"), "threads:2", waiting("30ms")).orElseThrow();
        Expectation vary = of(every("20ms"), "threads:2", waiting("20ms..40ms")).orElseThrow();

        assertThat(same.notation()).isEqualTo("D/D/2");
        assertThat(same.isExact()).isTrue();
        assertThat(same.waitSeconds()).isZero();
        assertThat(same.responseP99()).hasValue(0.03);
        assertThat(vary.isExact()).isFalse();
        assertThat(vary.waitSeconds()).isPositive();
    }

    @Test
    void aClosedLoopIsExactOnlyWithoutMemory() {
        StepPlan exponential = waiting("exponential 20ms");
        Expectation exact = of(closed(20, "0s..1s"), "threads:3", exponential).orElseThrow();
        Expectation about = of(closed(20, "1s"), "threads:3", waiting("20ms")).orElseThrow();

        assertThat(exact.notation()).isEqualTo("MVA, 20 users, 3 servers");
        assertThat(of(closed(1, "1s"), "sequential", exponential).orElseThrow().notation())
                .isEqualTo("MVA, 1 user, 1 server");
        assertThat(exact.isExact()).isTrue();
        assertThat(about.isExact()).isFalse();
        assertThat(of(closed(5, "0s"), "threads:3", exponential).orElseThrow().responseSeconds())
                .isCloseTo(5 * 0.02 / 3, within(1e-9));
        assertThat(of(closed(100_000, "1s"), "threads:3", exponential)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "threads:5,     5 threads compute on 4 cores",
        "threads:2+gil, two threads and one stove",
        "processes:2x2+gil, two threads at each stove",
        "virtual:4,     a limit of virtual threads",
        "virtual+gil,   carriers without a stove",
        "hybrid:2,      two kinds of threads"
    })
    void whereJobsGetIntoEachOthersWayThereIsNoFormula(String pool, String why) {
        assertThat(of(poisson("50/s"), pool, cpu("exponential 10ms"))).as(why).isEmpty();
    }

    @Test
    void thereIsNoFormulaForWhatIsNoQueueOfServers() {
        StepPlan step = waiting("exponential 10ms");

        assertThat(of(new Arrivals.AllAtOnce(), "threads:2", step)).isEmpty();
        assertThat(of(new Arrivals.Bursts(2, Duration.ofSeconds(1)), "threads:2", step)).isEmpty();
        assertThat(of(new Arrivals.Trace(new long[] {5}, "t.csv"), "threads:2", step)).isEmpty();
        assertThat(of(poisson("50/s"), "virtual", step)).isEmpty();
        assertThat(of(poisson("50/s"), "async", step)).isEmpty();
        assertThat(of(poisson("200/s"), "threads:2", step)).as("cannot keep up").isEmpty();
        assertThat(of(poisson("50/s"), "threads:2")).as("nothing to do").isEmpty();
        assertThat(of(poisson("50/s"), "threads:2", new StepPlan.Use("oven", List.of(step))))
                .isEmpty();
    }

    private static Optional<Expectation> of(Arrivals arrivals, String pool, StepPlan... steps) {
        Scenario scenario =
                Scenarios.of(
                        arrivals,
                        10,
                        Map.of("oven", ResourceSpec.shared(9)),
                        new JobClass("job", 1, List.of(steps), Optional.empty()));
        OfferedLoad load = OfferedLoad.of(scenario, _ -> 0);
        return Expectation.of(scenario, PoolSpec.parse(pool), load, CORES);
    }
}
