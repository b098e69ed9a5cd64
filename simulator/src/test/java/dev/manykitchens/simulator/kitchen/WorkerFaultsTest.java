package dev.manykitchens.simulator.kitchen;

import static dev.manykitchens.simulator.kitchen.WorkerRuns.cpu;
import static dev.manykitchens.simulator.kitchen.WorkerRuns.faults;
import static dev.manykitchens.simulator.kitchen.WorkerRuns.network;
import static dev.manykitchens.simulator.kitchen.WorkerRuns.scenario;
import static dev.manykitchens.simulator.kitchen.WorkerRuns.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.load.Rate;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeCode;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DistributionText;
import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.Fault.Schedule;
import dev.manykitchens.core.scenario.Fault.Target;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Network;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.core.scenario.WorkerConditions;
import dev.manykitchens.core.scenario.WorkerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What happens to workers, in virtual time.
class WorkerFaultsTest {

    private static final long MILLI = 1_000_000;

    private final WorkerRuns kitchens = new WorkerRuns();

    @Test
    void whoTakesAPlaceHasItsPermitsAndNotMore() {
        WorkerConditions workers =
                faults(
                        new Fault.Kill(
                                new Target.Any(),
                                new Schedule.Every(DistributionText.parse("300ms"))));
        Scenario held =
                scenario(50, workers, new StepPlan.Use("sink", List.of(waiting("20ms"))))
                        .withResources(
                                Map.of(
                                        "oven",
                                        ResourceSpec.shared(1),
                                        "sink",
                                        ResourceSpec.inEachKitchen(1)));
        Replication run = kitchens.run(held, "processes:2");

        assertThat(run.retried()).isPositive();
        assertThat(run.resources())
                .hasEntrySatisfying("sink", used -> assertThat(used.permits()).isEqualTo(2));
    }

    @Test
    void whoDiesIsReplacedAndItsJobRunsAgain() {
        WorkerConditions workers =
                faults(new Fault.Kill(new Target.At(1), new Schedule.Once(Duration.ofMillis(50))));
        Replication run = kitchens.run(scenario(1, workers, waiting("80ms")), "processes:1");

        // 50 ms lost, then a JVM starts, then the whole job.
        assertThat(run.elapsedNanos()).isEqualTo((50 + 400 + 80) * MILLI);
        assertThat(run.failed()).isZero();
        assertThat(run.retried()).isEqualTo(1);
        assertThat(run.workersLost()).isEqualTo(1);
        assertThat(kitchens.states("w1")).contains(WorkerState.LOST);
        assertThat(kitchens.states("w2")).contains(WorkerState.ACTIVE);
        assertThat(kitchens.events(RunEvent.JobsRequeued.class))
                .singleElement()
                .satisfies(again -> assertThat(again.counted()).isTrue());
    }

    @Test
    void whatADeadWorkerComputedFreesTheCore() {
        WorkerConditions workers =
                faults(new Fault.Kill(new Target.At(1), new Schedule.Once(Duration.ofMillis(10))));
        Scenario two = scenario(2, workers, cpu("100ms"));

        // Two share a core for 10 ms; then the other has it alone until the dead one's job is back.
        Replication run =
                new SimulatedScenario(
                                PoolSpec.parse("processes:2"),
                                two,
                                Cooking.BOOK,
                                SimulationOptions.onCores(1))
                        .run(0);
        assertThat(run.responseNanos()).containsExactlyInAnyOrder(105 * MILLI, 205 * MILLI);
    }

    @Test
    void whoHeldAPermitAndDiesGivesItBack() {
        WorkerConditions workers =
                faults(new Fault.Kill(new Target.At(1), new Schedule.Once(Duration.ofMillis(10))));
        Scenario both = scenario(2, workers, new StepPlan.Use("oven", List.of(waiting("100ms"))));
        Replication run = kitchens.run(both, "processes:2");

        // The second has the oven from 10 ms on, and runs the first one's job afterwards.
        assertThat(run.elapsedNanos()).isEqualTo(210 * MILLI);
        assertThat(run.failed()).isZero();
    }

