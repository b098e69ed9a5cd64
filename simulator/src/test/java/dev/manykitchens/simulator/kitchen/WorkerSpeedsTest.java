package dev.manykitchens.simulator.kitchen;

import static dev.manykitchens.simulator.kitchen.WorkerRuns.cpu;
import static dev.manykitchens.simulator.kitchen.WorkerRuns.kinds;
import static dev.manykitchens.simulator.kitchen.WorkerRuns.scenario;
import static dev.manykitchens.simulator.kitchen.WorkerRuns.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.scenario.WorkerConditions;
import dev.manykitchens.core.scenario.WorkerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How fast workers are, in virtual time.
class WorkerSpeedsTest {

    private static final long MILLI = 1_000_000;

    private final WorkerRuns kitchens = new WorkerRuns();

    @ParameterizedTest
    @CsvSource({"1.0, 100", "0.5, 200", "0.1, 1000", "4, 25"})
    void aWorkerOfAnotherSpeedComputesLongerAndWaitsAsLong(double speed, long millis) {
        WorkerConditions workers = kinds(new WorkerKind("only", speed, 1));

        assertThat(kitchens.elapsed(scenario(1, workers, cpu("100ms")), "processes:1"))
                .isEqualTo(millis * MILLI);
        assertThat(kitchens.elapsed(scenario(1, workers, waiting("100ms")), "processes:1"))
                .isEqualTo(100 * MILLI);
        assertThat(kitchens.elapsed(scenario(1, workers, cpu("100ms")), "threads:1"))
                .as("a pool inside one JVM has no workers")
                .isEqualTo(100 * MILLI);
    }

    @Test
    void theSlowOneOfThreeGetsFewerJobs() {
        WorkerConditions workers =
                kinds(new WorkerKind("fast", 1, 2), new WorkerKind("slow", 0.2, 1));
        Replication run = kitchens.run(scenario(22, workers, cpu("10ms")), "processes:3");

        assertThat(run.elapsedNanos()).isEqualTo(100 * MILLI);
        assertThat(kitchens.jobsOf("w1")).isEqualTo(10);
        assertThat(kitchens.jobsOf("w2")).isEqualTo(10);
        assertThat(kitchens.jobsOf("w3")).isEqualTo(2);
        assertThat(run.sums().cpu()).isEqualTo((20 * 10 + 2 * 50) * MILLI);
    }
}
