package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.HeapLimit;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/// Jobs that need more memory than their worker JVM has.
@Tag("jvm")
class OutOfMemoryTest {

    private static final long MEGABYTE = 1L << 20;
    private static final int JOBS = 200;
    private static final int GREEDY = 77;

    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"processes:1", "processes:2x2"})
    void aJobThatTakesTooMuchFailsAloneWithASentence(String spec) {
        try (Pool pool = open(spec)) {
            long[] counts = LongStream.range(0, JOBS).toArray();
            counts[GREEDY] = 200 * MEGABYTE;

            BatchResult result = pool.run(bytes(pool, counts));

            for (int job = 0; job < JOBS; job++) {
                if (job != GREEDY) {
                    assertThat(result.outcome(job)).isEqualTo(given(job));
                }
            }
            assertThat(result.outcome(GREEDY))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed ->
                                    assertThat(failed.message())
                                            .matches(
                                                    "OutOfMemoryError: Java heap space: the heap of its JVM, at most [56]\\d MB, was full; .*")
                                            .contains("--worker-memory"));
            assertThat(losses()).isEmpty();
        }
    }

    @Test
    void aResultThatFillsItsWorkerFailsAloneWhoeverRunsOutOfMemory() {
        // Whether the job runs out of memory or who sends its result depends on what is collected
        // when.
        try (Pool pool = open("processes:1", "32m")) {
            long[] counts = LongStream.range(0, 20).toArray();
            counts[7] = 15 * MEGABYTE;

            BatchResult result = pool.run(bytes(pool, counts));

            for (int job = 0; job < counts.length; job++) {
                if (job != 7) {
                    assertThat(result.outcome(job)).isEqualTo(given(job));
                }
            }
            assertThat(result.outcome(7).describe())
                    .contains("OutOfMemoryError: ")
                    .contains("--worker-memory");
        }
    }

    private Pool open(String spec) {
        return open(spec, "64m");
    }

    private Pool open(String spec, String heap) {
        return Pools.open(
                PoolSpec.parse(spec),
                PoolOptions.defaults()
                        .withWorkerHeap(HeapLimit.parse(heap))
                        .withEvents(events::add));
    }

    private List<RunEvent> losses() {
        return events.stream()
                .filter(event ->
                        event instanceof RunEvent.WorkerChanged change
                                && change.state() == WorkerState.LOST)
                .toList();
    }

    private static Outcome given(int count) {
        return new Outcome.Succeeded(Value.of(new byte[count]));
    }

    private static Batch bytes(Pool pool, long... counts) {
        return new Batch(
                pool.recipes().get("make_bytes"),
                Columns.of(Column.ofLongs(counts)),
                BatchOptions.DEFAULTS);
    }
}
