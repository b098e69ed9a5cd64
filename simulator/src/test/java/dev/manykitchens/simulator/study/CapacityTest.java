package dev.manykitchens.simulator.study;

import static dev.manykitchens.simulator.study.Scenarios.closed;
import static dev.manykitchens.simulator.study.Scenarios.cpu;
import static dev.manykitchens.simulator.study.Scenarios.every;
import static dev.manykitchens.simulator.study.Scenarios.poisson;
import static dev.manykitchens.simulator.study.Scenarios.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DistributionText;
import dev.manykitchens.core.scenario.JobBytes;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Network;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.core.scenario.WorkerConditions;
import dev.manykitchens.core.scenario.WorkerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

class CapacityTest {

    /// Jobs compute for 10 ms on a stove and 10 ms without, and wait for 30 ms; 25 come a second.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sequential        | threads 1 125 %, cores 4 13 %
                    threads:8         | threads 8 16 %, cores 4 13 %
                    threads:8+gil     | stoves 1 25 %, threads 8 16 %, cores 4 13 %
                    threads:8+stoves=2 | threads 8 16 %, cores 4 13 %, stoves 2 13 %
                    forkjoin:5        | threads 5 25 %, cores 4 13 %
                    virtual           | cores 4 13 %
                    virtual:10        | cores 4 13 %, threads 10 13 %
                    async             | event loop 1 50 %, cores 4 13 %
                    hybrid:2          | computing threads 2 25 %, cores 4 13 %
                    processes:2       | threads 2 63 %, cores 4 13 %
                    processes:2x4+gil | threads 8 16 %, cores 4 13 %, stoves 2 13 %
                    """)
    void everyKindOfPoolHasWhatItHas(String pool, String needs) {
        assertThat(words(capacity(poisson("25/s"), pool, 4))).isEqualTo(needs);
    }

    /// At a speed of 0.5, jobs compute for 40 ms and so take 70 ms instead of 50: together both
    /// workers do 1/0.05 + 1/0.07 = 34.3 jobs a second. Of 24 jobs the fast one does 14, so that a
    /// job computes for (14 × 20 + 10 × 40) / 24 = 28.3 ms.
    @Test
    void slowWorkersDoLess() {
        WorkerConditions workers =
                new WorkerConditions(
                        List.of(new WorkerKind("fast", 1, 1), new WorkerKind("slow", 0.5, 1)),
                        Optional.empty(),
                        List.of(),
                        Duration.ZERO);
        Capacity capacity = capacity(poisson("25/s"), "processes:2", 4, workers);

        assertThat(words(capacity)).isEqualTo("threads 2 73 %, cores 4 18 %");
        assertThat(capacity.bottleneck().mostPerSecond()).isCloseTo(34.29, within(0.01));
        assertThat(capacity.needs().getLast().each()).isCloseTo(0.02833, within(0.00001));
        assertThat(words(capacity(poisson("25/s"), "threads:2", 4, workers)))
                .isEqualTo(words(capacity(poisson("25/s"), "threads:2", 4)));
    }

    /// At 1 MB/s, 30,000 bytes there and 10,000 back keep a line busy for 30 ms a job. On its way
    /// there and back, a job's thread waits for the next one: 50 ms of work, and 20 ms.
    @Test
    void linesAndTheWayAreCountedToo() {
        JobClass big =
                new JobClass(
                        "job",
                        1,
                        List.of(waiting("50ms")),
                        Optional.empty(),
                        0,
                        new JobBytes(30_000, 10_000));
        Scenario scenario =
                Scenarios.of(poisson("10/s"), 10, Map.of(), big)
                        .withWorkers(
                                new WorkerConditions(
                                        List.of(),
                                        Optional.of(
                                                new Network(
                                                        DistributionText.parse("10ms"),
                                                        OptionalDouble.of(1e6))),
                                        List.of(),
                                        Duration.ZERO));
        OfferedLoad load = OfferedLoad.of(scenario, _ -> 0);

        assertThat(words(Capacity.of(scenario, PoolSpec.parse("processes:2"), load, 4)))
                .isEqualTo("threads 2 35 %, lines 2 15 %, cores 4 0 %");
        assertThat(words(Capacity.of(scenario, PoolSpec.parse("threads:2"), load, 4)))
                .isEqualTo("threads 2 25 %, cores 4 0 %");
    }

    @Test
    void aMachineWithOneCoreHasOneCore() {
        assertThat(words(capacity(poisson("25/s"), "virtual", 1))).isEqualTo("core 1 50 %");
    }

    @Test
    void aSharedResourceIsThereOnceAndOneOfAKitchenInEach() {
        JobClass job =
                new JobClass(
                        "job",
                        1,
                        List.of(
                                new StepPlan.Use("oven", List.of(waiting("30ms"))),
                                new StepPlan.Use("sink", List.of(waiting("30ms")))),
                        Optional.empty());
        Scenario scenario =
                Scenarios.of(
                        poisson("10/s"),
                        10,
                        Map.of(
                                "oven", ResourceSpec.shared(1),
                                "sink", ResourceSpec.inEachKitchen(1),
                                "unused", ResourceSpec.shared(1)),
                        job);
        OfferedLoad load = OfferedLoad.of(scenario, _ -> 0);

        assertThat(words(Capacity.of(scenario, PoolSpec.parse("processes:3x2"), load, 4)))
                .isEqualTo("oven 1 30 %, threads 6 10 %, sink 3 10 %, cores 4 0 %");
        assertThat(words(Capacity.of(scenario, PoolSpec.parse("threads:6"), load, 4)))
                .isEqualTo("oven 1 30 %, sink 1 30 %, threads 6 10 %, cores 4 0 %");
    }

    @Test
    void whatIsNeededToAPartOfOneOrMoreCannotKeepUp() {
        assertThat(capacity(poisson("19.9/s"), "sequential", 4).isOverloaded()).isFalse();
        assertThat(capacity(poisson("20/s"), "sequential", 4).isOverloaded()).isTrue();
        assertThat(capacity(every("50ms"), "sequential", 4).isOverloaded()).isTrue();
        assertThat(capacity(bursts(4, "300ms"), "sequential", 4).isOverloaded()).isFalse();
        assertThat(capacity(bursts(6, "300ms"), "sequential", 4).isOverloaded()).isTrue();
        assertThat(capacity(poisson("99/s"), "async", 4).isOverloaded()).isTrue();
    }

    @Test
    void jobsWithoutARateOverloadNothing() {
        for (Arrivals arrivals :
                List.of(
                        new Arrivals.AllAtOnce(),
                        closed(1_000, "1ms"),
                        new Arrivals.Trace(new long[] {0, 0, 0}, "t.csv"))) {
            Capacity capacity = capacity(arrivals, "sequential", 4);

            assertThat(capacity.isOverloaded()).isFalse();
            assertThat(capacity.utilisation(capacity.bottleneck())).isNaN();
            assertThat(capacity.bottleneck().mostPerSecond()).isCloseTo(20, within(1e-9));
        }
    }

    @Test
    void aTraceIsHeldAgainstWhatThePoolCanDo() {
        // A job takes 50 ms, so that one thread does 20/s.
        assertThat(capacity(trace(50, "40ms"), "sequential", 4, 50).isOverloaded()).isTrue();
        assertThat(capacity(trace(50, "40ms"), "sequential", 4, 50).rate().orElseThrow())
                .isCloseTo(25, within(1e-9));
        assertThat(capacity(trace(50, "60ms"), "sequential", 4, 50).isOverloaded()).isFalse();
        assertThat(capacity(trace(50, "40ms"), "threads:2", 4, 50).isOverloaded()).isFalse();
        // Of what was recorded, only so many come.
        assertThat(capacity(trace(50, "40ms"), "sequential", 4, 49).rate()).isEmpty();
        assertThat(capacity(trace(49, "40ms"), "sequential", 4, 49).rate()).isEmpty();
        assertThat(capacity(new Arrivals.Trace(new long[50], "t.csv"), "sequential", 4, 50).rate())
                .isEmpty();
    }

    @Test
    void aShortTraceIsARushWithARateOfItsOwn() {
        assertThat(rush(trace(49, "40ms"), 49)).hasValue(25);
        // Of what was recorded, only so many come.
        assertThat(rush(trace(50, "40ms"), 49)).hasValue(25);
        assertThat(rush(trace(50, "40ms"), 50)).isEmpty();
        assertThat(rush(new Arrivals.Trace(new long[20], "t.csv"), 20)).isEmpty();
        assertThat(rush(new Arrivals.AllAtOnce(), 20)).isEmpty();
    }

    private static OptionalDouble rush(Arrivals arrivals, int jobs) {
        return Capacity.rushRate(Scenarios.of(arrivals, jobs, waiting("50ms")));
    }

    private static Arrivals trace(int jobs, String gap) {
        long nanos = DurationRange.parseDuration(gap).toNanos();
        return new Arrivals.Trace(
                LongStream.range(0, jobs).map(job -> job * nanos).toArray(), "t.csv");
    }

    private static Capacity capacity(Arrivals arrivals, String pool, int cores, int jobs) {
        Scenario scenario = Scenarios.of(arrivals, jobs, waiting("50ms"));
        return Capacity.of(scenario, PoolSpec.parse(pool), OfferedLoad.of(scenario, _ -> 0), cores);
    }

    private static Arrivals bursts(int size, String gap) {
        return new Arrivals.Bursts(size, DurationRange.parseDuration(gap));
    }

    private static Capacity capacity(Arrivals arrivals, String pool, int cores) {
        return capacity(arrivals, pool, cores, WorkerConditions.FAIR);
    }

    private static Capacity capacity(
            Arrivals arrivals, String pool, int cores, WorkerConditions workers) {
        Scenario scenario =
                Scenarios.of(
                                arrivals,
                                10,
                                cpu("10ms"),
                                new StepPlan.Offload(DistributionText.parse("10ms")),
                                waiting("30ms"))
                        .withWorkers(workers);
        OfferedLoad load = OfferedLoad.of(scenario, _ -> 0);
        return Capacity.of(scenario, PoolSpec.parse(pool), load, cores);
    }

    private static String words(Capacity capacity) {
        return capacity.needs().stream()
                .map(need ->
                        "%s %.0f %.0f %%"
                                .formatted(
                                        need.what(), need.have(), 100 * capacity.utilisation(need)))
                .collect(Collectors.joining(", "));
    }
}
