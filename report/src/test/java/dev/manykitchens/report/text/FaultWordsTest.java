package dev.manykitchens.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.StrikeCounts;
import dev.manykitchens.core.scenario.WorkerConditions;
import dev.manykitchens.core.scenario.WorkerKind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class FaultWordsTest {

    private static final Fault KILL =
            new Fault.Kill(new Fault.Target.At(3), new Fault.Schedule.Once(Duration.ofMillis(300)));
    private static final Fault PAUSE =
            new Fault.Pause(
                    new Fault.Target.OfKind("slow"),
                    new Fault.Schedule.Once(Duration.ofSeconds(1)),
                    Duration.ofMillis(500));

    @Test
    void howOftenAndWhenEachFaultStruckIsSaid() {
        StrikeCounts first =
                StrikeCounts.of(List.of(KILL, PAUSE))
                        .after(KILL, true, 300_000_000)
                        .after(PAUSE, false, 1_000_000_000);
        StrikeCounts second = StrikeCounts.of(List.of(KILL, PAUSE)).after(KILL, true, 320_000_000);

        assertThat(FaultWords.of("processes:4", first.plus(second), "round"))
                .isEqualTo(
                        "`processes:4`: kill 3, at 300ms: struck 2 times in 2 rounds, from 300 ms to 320 ms; pause slow, at 1s, for 500ms: struck nobody in 2 rounds, 1 time when no worker was there");
        assertThat(first.plus(second).killed()).isTrue();
    }

    @Test
    void aFaultThatWasNeverDueSaysThatItCameTooLate() {
        assertThat(FaultWords.of("processes:4", StrikeCounts.of(List.of(KILL)), "replication"))
                .isEqualTo(
                        "`processes:4`: kill 3, at 300ms: struck nobody in 1 replication, over before that or without such a worker");
        assertThat(StrikeCounts.of(List.of(KILL)).killed()).isFalse();
    }

    @Test
    void aFaultThatNoWorkerOfAPoolCanMeetIsNamed() {
        WorkerConditions workers =
                new WorkerConditions(
                        List.of(new WorkerKind("fast", 1, 2), new WorkerKind("slow", 0.5, 1)),
                        Optional.empty(),
                        List.of(KILL, PAUSE),
                        WorkerConditions.USUAL_STARTUP);

        assertThat(FaultWords.never(workers, PoolSpec.parseAll("processes:2,3")))
                .containsExactly(
                        "On `processes:2` \"kill 3, at 300ms\" and \"pause slow, at 1s, for 500ms\" can never strike: it has only 2 workers, none of that kind or place.");
        assertThat(FaultWords.never(workers, PoolSpec.parseAll("threads:1"))).isEmpty();
    }
}
