package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.attempt.MemoryText;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.fakes.Gate;
import dev.manykitchens.core.fakes.RecordingListener;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Whatever runs the jobs: each gives its own result, once.
class LocalPoolResultsTest {

    private static final String ALL = "dev.manykitchens.core.pool.LocalPoolKinds#all";
    private static final TestRecipe SQUARE = TestRecipe.of((job, _) -> (long) job * job);

    private final RecordingListener listener = new RecordingListener();

    @ParameterizedTest
    @MethodSource(ALL)
    void everyJobGivesItsResultOnce(String spec) {
        int jobs = 5_000;

        try (Pool pool = LocalPoolKinds.open(spec)) {
            pool.start(SQUARE.batch(jobs), listener).done().join();
        }

        assertThat(listener.outcomes()).hasSize(jobs);
        assertThat(listener.toldTwice()).isEmpty();
        listener.outcomes()
                .forEach((job, outcome) ->
                        assertThat(outcome.describe()).isEqualTo(String.valueOf((long) job * job)));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void everyKindOfStepIsRunInOrder(String spec) {
        List<String> trace = new ArrayList<>();
        TestRecipe recipe =
                new TestRecipe(
                        (_, _) ->
                                List.of(
                                        TestRecipe.computing((_, _) -> trace.add("first")),
                                        Step.waitFor(Duration.ofMillis(1)),
                                        new Step.Use(
                                                "bench",
                                                List.of(
                                                        Step.waitFor(Duration.ofMillis(1)),
                                                        TestRecipe.computing((_, _) ->
                                                                trace.add("on the bench")))),
                                        new Step.Offload(
                                                (Computation.Code)
                                                        (_, _) -> trace.add("offloaded"))),
                        (job, _) -> {
                            trace.add("result");
                            return job;
                        });

        try (Pool pool =
                LocalPoolKinds.open(
                        spec, EventSink.NONE, Map.of("bench", ResourceSpec.shared(1)))) {
            pool.start(recipe.batch(1), listener).done().join();
        }

        assertThat(listener.outcome(0).describe()).isEqualTo("0");
        assertThat(trace).containsExactly("first", "on the bench", "offloaded", "result");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void batchesFromSeveralThreadsRunSideBySide(String spec) throws Exception {
        List<RecordingListener> listeners = new ArrayList<>();
        List<Thread> submitters = new ArrayList<>();
        try (Pool pool = LocalPoolKinds.open(spec)) {
            for (int i = 0; i < 20; i++) {
                RecordingListener own = new RecordingListener();
                listeners.add(own);
                submitters.add(
                        Thread.ofVirtual()
                                .start(() -> pool.start(SQUARE.batch(100), own).done().join()));
            }
            for (Thread submitter : submitters) {
                submitter.join();
            }
        }

        assertThat(listeners).allSatisfy(own -> assertThat(own.values()).hasSize(100));
        assertThat(listeners).allSatisfy(own -> assertThat(own.toldTwice()).isEmpty());
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aBatchWithoutJobsIsDoneAtOnce(String spec) {
        try (Pool pool = LocalPoolKinds.open(spec)) {
            RunningBatch batch = pool.start(SQUARE.batch(0), listener);

            assertThat(batch.done()).isCompleted();
        }
        assertThat(listener.calls()).isZero();
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void whatAJobThrowsIsItsOwnOutcome(String spec) {
        TestRecipe recipe =
                TestRecipe.of((job, _) ->
                        switch (job) {
                            case 0 -> 1 / job;
                            case 1 -> throw new IOException("no\n  line");
                            case 2 -> endless(job);
                            case 3 -> throw new OutOfMemoryError("Java heap space");
                            case 4 -> throw new NullPointerException();
                            case 5 -> "text";
                            default -> job;
                        });

        try (Pool pool = LocalPoolKinds.open(spec)) {
            pool.start(recipe.batch(10), listener).done().join();
        }

        assertThat(listener.outcomes().values().stream().map(LocalPoolResultsTest::message))
                .containsExactly(
                        "ArithmeticException: / by zero",
                        "IOException: no line",
                        "StackOverflowError",
                        MemoryText.of(new OutOfMemoryError("Java heap space")),
                        "NullPointerException",
                        "test_recipe must give an integer, gave a text: text",
                        "6",
                        "7",
                        "8",
                        "9");
    }

    /// On the caller's own thread this cannot be told from the caller being interrupted.
    @ParameterizedTest
    @MethodSource("dev.manykitchens.core.pool.LocalPoolKinds#concurrent")
    void anInterruptionThatTheRecipeMadeUpIsAFailureOfThatJobAlone(String spec) {
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    switch (job) {
                        case 0 -> throw new InterruptedException("by itself");
                        case 1 -> Thread.currentThread().interrupt();
                        default -> Thread.sleep(1);
                    }
                    return job;
                });

        try (Pool pool = LocalPoolKinds.open(spec)) {
            pool.start(recipe.batch(20), listener).done().join();
        }

        assertThat(message(listener.outcome(0))).isEqualTo("InterruptedException: by itself");
        assertThat(listener.values()).hasSize(19);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aFailureSaysWhereItHappened(String spec) {
        TestRecipe recipe =
                TestRecipe.of((_, _) -> {
                    throw new IllegalStateException("bad");
                });

        try (Pool pool = LocalPoolKinds.open(spec)) {
            pool.start(recipe.batch(1), listener).done().join();
        }

        assertThat(listener.outcome(0).describe())
                .startsWith("failed: IllegalStateException: bad (worker local, host ")
                .endsWith(", PID " + ProcessHandle.current().pid() + ", attempt 1)");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aMistakeInTheStepsIsAnOutcomeToo(String spec) {
        TestRecipe recipe =
                new TestRecipe(
                        (job, _) -> {
                            if (job == 1) {
                                throw new IllegalArgumentException("no plan");
                            }
                            return job == 2 ? List.of(new Step.Use("oven", List.of())) : List.of();
                        },
                        (job, _) -> job);

        try (Pool pool = LocalPoolKinds.open(spec)) {
            pool.start(recipe.batch(4), listener).done().join();
        }

        assertThat(message(listener.outcome(1))).isEqualTo("IllegalArgumentException: no plan");
        assertThat(message(listener.outcome(2)))
                .startsWith("a resource must be one that the pool was opened with, was \"oven\"");
        assertThat(listener.values()).hasSize(2);
    }

    /// The same seed is the same experiment: if pools drew different waits, comparing them would
    /// compare luck.
    @Test
    void theSameSeedDrawsTheSameNumbersOnEveryPool() {
        List<String> specs = LocalPoolKinds.all().toList();
        Map<String, Map<Integer, String>> drawn = new TreeMap<>();
        DurationRange range = new DurationRange(Duration.ZERO, Duration.ofMillis(3));
        for (String spec : specs) {
            Map<Integer, String> byJob = new ConcurrentHashMap<>();
            drawn.put(spec, byJob);
            TestRecipe recipe =
                    new TestRecipe(
                            (job, random) -> {
                                Duration wait = random.within(range);
                                byJob.merge(job, wait.toString(), String::concat);
                                return List.of(Step.waitFor(wait));
                            },
                            (job, context) -> {
                                byJob.merge(
                                        job,
                                        " " + context.random().generator().nextInt(),
                                        String::concat);
                                return job;
                            });
            try (Pool pool = LocalPoolKinds.open(spec)) {
                BatchOptions options = BatchOptions.DEFAULTS.withSeed(42);
                pool.start(recipe.batch(20, options), new RecordingListener()).done().join();
            }
        }

        assertThat(drawn.values()).allSatisfy(byJob -> assertThat(byJob).hasSize(20));
        assertThat(drawn.values().stream().distinct()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void otherWorkReplacesTheSteps(String spec) {
        TestRecipe recipe =
                new TestRecipe(
                        (_, _) -> {
                            throw new IllegalStateException("must not be asked");
                        },
                        (job, _) -> job);

        try (Pool pool = LocalPoolKinds.open(spec)) {
            for (String work : List.of("none", "wait:1ms", "cpu:100us")) {
                RecordingListener own = new RecordingListener();
                BatchOptions options = BatchOptions.DEFAULTS.withWork(Work.parse(work));
                pool.start(recipe.batch(3, options), own).done().join();
                assertThat(own.values()).hasSize(3);
            }
        }
    }

    /// A result that is held back until a later, longer job ends would make "as they complete" a
    /// lie.
    @ParameterizedTest
    @MethodSource(ALL)
    void resultsOfShortJobsAreNotHeldBackByALongOne(String spec) throws Exception {
        Gate heard = new Gate();
        AtomicInteger begun = new AtomicInteger();
        TestRecipe recipe =
                TestRecipe.of((job, _) -> {
                    if (begun.incrementAndGet() == 40) {
                        heard.pass();
                    }
                    return job;
                });
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                listener.awaitOutcomes(1);
                                heard.open();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        });

        try (Pool pool = LocalPoolKinds.open(spec)) {
            pool.start(recipe.batch(40), listener).done().join();
        }

        reader.join();
        assertThat(listener.values()).hasSize(40);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void tinyJobsAreToldManyAtATime(String spec) {
        try (Pool pool = LocalPoolKinds.open(spec)) {
            pool.start(SQUARE.batch(20_000), listener).done().join();
        }

        assertThat(listener.values()).hasSize(20_000);
        assertThat(listener.calls()).isLessThan(10_000);
    }

    @Test
    void aListenerThatThrowsDoesNotStopThePool() {
        BatchListener broken =
                new BatchListener() {
                    @Override
                    public void succeeded(int first, Column results) {
                        throw new IllegalStateException("a listener must not do this");
                    }

                    @Override
                    public void ended(int job, Outcome outcome) {
                        throw new IllegalStateException("nor this");
                    }
                };
        AtomicInteger shown = new AtomicInteger();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, _) -> shown.incrementAndGet());
        try (Pool pool = LocalPoolKinds.open("threads:2")) {
            pool.start(SQUARE.batch(10), broken).done().join();
            pool.start(SQUARE.batch(10), listener).done().join();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }

        assertThat(shown.get()).isPositive();
        assertThat(listener.values()).hasSize(10);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void recipesThatEndTheirJvmAreRefused(String spec) {
        try (Pool pool = LocalPoolKinds.open(spec)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.start(new EndsItsJvm().batch(), listener))
                    .withMessage(
                            "ends_its_jvm ends the JVM it runs in, so it needs worker JVMs such as processes:2, was to run on "
                                    + spec);
        }
    }

    private static String message(Outcome outcome) {
        return outcome instanceof Outcome.Failed(String message, _) ? message : outcome.describe();
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int endless(int job) {
        return 1 + endless(job + 1);
    }
}
