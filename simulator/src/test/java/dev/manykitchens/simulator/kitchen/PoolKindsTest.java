package dev.manykitchens.simulator.kitchen;

import static dev.manykitchens.simulator.kitchen.Cooking.copies;
import static dev.manykitchens.simulator.kitchen.Cooking.elapsed;
import static dev.manykitchens.simulator.kitchen.Cooking.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourceSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Where the kinds of pool differ.
class PoolKindsTest {

    private static final long MS = 1_000_000;

    @ParameterizedTest
    @CsvSource({
        "sequential, 3200",
        "threads:8, 400",
        "threads:8+gil, 400",
        "forkjoin:8, 400",
        "virtual:8, 400",
        "processes:2x4, 400",
        "virtual, 50",
        "async, 50",
        "hybrid:1, 50"
    })
    void sixtyFourWaitsOverlapAsFarAsThereAreSlots(String spec, long millis) {
        assertThat(elapsed(spec, 1, copies(64, "wait", "50ms")))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "threads:8",
                "virtual",
                "virtual:8",
                "forkjoin:8",
                "hybrid:8",
                "processes:8"
            })
    void computingGainsWhatThereAreCores(String spec) {
        Duration alone = elapsed("sequential", 2, copies(8, "crunch", "100ms"));

        assertThat(elapsed(spec, 2, copies(8, "crunch", "100ms"))).isEqualTo(alone.dividedBy(2));
    }

    @Test
    void platformThreadsShareTheCoresAndVirtualThreadsTakeTurns() {
        JobColumns threads = run("threads:4", 2, copies(4, "crunch", "100ms")).times();
        JobColumns virtual = run("virtual", 2, copies(4, "crunch", "100ms")).times();

        assertThat(threads.finished()).containsOnly(200 * MS);
        assertThat(virtual.started()).containsExactly(0, 0, 100 * MS, 100 * MS);
        assertThat(virtual.finished()).containsExactly(100 * MS, 100 * MS, 200 * MS, 200 * MS);
    }

    @Test
    void computingBlocksTheLoopOfAsyncAndNotThatOfHybrid() {
        JobColumns async =
                run("async", 2, copies(1, "crunch", "100ms"), copies(2, "wait", "10ms"))
                        .batches()
                        .getLast()
                        .times();
        JobColumns hybrid =
                run("hybrid:2", 2, copies(1, "crunch", "100ms"), copies(2, "wait", "10ms"))
                        .batches()
                        .getLast()
                        .times();

        assertThat(async.started()).containsExactly(100 * MS, 100 * MS);
        assertThat(async.finished()).containsExactly(110 * MS, 110 * MS);
        assertThat(hybrid.started()).containsExactly(0, 0);
        assertThat(hybrid.finished()).containsExactly(10 * MS, 10 * MS);
    }

    /// The timer rings at 1; jobs that compute at their beginning keep the loop from it for some
    /// milliseconds, and no longer.
    @Test
    void loopBeginsNewJobsForAWhileBeforeItComesToItsTimers() {
        SimulatedRun run = run("async", 1, copies(1, "wait", "1ms"), copies(5, "crunch", "2ms"));

        assertThat(run.batches().getFirst().times().finished()).containsExactly(6 * MS);
        assertThat(run.batches().getLast().times().finished())
                .containsExactly(2 * MS, 4 * MS, 6 * MS, 8 * MS, 10 * MS);
    }

    /// The timer rings at 10, the loop comes to it at 50: the wait was over at 10.
    @Test
    void waitOnALoopIsOverBeforeTheLoopComesToIt() {
        JobColumns jobs =
                run("async", 1, copies(1, "wait", "10ms"), copies(1, "crunch", "50ms"))
                        .batches()
                        .getFirst()
                        .times();

        assertThat(jobs.waitNanos()).containsExactly(10 * MS);
        assertThat(jobs.finished()).containsExactly(50 * MS);
    }

    /// There and back before each job that a worker asks for, and nothing in pools inside the JVM.
    @Test
    void theWayToWorkerJvmsTakesWhatItWasMeasuredToTake() {
        SimulationOptions far = SimulationOptions.onCores(2).withWay(Duration.ofMillis(2));

        assertThat(run("processes:1", far, copies(3, "wait", "10ms")).elapsed())
                .isEqualTo(Duration.ofMillis(3 * (1 + 10 + 1)));
        assertThat(run("threads:1", far, copies(3, "wait", "10ms")).elapsed())
                .isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void hybridQueuesForItsComputingThreads() {
        JobColumns jobs = run("hybrid:1", 2, copies(3, "crunch", "10ms")).times();

        assertThat(jobs.started()).containsOnly(0);
        assertThat(jobs.stoveNanos()).containsExactly(0, 10 * MS, 20 * MS);
        assertThat(jobs.finished()).containsExactly(10 * MS, 20 * MS, 30 * MS);
    }

    @Test
    void virtualThreadThatWaitsForAStoveLeavesItsCarrier() {
        TestRecipe recipe =
                new TestRecipe(
                        (job, _) ->
                                job < 2
                                        ? List.of(Step.compute(Duration.ofMillis(100)))
                                        : List.of(
                                                new Step.Offload(
                                                        new Computation.Amount(
                                                                Duration.ofMillis(100)))),
                        (job, _) -> job);

        JobColumns jobs = run("virtual+stoves=1", 2, recipe.batch(3)).times();

        // Job 1 needs the stove that job 0 has, and so job 2 computes beside job 0. Results come
        // when
        // job 1, which asked for the stove before, has computed.
        assertThat(jobs.started()).containsOnly(0);
        assertThat(jobs.stoveNanos()).containsOnly(100 * MS);
        assertThat(jobs.finished()).containsOnly(200 * MS);
    }

    @Test
    void kitchensHaveResourcesOfTheirOwnUnlessTheyShareThem() {
        TestRecipe recipe =
                TestRecipe.ofSteps(
                        new Step.Use("oven", List.of(Step.waitFor(Duration.ofMillis(100)))));
        SimulationOptions own =
                SimulationOptions.onCores(2)
                        .withResources(Map.of("oven", ResourceSpec.inEachKitchen(1)));
        SimulationOptions shared = own.withResources(Map.of("oven", ResourceSpec.shared(1)));

        SimulatedRun apart = run("processes:2x2", own, recipe.batch(4));
        SimulatedRun together = run("processes:2x2", shared, recipe.batch(4));

        assertThat(apart.elapsed()).isEqualTo(Duration.ofMillis(200));
        assertThat(apart.usage("oven")).isEqualTo(new ResourceUsage(2, 4, 200 * MS, 400 * MS));
        assertThat(apart.utilisation("oven")).isEqualTo(1.0);
        assertThat(together.elapsed()).isEqualTo(Duration.ofMillis(400));
        assertThat(together.usage("oven")).isEqualTo(new ResourceUsage(1, 4, 600 * MS, 400 * MS));
        assertThat(together.times().resourceNanos())
                .containsExactlyInAnyOrder(0, 100 * MS, 200 * MS, 300 * MS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"threads:3", "virtual", "async", "hybrid:2", "forkjoin:3", "processes:3"})
    void permitsGoToWhoHasWaitedLongest(String spec) {
        // Job 2 asks at 10, job 1 at 20, job 0 at 30; who had it asks again behind the others.
        TestRecipe recipe =
                new TestRecipe(
                        (job, _) ->
                                List.of(
                                        Step.waitFor(Duration.ofMillis(10L * (3 - job))),
                                        new Step.Use(
                                                "oven",
                                                List.of(Step.waitFor(Duration.ofMillis(100))))),
                        (job, _) -> job);
        SimulationOptions options =
                SimulationOptions.onCores(2).withResources(Map.of("oven", ResourceSpec.shared(1)));

        JobColumns jobs = run(spec, options, recipe.batch(3)).times();

        assertThat(jobs.finished()).containsExactly(310 * MS, 210 * MS, 110 * MS);
        assertThat(jobs.resourceNanos()).containsExactly(180 * MS, 90 * MS, 0);
    }

    @Test
    void kitchensShareTheCoresAndNotTheStoves() {
        SimulatedRun run = run("processes:4+gil", 2, copies(4, "crunch", "100ms"));

        assertThat(run.elapsed()).isEqualTo(Duration.ofMillis(200));
        assertThat(run.peaks()).isEqualTo(new SimulatedRun.Peaks(4, 1));
        assertThat(run.times().stoveNanos()).containsOnly(0);
    }

    @Test
    void jobsGoToTheKitchenWithTheMostFreeThreads() {
        // Four jobs on two kitchens of three threads: two in each, so two stoves are enough.
        SimulatedRun run = run("processes:2x3+stoves=2", 4, copies(4, "crunch", "100ms"));

        assertThat(run.elapsed()).isEqualTo(Duration.ofMillis(100));
    }

    @ParameterizedTest
    @CsvSource({"threads:1, 012", "forkjoin:1, 012", "virtual:1, 021", "processes:1, 012"})
    void batchesTakeTurnsAsOnTheRealPools(String spec, String sequence) {
        SimulatedRun run = run(spec, 1, copies(2, "wait", "10ms"), copies(1, "wait", "10ms"));

        long[] first = run.batches().getFirst().times().started();
        long second = run.batches().getLast().times().started()[0];
        assertThat(new long[] {first[0], first[1], second})
                .containsExactly(
                        10 * MS * sequence.indexOf('0'),
                        10 * MS * sequence.indexOf('1'),
                        10 * MS * sequence.indexOf('2'));
    }
}
