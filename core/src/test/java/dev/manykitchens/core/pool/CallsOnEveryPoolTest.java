package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.manykitchens.core.cookbook.TillReceipt;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.JobFailedException;
import dev.manykitchens.core.job.JobResult;
import dev.manykitchens.core.job.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The convenient calls on the real pools inside this JVM.
@Isolated("needs every core")
class CallsOnEveryPoolTest {

    static final List<String> WITH_THREADS =
            List.of(
                    "threads:2",
                    "threads:2+gil",
                    "virtual",
                    "virtual:3",
                    "forkjoin:2",
                    "async",
                    "hybrid:2");

    static final List<String> EVERY =
            Stream.concat(Stream.of("sequential", "sequential+gil"), WITH_THREADS.stream())
                    .toList();

    @ParameterizedTest
    @FieldSource("EVERY")
    void mapKeepsTheOrderOfSubmission(String spec) {
        List<Integer> inputs = IntStream.range(0, 5_000).boxed().toList();

        try (Pool pool = Pools.open(spec)) {
            assertThat(pool.map("compute_square", inputs))
                    .isEqualTo(inputs.stream().map(n -> (Object) ((long) n * n)).toList());
        }
    }

    @ParameterizedTest
    @FieldSource("EVERY")
    void mapUnorderedGivesEachResultOnceAcrossSlices(String spec) {
        int jobs = 2 * UnorderedResults.WINDOW + 7;
        BitSet seen = new BitSet();

        try (Pool pool = Pools.open(spec);
                Stream<JobResult> results =
                        pool.mapUnordered(
                                "compute_square", IntStream.range(0, jobs).boxed().toList())) {
            results.forEach(result -> {
                assertThat(seen.get(result.job())).isFalse();
                seen.set(result.job());
                assertThat(result.value()).isEqualTo((long) result.job() * result.job());
            });
        }

        assertThat(seen.cardinality()).isEqualTo(jobs);
    }

    @ParameterizedTest
    @FieldSource("EVERY")
    void closingAStreamEndsJobsThatWouldWaitForHours(String spec) {
        // The pool's own close waits for what runs: it returns only because the stream cancelled
        // it.
        try (Pool pool = Pools.open(spec);
                Stream<JobResult> results =
                        pool.mapUnordered("wait", List.of("1ms", "10h", "10h", "10h"))) {
            assertThat(results.findFirst())
                    .hasValueSatisfying(first -> assertThat(first.value()).isEqualTo("1ms"));
        }
    }

    @ParameterizedTest
    @FieldSource("WITH_THREADS")
    void aCancelledFutureEndsItsJobWhetherItWaitsOrComputes(String spec) {
        try (Pool pool = Pools.open(spec)) {
            for (JobFuture future :
                    List.of(pool.submit("wait", "10h"), pool.submit("never_ends"))) {
                assertThat(future.cancel(true)).isTrue();
                assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("EVERY")
    void aJobThatNeverEndsTimesOutAndTheOthersGiveTheirResults(String spec) {
        BatchOptions hurried = BatchOptions.DEFAULTS.withTimeout(Duration.ofMillis(200));

        try (Pool pool = Pools.open(spec)) {
            assertThatExceptionOfType(JobFailedException.class)
                    .isThrownBy(() -> pool.map("wait", List.of("1ms", "10h", "2ms"), hurried))
                    .satisfies(e -> {
                        assertThat(e.job()).isEqualTo(1);
                        assertThat(e.outcome()).isInstanceOf(Outcome.TimedOut.class);
                        assertThat(e.batch().orElseThrow().count(Outcome.Kind.SUCCEEDED))
                                .isEqualTo(2);
                    });
            assertThatExceptionOfType(JobFailedException.class)
                    .isThrownBy(() -> pool.map("never_ends", List.of(List.of()), hurried))
                    .withMessageStartingWith("job 1 of 1 timed out after 200 ms");
        }
    }

    @ParameterizedTest
    @FieldSource("EVERY")
    void aFailureIsOneOutcomeWithItsMessage(String spec) {
        try (Pool pool = Pools.open(spec)) {
            assertThatExceptionOfType(JobFailedException.class)
                    .isThrownBy(() -> pool.map("fail", List.of("no flour")))
                    .withMessageStartingWith("job 1 of 1 failed: ")
                    .withMessageContaining("no flour")
                    .withMessageContaining("PID " + ProcessHandle.current().pid() + ", attempt 1");
        }
    }

    @Test
    void theSameSeedGivesTheSameRandomWaitsOnEveryPoolAndForEveryCall() {
        List<String> inputs = Collections.nCopies(40, "0ms..3ms");
        BatchOptions seeded = BatchOptions.DEFAULTS.withSeed(7);
        List<List<Object>> drawn = new ArrayList<>();
        for (String spec : EVERY) {
            try (Pool pool = Pools.open(spec)) {
                drawn.add(pool.map("wait", inputs, seeded));
                Object[] unordered = new Object[inputs.size()];
                try (Stream<JobResult> results = pool.mapUnordered("wait", inputs, seeded)) {
                    results.forEach(result -> unordered[result.job()] = result.value());
                }
                drawn.add(List.of(unordered));
            }
        }

        assertThat(drawn).hasSize(2 * EVERY.size()).containsOnly(drawn.getFirst());
        assertThat(drawn.getFirst()).doesNotHaveDuplicates();
    }

    @Test
    void unlockedSalesAreLostWithThreadsAndNoneWithALock() {
        try (Pool pool = Pools.open("threads:4")) {
            assertThat(largestTotal(pool, "a till without a lock on threads", 3_000_000, "no"))
                    .isLessThan(12_000_000);
            assertThat(largestTotal(pool, "a till with a lock on threads", 50_000, "yes"))
                    .isEqualTo(200_000);
        }
    }

    private static long largestTotal(Pool pool, String till, int sales, String locked) {
        return pool
                .map("add_to_till", Collections.nCopies(4, List.of(till, sales, locked)))
                .stream()
                .mapToLong(text -> TillReceipt.parse((String) text).total())
                .max()
                .orElseThrow();
    }
}