    @Test
    void whoStandsStillGoesOnWhereItWas() {
        WorkerConditions workers =
                faults(
                        new Fault.Pause(
                                new Target.At(1),
                                new Schedule.Once(Duration.ofMillis(30)),
                                Duration.ofMillis(500)));

        assertThat(kitchens.elapsed(scenario(1, workers, cpu("100ms")), "processes:1"))
                .isEqualTo(600 * MILLI);
        assertThat(kitchens.elapsed(scenario(1, workers, waiting("100ms")), "processes:1"))
                .as("its clock goes on")
                .isEqualTo(530 * MILLI);
        assertThat(kitchens.events(RunEvent.JobsRequeued.class)).isEmpty();
    }

    @Test
    void whoIsSilentForALeaseIsLostAndKilled() {
        WorkerConditions workers =
                faults(
                        new Fault.Pause(
                                new Target.At(1),
                                new Schedule.Once(Duration.ofMillis(30)),
                                Duration.ofSeconds(60)));
        Replication run = kitchens.run(scenario(1, workers, waiting("100ms")), "processes:1");

        assertThat(kitchens.states("w1"))
                .containsSubsequence(WorkerState.SUSPECT, WorkerState.LOST);
        assertThat(run.retried()).isEqualTo(1);
        assertThat(run.workersLost()).isEqualTo(1);
        assertThat(run.elapsedNanos()).isBetween(5_000 * MILLI, 6_000 * MILLI);
    }

    @Test
    void whoIsCutOffBrieflyComesBackWithWhatItDid() {
        WorkerConditions workers = cutFor(Duration.ofMillis(500));
        Replication run = kitchens.run(scenario(1, workers, waiting("100ms")), "processes:1");

        assertThat(run.elapsedNanos()).isEqualTo(530 * MILLI);
        assertThat(run.retried()).isZero();
        assertThat(run.workersLost()).isZero();
        assertThat(kitchens.states("w1"))
                .containsSubsequence(WorkerState.SUSPECT, WorkerState.ACTIVE);
    }

    @Test
    void whoIsCutOffForTooLongComesBackAsANewWorker() {
        WorkerConditions workers = cutFor(Duration.ofSeconds(3));
        Replication run = kitchens.run(scenario(1, workers, waiting("100ms")), "processes:1");

        assertThat(run.elapsedNanos()).isEqualTo((30 + 3_000 + 100) * MILLI);
        assertThat(run.retried()).isEqualTo(1);
        assertThat(kitchens.states("w1")).contains(WorkerState.LOST);
    }

    @Test
    void aPoisonJobFailsAloneAfterThreeAttempts() {
        Scenario dishes =
                scenario(
                        40,
                        WorkerConditions.FAIR,
                        new JobClass("dish", 9, List.of(waiting("1ms")), Optional.empty()),
                        new JobClass("poison", 1, List.of(crash()), Optional.empty()));
        Replication run = kitchens.run(dishes, "processes:2");
        int poison = (int) Arrays.stream(run.jobClasses()).filter(each -> each == 1).count();

        assertThat(poison).isPositive();
        assertThat(run.failed()).isEqualTo(poison);
        assertThat(kitchens.events(RunEvent.JobFailed.class))
                .hasSize(poison)
                .allSatisfy(failed ->
                        assertThat(failed.outcome().kind()).isEqualTo(Outcome.Kind.WORKER_LOST))
                .allSatisfy(failed ->
                        assertThat(failed.outcome().describe())
                                .contains("3 attempts", "crash ended it"));
    }

