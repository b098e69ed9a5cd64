package dev.manykitchens.simulator.kitchen;

import static dev.manykitchens.simulator.kitchen.WorkerRuns.network;
import static dev.manykitchens.simulator.kitchen.WorkerRuns.scenario;
import static dev.manykitchens.simulator.kitchen.WorkerRuns.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.Fault.Schedule;
import dev.manykitchens.core.scenario.Fault.Target;
import dev.manykitchens.core.scenario.JobBytes;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.core.scenario.WorkerConditions;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What lies between workers and their coordinator, in virtual time.
class WorkerNetworkTest {

    private static final long MILLI = 1_000_000;

    private final WorkerRuns kitchens = new WorkerRuns();

    @Test
    void messagesAreUnderWayForTheDelayInEachDirection() {
        WorkerConditions workers = network("5ms", OptionalDouble.empty());

        // There and back once, and the second job goes out when the result of the first is in.
        assertThat(kitchens.elapsed(scenario(1, workers, waiting("20ms")), "processes:1"))
                .isEqualTo(30 * MILLI);
        assertThat(kitchens.elapsed(scenario(2, workers, waiting("20ms")), "processes:1"))
                .isEqualTo(60 * MILLI);
        assertThat(kitchens.elapsed(scenario(2, workers, waiting("20ms")), "threads:1"))
                .isEqualTo(40 * MILLI);
    }

    /// A line that carries 1 MB a second: 50,000 bytes take 50 ms there, 20,000 take 20 ms back.
    @Test
    void whatTravelsWithAJobTakesTheLineOneAfterTheOther() {
        WorkerConditions workers = network("5ms", OptionalDouble.of(1e6));
        JobClass big =
                new JobClass(
                        "job",
                        1,
                        List.of(waiting("100ms")),
                        Optional.empty(),
                        0,
                        new JobBytes(50_000, 20_000));

        assertThat(kitchens.elapsed(scenario(1, workers, big), "processes:1"))
                .isEqualTo((55 + 100 + 25) * MILLI);
        // Both go out at once to two threads of one worker: the second waits for the first.
        assertThat(kitchens.elapsed(scenario(2, workers, big), "processes:1x2"))
                .isEqualTo((50 + 55 + 100 + 25) * MILLI);
        // Every worker has a line of its own.
        assertThat(kitchens.elapsed(scenario(2, workers, big), "processes:2"))
                .isEqualTo((55 + 100 + 25) * MILLI);
    }

    private static final JobClass LARGE =
            new JobClass(
                    "job",
                    1,
                    List.of(waiting("20ms")),
                    Optional.empty(),
                    0,
                    new JobBytes(0, 1_000_000));

    private static WorkerConditions slowLine(Fault fault) {
        return new WorkerConditions(
                List.of(),
                network("0ms", OptionalDouble.of(125_000)).network(),
                List.of(fault),
                Duration.ofMillis(100));
    }

    /// Eight seconds on the line are longer than a lease, and than silence may last.
    @Test
    void aResultThatIsLongOnTheLineIsNotLostOnlyBecauseSomethingMayHappen() {
        WorkerConditions workers =
                slowLine(
                        new Fault.Pause(
                                new Target.At(9),
                                new Schedule.Once(Duration.ofHours(24)),
                                Duration.ofSeconds(1)));
        Replication run = kitchens.run(scenario(3, workers, LARGE), "processes:1");

        assertThat(run.failed()).isZero();
        assertThat(run.retried()).isZero();
        assertThat(run.elapsedNanos()).isEqualTo(24_060 * MILLI);
    }

    @Test
    void whatADeadWorkerHadOnTheLineIsLostWithIt() {
        WorkerConditions workers =
                slowLine(
                        new Fault.Kill(new Target.At(1), new Schedule.Once(Duration.ofSeconds(1))));
        Replication run = kitchens.run(scenario(1, workers, LARGE), "processes:1");

        assertThat(run.retried()).isEqualTo(1);
        assertThat(run.elapsedNanos()).isEqualTo((1_000 + 100 + 20 + 8_000) * MILLI);
    }

    @Test
    void whatIsOnTheLineWhenItBreaksIsSentAgain() {
        WorkerConditions workers =
                slowLine(
                        new Fault.Cut(
                                new Target.At(1),
                                new Schedule.Once(Duration.ofSeconds(1)),
                                Duration.ofMillis(500)));
        Replication run = kitchens.run(scenario(1, workers, LARGE), "processes:1");

        assertThat(run.elapsedNanos()).isEqualTo((1_500 + 8_000) * MILLI);
        assertThat(run.retried()).isZero();
    }

    @Test
    void aSharedResourceIsAskedForOverTheNetwork() {
        Scenario shared =
                scenario(
                        1,
                        network("5ms", OptionalDouble.empty()),
                        new StepPlan.Use("oven", List.of(waiting("20ms"))));

        // The job, the request, the grant, the result.
        assertThat(kitchens.elapsed(shared, "processes:1")).isEqualTo(40 * MILLI);
        assertThat(kitchens.run(shared, "processes:1").sums().resource()).isEqualTo(10 * MILLI);
    }
}
