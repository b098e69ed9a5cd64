package dev.manykitchens.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class BatchResultTest {

    private static final Origin ORIGIN = new Origin("w2", "kitchen-1", 42, 3);
    private static final Outcome FAILED = new Outcome.Failed("no flour", ORIGIN);
    private static final Outcome TIMED_OUT = new Outcome.TimedOut(Duration.ofMillis(50), ORIGIN);
    private static final Outcome LOST = new Outcome.WorkerLost("exit code 134", ORIGIN);

    private final BatchResult mixed =
            new BatchResult(
                    Column.ofLongs(1, 0, 0, 0, 0, 0),
                    kinds(
                            Outcome.Kind.SUCCEEDED,
                            Outcome.Kind.FAILED,
                            Outcome.Kind.TIMED_OUT,
                            Outcome.Kind.CANCELLED,
                            Outcome.Kind.WORKER_LOST,
                            Outcome.Kind.ORPHANED),
                    Map.of(1, FAILED, 2, TIMED_OUT, 4, LOST));

    @Test
    void everyOutcomeIsThereInOrderOfSubmission() {
        assertThat(mixed.size()).isEqualTo(6);
        assertThat(mixed.outcome(0)).isEqualTo(new Outcome.Succeeded(Value.of(1)));
        assertThat(mixed.failures())
                .containsExactly(
                        new JobResult(1, FAILED),
                        new JobResult(2, TIMED_OUT),
                        new JobResult(3, Outcome.CANCELLED),
                        new JobResult(4, LOST),
                        new JobResult(5, Outcome.ORPHANED));
        assertThat(mixed.firstFailure()).contains(new JobResult(1, FAILED));
    }

    @Test
    void outcomesAreCountedByKind() {
        assertThat(mixed.counts())
                .isEqualTo(
                        Map.of(
                                Outcome.Kind.SUCCEEDED, 1,
                                Outcome.Kind.FAILED, 1,
                                Outcome.Kind.TIMED_OUT, 1,
                                Outcome.Kind.CANCELLED, 1,
                                Outcome.Kind.WORKER_LOST, 1,
                                Outcome.Kind.ORPHANED, 1));
        assertThat(mixed.count(Outcome.Kind.CANCELLED)).isEqualTo(1);
    }

    @Test
    void itIsCompleteUnlessAJobWasCancelled() {
        BatchResult failed =
                new BatchResult(Column.ofLongs(0), kinds(Outcome.Kind.FAILED), Map.of(0, FAILED));

        assertThat(mixed.complete()).isFalse();
        assertThat(failed.complete()).isTrue();
        assertThat(failed.allSucceeded()).isFalse();
    }

    @Test
    void valuesAreAViewWhenEveryJobGaveOne() {
        BatchResult good =
                new BatchResult(
                        Column.ofLongs(5, 6),
                        kinds(Outcome.Kind.SUCCEEDED, Outcome.Kind.SUCCEEDED),
                        Map.of());

        assertThat(good.values()).containsExactly(Value.of(5), Value.of(6));
        assertThat(good.objects()).isEqualTo(List.of(5L, 6L));
        assertThat(good.column().size()).isEqualTo(2);
        assertThat(good.firstFailure()).isEmpty();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> good.objects().get(2));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> good.objects().add(7L));
    }

    @Test
    void valuesOfAMixedBatchAreRefusedWithTheFirstFailure() {
        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(mixed::values)
                .withMessage(
                        "job 2 of 6 failed: no flour (worker w2, host kitchen-1, PID 42, attempt 3); 4 more gave no result")
                .satisfies(e -> assertThat(e.batch()).contains(mixed));
        assertThatExceptionOfType(JobFailedException.class).isThrownBy(mixed::objects);
        assertThatExceptionOfType(JobFailedException.class).isThrownBy(mixed::column);
    }

    @Test
    void piecesThatDoNotFitTogetherAreRefused() {
        byte[] one = kinds(Outcome.Kind.FAILED);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchResult(Column.ofLongs(1, 2), one, Map.of(0, FAILED)))
                .withMessage("there must be one kind for each of the 2 values, were 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchResult(Column.ofLongs(1), one, Map.of()))
                .withMessage("there must be an outcome for each of the 1 other jobs, were 0");
    }

    @Test
    void anEmptyBatchIsCompleteAndGood() {
        BatchResult empty = new BatchResult(Column.ofLongs(), new byte[0], Map.of());

        assertThat(empty.allSucceeded()).isTrue();
        assertThat(empty.complete()).isTrue();
        assertThat(empty.objects()).isEmpty();
    }

    @Test
    void aResultGivesItsValueOrSaysWhyNot() {
        assertThat(new JobResult(0, new Outcome.Succeeded(Value.of("tea"))).value())
                .isEqualTo("tea");
        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(() -> new JobResult(6, TIMED_OUT).value())
                .withMessage(
                        "job 7 timed out after 50 ms (worker w2, host kitchen-1, PID 42, attempt 3)")
                .satisfies(e -> assertThat(e.batch()).isEmpty());
    }

    @Test
    void whatNoWorkerHadNamesNone() {
        assertThat(new Outcome.Failed("the coordinator is gone", Origin.ofNobody()).describe())
                .isEqualTo("failed: the coordinator is gone");
        assertThat(new Outcome.Failed("no flour", new Origin("none", "here", 7, 1)).describe())
                .as("a worker of that name")
                .endsWith("(worker none, host here, PID 7, attempt 1)");
    }

    private static byte[] kinds(Outcome.Kind... kinds) {
        byte[] codes = new byte[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            codes[i] = kinds[i].code();
        }
        return codes;
    }
}
