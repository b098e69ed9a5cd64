package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.JobResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class UnorderedResultsTest {

    private final HandDrivenPool pool = HandDrivenPool.create();

    @Test
    void resultsComeAsTheyComplete() throws Exception {
        Iterator<JobResult> results =
                pool.mapUnordered("compute_square", List.of(1, 2, 3)).iterator();
        FutureTask<JobResult> first = new FutureTask<>(results::next);
        Thread.ofVirtual().start(first);

        HandDrivenPool.Started started = pool.awaitStarted();
        started.run(2);

        assertThat(first.get().job()).isEqualTo(2);
        assertThat(first.get().value()).isEqualTo(9L);
        started.run(0);
        assertThat(results.next().value()).isEqualTo(1L);
        started.run(1);
        assertThat(results.next().value()).isEqualTo(4L);
        assertThat(results).isExhausted();
    }

    @Test
    void aFailedJobIsAResultAmongTheOthers() {
        HandDrivenPool quick = HandDrivenPool.runningAtOnce("threads:2");

        List<JobResult> results =
                quick.mapUnordered("sum_range", List.of(List.of(0, 3), List.of(0, 3, 0))).toList();

        assertThat(results).extracting(JobResult::succeeded).containsExactly(true, false);
    }

    @Test
    void nothingRunsBeforeTheFirstResultIsAskedFor() {
        try (Stream<JobResult> results = pool.mapUnordered("compute_square", List.of(1))) {
            assertThat(results).isNotNull();
        }

        assertThat(pool.started()).isEmpty();
    }

    @Test
    void anUnknownRecipeIsRefusedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.mapUnordered("compute_sqare", List.of(1)))
                .withMessageContaining("did you mean compute_square?");
    }

    @Test
    void anEndlessInputIsReadOnlyAsFarAsResultsAreTaken() {
        // Without a window the jobs of a slow reader would pile up until memory is gone.
        HandDrivenPool quick = HandDrivenPool.runningAtOnce("threads:2");
        int taken = 25_000;
        BitSet read = new BitSet();
        Iterable<Integer> endless =
                () -> IntStream.iterate(0, i -> i + 1).peek(read::set).iterator();

        try (Stream<JobResult> results = quick.mapUnordered("compute_square", endless)) {
            BitSet seen = new BitSet();
            results.limit(taken).forEach(result -> seen.set(result.job()));

            assertThat(seen.cardinality()).isEqualTo(taken);
            assertThat(read.cardinality()).isLessThanOrEqualTo(taken + UnorderedResults.WINDOW);
        }
    }

    @Test
    void closingTheStreamCancelsWhatHasNotEnded() throws Exception {
        Stream<JobResult> results = pool.mapUnordered("compute_square", List.of(1, 2, 3));
        FutureTask<Object> first =
                new FutureTask<>(() -> results.findFirst().orElseThrow().value());
        Thread.ofVirtual().start(first);
        HandDrivenPool.Started started = pool.awaitStarted();
        started.run(1);
        assertThat(first.get()).isEqualTo(4L);

        results.close();

        assertThat(started.cancellations()).isEqualTo(2);
        assertThat(started.done()).isDone();
    }

    @Test
    void interruptingTheReaderCancelsTheRestAndSaysSo() throws Exception {
        FutureTask<List<JobResult>> reading =
                new FutureTask<>(() -> pool.mapUnordered("compute_square", List.of(1, 2)).toList());
        Thread reader = Thread.ofVirtual().start(reading);
        HandDrivenPool.Started started = pool.awaitStarted();
        started.run(0);

        reader.interrupt();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(reading::get)
                .withCauseInstanceOf(CancellationException.class);
        assertThat(started.cancellations()).isEqualTo(1);
    }

    @Test
    void onASequentialPoolEachJobRunsWhenItsResultIsTaken() {
        HandDrivenPool sequential = HandDrivenPool.runningAtOnce("sequential");

        try (Stream<JobResult> results =
                sequential.mapUnordered("compute_square", List.of(1, 2, 3))) {
            assertThat(results.findFirst())
                    .contains(new JobResult(0, new Outcome.Succeeded(Value.of(1))));
        }

        assertThat(sequential.started()).hasSize(1);
    }

    @Test
    void slicesDrawTheNumbersOfOneLargeBatch() {
        HandDrivenPool sequential = HandDrivenPool.runningAtOnce("sequential");
        BatchOptions options = BatchOptions.DEFAULTS.withSeed(99);

        long jobs = sequential.mapUnordered("compute_square", List.of(1, 2, 3), options).count();

        assertThat(jobs).isEqualTo(3);
        for (int job = 0; job < 3; job++) {
            long sliceSeed = sequential.started().get(job).batch().options().seed();
            assertThat(JobRandom.of(sliceSeed, 0).generator().nextLong())
                    .isEqualTo(JobRandom.of(99, job).generator().nextLong());
        }
    }
}
