package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.BatchOptions;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Many short jobs, far more than a pool has threads or places: each is run once and gives its own
/// result.
class ShortJobsTest {

    private static final int JOBS = 40_000;
    private static final int SUBMITTERS = 4;

    private final AtomicIntegerArray runs = new AtomicIntegerArray(JOBS);
    private final TestRecipe squares =
            TestRecipe.of((job, _) -> {
                int _ = runs.incrementAndGet(job);
                return (long) job * job;
            });

    @ParameterizedTest
    @ValueSource(strings = {"hybrid:2", "hybrid:2+gil", "hybrid:1"})
    void ofOneBatch(String spec) {
        try (Pool pool = LocalPoolKinds.open(spec)) {
            assertThat(pool.run(squares.batch(JOBS)).objects())
                    .isEqualTo(jobs(0, 1).stream().map(ShortJobsTest::square).toList());
        }
        assertEachOnce();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hybrid:2",
                "hybrid:2+gil",
                "async",
                "virtual",
                "virtual:3",
                "threads:2",
                "forkjoin:2"
            })
    void ofSeveralSubmittersWithAFutureEach(String spec) throws Exception {
        try (Pool pool = LocalPoolKinds.open(spec, EventSink.NONE, Map.of());
                ExecutorService submitters = Executors.newFixedThreadPool(SUBMITTERS)) {
            List<Callable<List<Object>>> parts = new ArrayList<>();
            for (int i = 0; i < SUBMITTERS; i++) {
                List<Integer> part = jobs(i, SUBMITTERS);
                parts.add(() -> valuesOf(pool, part));
            }
            List<Future<List<Object>>> values = submitters.invokeAll(parts);
            for (int i = 0; i < SUBMITTERS; i++) {
                assertThat(values.get(i).get())
                        .isEqualTo(
                                jobs(i, SUBMITTERS).stream().map(ShortJobsTest::square).toList());
            }
        }
        assertEachOnce();
    }

    /// Single jobs and a batch at the same time, where there is room for few.
    @ParameterizedTest
    @ValueSource(strings = {"virtual:1", "virtual:3", "hybrid:2", "async"})
    void besideABatch(String spec) throws Exception {
        TestRecipe others = TestRecipe.ofSteps();
        try (Pool pool = LocalPoolKinds.open(spec);
                ExecutorService submitter = Executors.newSingleThreadExecutor()) {
            Future<List<Object>> batch =
                    submitter.submit(() -> pool.run(others.batch(JOBS)).objects());

            assertThat(valuesOf(pool, jobs(0, 1)))
                    .isEqualTo(jobs(0, 1).stream().map(ShortJobsTest::square).toList());
            assertThat(batch.get()).hasSize(JOBS).doesNotHaveDuplicates();
        }
        assertEachOnce();
    }

    private List<Object> valuesOf(Pool pool, List<Integer> jobs) throws Exception {
        List<JobFuture> futures = new ArrayList<>();
        for (int job : jobs) {
            futures.add(pool.submit(squares, List.of(job), BatchOptions.DEFAULTS));
        }
        List<Object> values = new ArrayList<>();
        for (JobFuture future : futures) {
            values.add(future.get());
        }
        return values;
    }

    private void assertEachOnce() {
        for (int job = 0; job < JOBS; job++) {
            assertThat(runs.get(job)).as("runs of job %d", job).isEqualTo(1);
        }
    }

    /// Every `step`th job from `first`.
    private static List<Integer> jobs(int first, int step) {
        List<Integer> jobs = new ArrayList<>();
        for (int job = first; job < JOBS; job += step) {
            jobs.add(job);
        }
        return jobs;
    }

    private static Object square(int job) {
        return (long) job * job;
    }
}
