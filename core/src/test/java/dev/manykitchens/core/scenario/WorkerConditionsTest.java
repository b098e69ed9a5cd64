package dev.manykitchens.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

class WorkerConditionsTest {

    @Test
    void kindsHaveTheirTurnsInRounds() {
        WorkerConditions workers =
                conditions(List.of(new WorkerKind("fast", 1, 2), new WorkerKind("slow", 0.5, 1)));

        assertThat(workers.speeds(7)).containsExactly(1.0, 1.0, 0.5, 1.0, 1.0, 0.5, 1.0);
        assertThat(workers.kindAt(6)).map(WorkerKind::name).contains("slow");
        assertThat(WorkerConditions.FAIR.speeds(7)).isEmpty();
        assertThat(WorkerConditions.FAIR.speedAt(7)).isEqualTo(1);
        assertThat(WorkerConditions.FAIR.isFair()).isTrue();
        assertThat(workers.isFair()).isFalse();
    }

    @Test
    void whatCannotBeIsRefusedInOneLine() {
        refused(
                () -> new WorkerKind("slow", 0, 1),
                "the speed of a worker must be from 0.001 to 100, was 0.0 (slow)");
        refused(() -> new WorkerKind("slow", Double.NaN, 1), "was NaN (slow)");
        refused(
                () -> new WorkerKind("slow", 1, 0),
                "must have from 1 to 10000 of them, had 0 (slow)");
        refused(
                () -> conditions(List.of(new WorkerKind("a", 1, 1), new WorkerKind("a", 2, 1))),
                "taken twice: a");
        refused(
                () -> new Network(DistributionText.parse("1ms"), OptionalDouble.of(0.5)),
                "from 8bit/s to 8000Gbit/s, was 0.5 bytes/s");
        refused(
                () ->
                        new Fault.Pause(
                                new Fault.Target.Any(),
                                new Fault.Schedule.Once(Duration.ZERO),
                                Duration.ZERO),
                "a pause must be above 0");
        refused(
                () -> new Fault.Target.At(0),
                "the place of a worker must be from 1 to 10000, was 0");
        refused(
                () -> new Fault.Schedule.Every(DistributionText.parse("10us")),
                "must not happen more often than every 1ms on average, was to every 10us");
        refused(
                () ->
                        new WorkerConditions(
                                List.of(),
                                Optional.empty(),
                                List.of(
                                        new Fault.Kill(
                                                new Fault.Target.OfKind("slow"),
                                                new Fault.Schedule.Once(Duration.ZERO))),
                                Duration.ZERO),
                "slow is none");
    }

    private static void refused(Runnable made, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(made::run)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }

    private static WorkerConditions conditions(List<WorkerKind> kinds) {
        return new WorkerConditions(
                kinds, Optional.empty(), List.of(), WorkerConditions.USUAL_STARTUP);
    }
}
