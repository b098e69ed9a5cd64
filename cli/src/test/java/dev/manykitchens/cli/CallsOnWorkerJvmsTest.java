package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.manykitchens.core.cookbook.MandelbrotPicture;
import dev.manykitchens.core.cookbook.TillReceipt;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.JobFailedException;
import dev.manykitchens.core.job.JobResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.JobFuture;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.math.BigInteger;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The convenient calls and the recipes of the cookbook on worker JVMs: what travels, and what a
/// job can do to its worker.
@Tag("jvm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallsOnWorkerJvmsTest {

    private Pool pool;

    @BeforeAll
    void open() {
        pool = Pools.open("processes:2");
    }

    @AfterAll
    void close() {
        pool.close();
    }

    @Test
    void mapKeepsTheOrderOfSubmission() {
        List<Integer> inputs = IntStream.range(0, 30_000).boxed().toList();

        assertThat(pool.map("compute_square", inputs))
                .isEqualTo(inputs.stream().map(n -> (Object) ((long) n * n)).toList());
    }

    @Test
    void integersOfAnySizeTravelBothWays() {
        BigInteger large = BigInteger.TEN.pow(1_000).add(BigInteger.ONE);

        assertThat(pool.map("compute_square", List.of(large, 3, large.negate(), Long.MIN_VALUE)))
                .containsExactly(
                        large.multiply(large),
                        9L,
                        large.multiply(large),
                        BigInteger.valueOf(Long.MIN_VALUE).pow(2));
    }

    @Test
    void mapUnorderedGivesEachResultOnce() {
        int jobs = 25_000;
        BitSet seen = new BitSet();

        try (Stream<JobResult> results =
                pool.mapUnordered("compute_square", IntStream.range(0, jobs).boxed().toList())) {
            results.forEach(result -> {
                assertThat(seen.get(result.job())).isFalse();
                seen.set(result.job());
                assertThat(result.value()).isEqualTo((long) result.job() * result.job());
            });
        }

        assertThat(seen.cardinality()).isEqualTo(jobs);
    }

    @Test
    void aCancelledJobMakesRoomForOthers() {
        // Four jobs that would block both workers for ever; a fifth runs once they are cancelled.
        List<JobFuture> blocking =
                List.of(
                        pool.submit("wait", "10h"),
                        pool.submit("wait", "10h"),
                        pool.submit("never_ends"),
                        pool.submit("never_ends"));
        JobFuture square = pool.submit("compute_square", 12);

        blocking.forEach(future -> assertThat(future.cancel(true)).isTrue());

        assertThat(square.join()).isEqualTo(144L);
        assertThat(blocking)
                .allSatisfy(future ->
                        assertThatExceptionOfType(CancellationException.class)
                                .isThrownBy(future::get));
    }

    @Test
    void closingAStreamEndsJobsThatWouldWaitForHours() {
        try (Stream<JobResult> results =
                pool.mapUnordered("wait", List.of("1ms", "10h", "10h", "10h"))) {
            assertThat(results.findFirst())
                    .hasValueSatisfying(first -> assertThat(first.job()).isZero());
        }

        assertThat(pool.map("compute_square", List.of(2))).containsExactly(4L);
    }

    @Test
    void aJobThatNeverEndsTimesOut() {
        BatchOptions hurried = BatchOptions.DEFAULTS.withTimeout(Duration.ofMillis(200));

        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(() -> pool.map("never_ends", List.of(List.of()), hurried))
                .withMessageStartingWith("job 1 of 1 timed out after 200 ms (worker ");
    }

    @Test
    void aFailedJobNamesTheWorkerItRanOn() {
        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(() -> pool.map("fail", List.of("no flour")))
                .withMessageContaining("no flour (worker ")
                .satisfies(e -> {
                    Outcome.Failed failed = (Outcome.Failed) e.outcome();
                    assertThat(failed.origin().pid()).isNotEqualTo(ProcessHandle.current().pid());
                });
    }

    @Test
    void aJobThatEndsItsJvmFailsAloneWithTheLastWords() {
        JobFuture crash = pool.submit("crash", 3, "the oven exploded");
        List<Object> squares =
                pool.map("compute_square", IntStream.range(0, 1_000).boxed().toList());

        assertThat(squares).hasSize(1_000);
        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(crash::join)
                .withMessageContaining("exit code 3")
                .withMessageContaining("the oven exploded")
                .satisfies(e -> {
                    Outcome.WorkerLost lost = (Outcome.WorkerLost) e.outcome();
                    assertThat(lost.origin().attempt()).isEqualTo(3);
                });
    }

    @Test
    void aResultThatIsTooLargeToTravelIsOneFailure() {
        BatchResult result =
                catchThrowableOfType(
                                JobFailedException.class,
                                () -> pool.map("make_bytes", List.of(10, 64 << 20, 20)))
                        .batch()
                        .orElseThrow();

        assertThat(result.count(Outcome.Kind.SUCCEEDED)).isEqualTo(2);
        assertThat(result.outcome(1)).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void eachProcessHasATillOfItsOwn() {
        List<TillReceipt> receipts =
                pool
                        .map(
                                "add_to_till",
                                Collections.nCopies(
                                        8, List.of("till of two JVMs", 2_000_000, "yes")))
                        .stream()
                        .map(text -> TillReceipt.parse((String) text))
                        .toList();

        Set<Long> processes = receipts.stream().map(TillReceipt::pid).collect(Collectors.toSet());
        long totals =
                processes.stream()
                        .mapToLong(pid ->
                                receipts.stream()
                                        .filter(receipt -> receipt.pid() == pid)
                                        .mapToLong(TillReceipt::total)
                                        .max()
                                        .orElseThrow())
                        .sum();
        assertThat(processes).hasSize(2).doesNotContain(ProcessHandle.current().pid());
        assertThat(totals).isEqualTo(8L * 2_000_000);
    }

    @Test
    void aPictureIsTheSameAsOnThreads() {
        MandelbrotPicture picture = new MandelbrotPicture(200, 150, 32, 500);
        try (Pool threads = Pools.open("threads:2")) {
            assertThat(pixels(pool, picture)).isEqualTo(pixels(threads, picture));
        }
    }

    @Test
    void theSameSeedGivesTheSameRandomWaitsAsOnThreads() {
        List<String> inputs = Collections.nCopies(40, "0ms..3ms");
        BatchOptions seeded = BatchOptions.DEFAULTS.withSeed(7);
        try (Pool threads = Pools.open("threads:2")) {
            assertThat(pool.map("wait", inputs, seeded))
                    .isEqualTo(threads.map("wait", inputs, seeded));
        }
    }

    private static int[] pixels(Pool pool, MandelbrotPicture picture) {
        List<Object> tiles = pool.map("render_tile", picture.rows());
        return picture.pixels(picture.counts(tile -> (byte[]) tiles.get(tile)));
    }
}