    @Test
    void aJobThatEndsItsProcessNeedsAWorkerJvm() {
        Scenario poison = scenario(1, WorkerConditions.FAIR, crash());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> kitchens.run(poison, "threads:2"))
                .withMessage(
                        "crash ends the JVM that runs it, so test needs worker JVMs such as processes:2, was to run on threads:2");
    }

    @Test
    void whenWorkersDieBeforeTheyHaveAJobNoMoreComeAndTheJobsFail() {
        WorkerConditions dying =
                new WorkerConditions(
                        List.of(),
                        network("50ms", OptionalDouble.empty()).network(),
                        List.of(
                                new Fault.Kill(
                                        new Target.Any(),
                                        new Schedule.Every(DistributionText.parse("20ms")))),
                        Duration.ofMillis(1));
        Replication run = kitchens.run(scenario(3, dying, waiting("1s")), "processes:1");

        assertThat(run.failed()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whateverHappensEveryJobEndsOnce(int seed) {
        List<Fault> all = new ArrayList<>();
        Schedule often = new Schedule.Every(DistributionText.parse("exponential 700ms"));
        all.add(new Fault.Kill(new Target.Any(), often));
        all.add(new Fault.Pause(new Target.Any(), often, Duration.ofMillis(300)));
        all.add(new Fault.Cut(new Target.OfKind("slow"), often, Duration.ofMillis(1_500)));
        WorkerConditions storm =
                new WorkerConditions(
                        List.of(new WorkerKind("fast", 1, 2), new WorkerKind("slow", 0.3, 1)),
                        Optional.of(
                                new Network(
                                        DistributionText.parse("exponential 1ms"),
                                        OptionalDouble.empty())),
                        all,
                        Duration.ofMillis(200));
        Scenario mixed =
                new Scenario(
                        "test",
                        "",
                        new Arrivals.Poisson(Rate.parse("50/s")),
                        OptionalInt.of(400),
                        Optional.empty(),
                        List.of(
                                new JobClass(
                                        "one",
                                        1,
                                        List.of(cpu("exponential 5ms"), waiting("20ms")),
                                        Optional.empty()),
                                new JobClass(
                                        "other",
                                        1,
                                        List.of(
                                                new StepPlan.Use(
                                                        "oven",
                                                        List.of(waiting("2ms"), cpu("1ms")))),
                                        Optional.empty())),
                        Map.of("oven", ResourceSpec.shared(1)),
                        List.of(),
                        seed,
                        Optional.empty(),
                        Optional.empty(),
                        storm);
        Replication run = kitchens.run(mixed, "processes:4x2");
        int[] ends = new int[400];
        for (RunEvent.JobsFinished finished : kitchens.events(RunEvent.JobsFinished.class)) {
            for (int job : finished.jobs().job()) {
                ends[job]++;
            }
        }

        assertThat(ends).containsOnly(1);
        assertThat(run.jobs()).isEqualTo(400);
        assertThat(run.inSystemNanos())
                .isCloseTo(Arrays.stream(run.responseNanos()).asDoubleStream().sum(), within(10.0));
        assertThat(kitchens.events(RunEvent.WorkerChanged.class))
                .anySatisfy(change -> assertThat(change.state()).isEqualTo(WorkerState.LOST));
        assertThat(kitchens.run(mixed, "processes:4x2").responseNanos())
                .isEqualTo(run.responseNanos());
    }

    @Test
    void jobsThatWaitForEachOtherAreFoundAlthoughHeartsGoOnBeating() {
        WorkerConditions workers =
                faults(
                        new Fault.Pause(
                                new Target.At(1),
                                new Schedule.Every(DistributionText.parse("10s")),
                                Duration.ofMillis(1)));
        StepPlan wait = waiting("1ms");
        Scenario crossed =
                scenario(
                        20,
                        workers,
                        new JobClass(
                                "one",
                                1,
                                List.of(
                                        new StepPlan.Use(
                                                "oven",
                                                List.of(
                                                        wait,
                                                        new StepPlan.Use("sink", List.of(wait))))),
                                Optional.empty()),
                        new JobClass(
                                "other",
                                1,
                                List.of(
                                        new StepPlan.Use(
                                                "sink",
                                                List.of(
                                                        wait,
                                                        new StepPlan.Use("oven", List.of(wait))))),
                                Optional.empty()));

        assertThatThrownBy(() -> kitchens.run(crossed, "processes:4"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wait for each other for ever on processes:4")
                .hasMessageContaining("waits for oven");
    }

    private static WorkerConditions cutFor(Duration length) {
        return faults(
                new Fault.Cut(new Target.At(1), new Schedule.Once(Duration.ofMillis(30)), length));
    }

    private static StepPlan crash() {
        return new StepPlan.Run(RecipeCode.parse(Cooking.BOOK, "crash"));
    }
}
