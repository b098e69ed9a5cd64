package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.JobFailedException;
import dev.manykitchens.core.job.JobResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

class PoolCallsTest {

    private final HandDrivenPool pool = HandDrivenPool.create();
    private final HandDrivenPool quick = HandDrivenPool.runningAtOnce("threads:2");

    @Test
    void mapGivesValuesInOrderOfSubmissionWhateverTheOrderOfCompletion() throws Exception {
        FutureTask<List<Object>> squares =
                inBackground(() -> pool.map("compute_square", List.of(1, 2, 3, 4)));

        HandDrivenPool.Started started = pool.awaitStarted();
        started.run(3);
        started.runTogether(0, 2);
        assertThat(squares.isDone()).isFalse();
        started.run(2);

        assertThat(squares.get()).containsExactly(1L, 4L, 9L, 16L);
    }

    @Test
    void mapTakesPlainJavaObjectsOfEveryKind() {
        BigInteger large = BigInteger.TEN.pow(20);

        assertThat(quick.map("compute_square", Arrays.asList((byte) 2, (short) 3, 4, 5L, large)))
                .containsExactly(4L, 9L, 16L, 25L, large.multiply(large));
        assertThat(quick.map("download_file", List.of("a", "b"))).containsExactly("a", "b");
        assertThat(quick.map("make_bytes", List.of(2)).getFirst()).isEqualTo(new byte[2]);
        assertThat(quick.map("serve_request", List.of(List.of()))).containsExactly("none");
    }

    @Test
    void aListHoldsTheArgumentsOfOneJob() {
        assertThat(
                        quick.map(
                                "sum_range",
                                List.of(
                                        List.of(0, 10),
                                        List.of(10, 20),
                                        List.of(0, 4, 3),
                                        9_999_998)))
                .containsExactly(45L, 145L, 6L, 9_999_998L + 9_999_999L);
    }

    @Test
    void anyCollectionWillDo() {
        assertThat(quick.map("compute_square", new LinkedHashSet<>(List.of(3, 1))))
                .containsExactly(9L, 1L);
        assertThat(quick.map("compute_square", new ArrayDeque<>(List.of(3, 1))))
                .containsExactly(9L, 1L);
        assertThat(quick.map("compute_square", List.of())).isEmpty();
    }

    @Test
    void mapTakesARecipeThatThePoolCannotName() {
        assertThat(quick.map(new ComputeSquare(), List.of(5), BatchOptions.DEFAULTS))
                .containsExactly(25L);
    }

    @Test
    void optionsReachTheBatch() {
        BatchOptions options = BatchOptions.DEFAULTS.withSeed(42);

        assertThat(quick.map("compute_square", List.of(1), options)).hasSize(1);

        assertThat(quick.started().getFirst().batch().options()).isEqualTo(options);
    }

    @Test
    void aFailedJobIsThrownAfterTheOthersFinished() {
        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(() ->
                        quick.map(
                                "sum_range",
                                List.of(List.of(0, 3), List.of(0, 3, 0), List.of(0, 4))))
                .withMessage(
                        "job 2 of 3 failed: rounds must be from 1 to 1000000, was 0 (worker local, host here, PID 7, attempt 1)")
                .satisfies(e -> {
                    assertThat(e.job()).isEqualTo(1);
                    assertThat(e.outcome()).isInstanceOf(Outcome.Failed.class);
                    BatchResult batch = e.batch().orElseThrow();
                    assertThat(batch.count(Outcome.Kind.SUCCEEDED)).isEqualTo(2);
                    assertThat(batch.outcome(2).describe()).isEqualTo("6");
                });
    }

    @Test
    void severalFailuresAreCounted() {
        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(() -> quick.map("fail", List.of("a", "b", "c")))
                .withMessage(
                        "job 1 of 3 failed: a (worker local, host here, PID 7, attempt 1); 2 more gave no result");
    }

    @Test
    void whatDoesNotFitTheRecipeIsRefusedBeforeAnythingRuns() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.map("compute_sqare", List.of(1)))
                .withMessageContaining("did you mean compute_square?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.map("compute_square", List.of(1, "two")))
                .withMessage(
                        "argument n of compute_square, job 2: must be an integer, was a text: two");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.map("compute_square", List.of(1, Thread.State.NEW)))
                .withMessageContaining("java.lang.Thread$State (job 2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.map("compute_square", Arrays.asList(1, null)))
                .withMessage("an argument must be an object, was null (job 2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.map("compute_square", List.of(List.of(1, 2))))
                .withMessage("compute_square takes at most 1 argument, job 1 has 2");

        assertThat(pool.started()).isEmpty();
    }

    @Test
    void runGivesEveryOutcomeGoodOrBad() throws Exception {
        Batch batch =
                new Batch(
                        new ComputeSquare(),
                        Columns.of(Column.ofLongs(1, 2, 3)),
                        BatchOptions.DEFAULTS);
        FutureTask<BatchResult> running = inBackground(() -> pool.run(batch));

        HandDrivenPool.Started started = pool.awaitStarted();
        Outcome.WorkerLost lost =
                new Outcome.WorkerLost("killed by signal 9", HandDrivenPool.ORIGIN);
        started.end(1, lost);
        started.run(0);
        started.cancel(2);
        BatchResult result = running.get();

        assertThat(result.outcome(0).describe()).isEqualTo("1");
        assertThat(result.failures())
                .containsExactly(new JobResult(1, lost), new JobResult(2, Outcome.CANCELLED));
        assertThat(result.complete()).isFalse();
    }

    @Test
    void interruptingTheCallerCancelsWhatHasNotEndedAndKeepsTheRest() throws Exception {
        Batch batch =
                new Batch(
                        new ComputeSquare(),
                        Columns.of(Column.ofLongs(5, 6)),
                        BatchOptions.DEFAULTS);
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        FutureTask<BatchResult> task =
                new FutureTask<>(() -> {
                    BatchResult result = pool.run(batch);
                    stillInterrupted.set(Thread.interrupted());
                    return result;
                });
        Thread caller = Thread.ofVirtual().start(task);
        pool.awaitStarted().run(0);

        caller.interrupt();

        assertThat(task.get().outcome(0).describe()).isEqualTo("25");
        assertThat(task.get().outcome(1)).isEqualTo(Outcome.CANCELLED);
        assertThat(task.get().complete()).isFalse();
        assertThat(stillInterrupted).isTrue();
    }

    @Test
    void aMillionInputsKeepTheirOrder() throws Exception {
        List<Long> inputs = LongStream.range(0, 1_000_000).boxed().toList();
        FutureTask<List<Object>> squares = inBackground(() -> pool.map("compute_square", inputs));

        HandDrivenPool.Started started = pool.awaitStarted();
        for (int from = 900_000; from >= 0; from -= 100_000) {
            started.runTogether(from, from + 100_000);
        }

        assertThat(squares.get())
                .hasSize(1_000_000)
                .startsWith(0L, 1L, 4L)
                .endsWith(999_999L * 999_999L);
    }

    private static <T> FutureTask<T> inBackground(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofVirtual().start(task);
        return task;
    }
}
