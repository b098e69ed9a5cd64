package dev.manykitchens.core.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;

import dev.manykitchens.core.fakes.Gate;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.LocalResources;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.resource.UsageListener;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

@Isolated("measures the parts of attempts")
class AttemptRunnerTest {

    private static final Duration FOR_EVER = Duration.ofHours(1);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Queue<Outcome> abandoned = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> lost = new ConcurrentLinkedQueue<>();
    private final LocalResources resources =
            new LocalResources(Map.of("machine", ResourceSpec.shared(1)), UsageListener.NONE);
    private final RunEnvironment environment =
            RunEnvironment.open("test", StoveSpec.GIL, resources, Duration.ofMillis(50));
    private final AttemptRunner runner = new AttemptRunner(environment);
    private final AttemptTimes times = new AttemptTimes();

    @AfterEach
    void close() {
        environment.close();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void theResultIsTheOutcome() {
        assertThat(run(TestRecipe.of((_, context) -> context.attempt() + 40)).describe())
                .isEqualTo("42");
    }

    @Test
    void anAttemptMayHaveADeskOfItsOwn() {
        var taken = resources.request("machine").join();
        Attempt attempt =
                attempt(
                        TestRecipe.ofSteps(
                                new Step.Use("machine", List.of(new Step.Use("oven", List.of())))));
        LocalResources own =
                new LocalResources(
                        Map.of("machine", ResourceSpec.shared(1), "oven", ResourceSpec.shared(1)),
                        UsageListener.NONE);

        Outcome outcome = runner.run(attempt, times, own);

        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        taken.release();
    }

    @Test
    void theTimesSayWhereTheTimeWent() {
        TestRecipe recipe =
                TestRecipe.ofSteps(
                        Step.waitFor(Duration.ofMillis(20)), Step.compute(Duration.ofMillis(10)));

        Outcome _ = run(recipe);

        assertThat(times.waitNanos()).isBetween(20_000_000L, 2_000_000_000L);
        assertThat(times.cpuNanos()).isBetween(4_000_000L, 100_000_000L);
        assertThat(times.stoveNanos()).isBetween(0L, 1_000_000L);
        assertThat(times.resourceNanos()).isZero();
        assertThat(times.finishedNanos() - times.startedNanos())
                .isGreaterThanOrEqualTo(times.waitNanos() + times.cpuNanos());
    }

    @Test
    void timesStartAnewWithEachAttempt() {
        Outcome _ = run(TestRecipe.ofSteps(Step.waitFor(Duration.ofMillis(5))));

        Outcome _ = run(TestRecipe.ofSteps());

        assertThat(times.waitNanos()).isZero();
    }

    @Test
    void timeScaleScalesWaitsAndAmountsAlike() {
        TestRecipe recipe = TestRecipe.ofSteps(Step.waitFor(FOR_EVER), Step.compute(FOR_EVER));
        BatchOptions tiny = BatchOptions.DEFAULTS.withTimeScale(1e-7);

        Outcome outcome = runner.run(attempt(recipe, tiny, 0), times);

        assertThat(outcome.describe()).isEqualTo("0");
        assertThat(times.waitNanos()).isGreaterThanOrEqualTo(360_000);
        assertThat(times.cpuNanos()).isGreaterThan(100_000);
    }

    /// Otherwise a worker of half the speed would be given half the work.
    @Test
    void anAmountIsWhatTheSubmitterMeasured() {
        TestRecipe recipe = TestRecipe.ofSteps(Step.compute(FOR_EVER));
        double slowSubmitter = 1_000.0 / FOR_EVER.toSeconds();

        Outcome _ = runner.run(attempt(recipe, BatchOptions.DEFAULTS, slowSubmitter), times);

        assertThat(times.cpuNanos()).isBetween(100_000L, 500_000_000L);
    }

    @Test
    void anAttemptThatWasCancelledBeforeNeverBegins() {
        Attempt attempt =
                attempt(
                        TestRecipe.of((_, _) -> {
                            throw new AssertionError("it began");
                        }));
        attempt.cancel();

        assertThat(runner.run(attempt, times)).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void anAttemptRunsOnce() {
        Attempt attempt = attempt(TestRecipe.ofSteps());
        Outcome _ = runner.run(attempt, times);

        assertThatIllegalStateException()
                .isThrownBy(() -> runner.run(attempt, times))
                .withMessage("an attempt must be run once, was ENDED");
    }

    @Test
    void cancellingWakesAnAttemptThatWaits() throws Exception {
        for (Step step :
                List.of(
                        Step.waitFor(FOR_EVER),
                        TestRecipe.computing((_, _) -> Thread.sleep(FOR_EVER)),
                        new Step.Offload((Computation.Code) (_, _) -> Thread.sleep(FOR_EVER)))) {
            Gate begun = new Gate();
            Attempt attempt =
                    attempt(TestRecipe.ofSteps(TestRecipe.computing((_, _) -> begun.open()), step));
            Thread canceller = inBackground(() -> cancelAfter(begun, attempt));

            assertThat(runner.run(attempt, times)).isEqualTo(Outcome.CANCELLED);
            canceller.join();
        }
    }

    @Test
    void cancellingWakesAnAttemptThatQueuesForAStove() throws Exception {
        var turn = environment.stove().turn();
        long _ = turn.acquire();
        Attempt attempt = attempt(TestRecipe.ofSteps());
        Thread canceller =
                inBackground(() -> {
                    while (environment.stove().waiting() == 0) {
                        Thread.onSpinWait();
                    }
                    attempt.cancel();
                });

        assertThat(runner.run(attempt, times)).isEqualTo(Outcome.CANCELLED);

        canceller.join();
        assertThat(environment.stove().waiting()).isZero();
        turn.release();
    }

    @Test
    void cancellingWakesAnAttemptThatQueuesForAResource() throws Exception {
        var permit = resources.request("machine").join();
        Attempt attempt = attempt(TestRecipe.ofSteps(new Step.Use("machine", List.of())));
        Thread canceller =
                inBackground(() -> {
                    while (resources.waiting("machine") == 0) {
                        Thread.onSpinWait();
                    }
                    attempt.cancel();
                });

        assertThat(runner.run(attempt, times)).isEqualTo(Outcome.CANCELLED);

        canceller.join();
        assertThat(resources.waiting("machine")).isZero();
        permit.release();
    }

    /// An interrupt that arrives while the last instructions of a job run must not wake the next
    /// one from its wait.
    @Test
    void aLateInterruptNeverReachesTheNextAttempt() throws Exception {
        for (int i = 0; i < 300; i++) {
            Attempt first = attempt(TestRecipe.ofSteps());
            Gate go = new Gate();
            Thread canceller = inBackground(() -> cancelAfter(go, first));
            go.open();
            Outcome _ = runner.run(first, times);

            Outcome second = run(TestRecipe.ofSteps(Step.waitFor(Duration.ofNanos(50_000))));

            assertThat(second.describe()).isEqualTo("0");
            canceller.join();
        }
    }

    @Test
    void anInterruptFromOutsideCancelsAWaitAndIsToldToTheLenderOfTheThread() {
        Attempt attempt =
                attempt(
                        TestRecipe.ofSteps(
                                TestRecipe.computing((_, _) -> Thread.currentThread().interrupt()),
                                Step.waitFor(FOR_EVER)));

        assertThat(runner.run(attempt, times)).isEqualTo(Outcome.CANCELLED);

        assertThat(attempt.wasInterruptedFromOutside()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anInterruptFromBeforeIsNotTheAttemptsBusiness() {
        Thread.currentThread().interrupt();
        Attempt attempt = attempt(TestRecipe.ofSteps(Step.waitFor(Duration.ofMillis(1))));

        assertThat(runner.run(attempt, times).describe()).isEqualTo("0");

        assertThat(attempt.wasInterruptedFromOutside()).isFalse();
    }

    @Test
    void aLateResultOfAnAttemptThatTimedOutIsNotItsOutcome() {
        TestRecipe recipe =
                TestRecipe.of((job, context) -> {
                    try {
                        Thread.sleep(FOR_EVER);
                    } catch (InterruptedException _) {
                        return job;
                    }
                    return context.attempt();
                });
        BatchOptions options = BatchOptions.DEFAULTS.withTimeout(Duration.ofMillis(20));

        Outcome outcome = runner.run(attempt(recipe, options, 0), times);

        assertThat(outcome.describe())
                .isEqualTo("timed out after 20 ms (worker w1, host h, PID 7, attempt 2)");
    }

    @Test
    void anAttemptThatDoesNotStopIsAbandonedAndLosesWhatItHolds() throws Exception {
        Gate release = new Gate();
        TestRecipe stuck =
                TestRecipe.ofSteps(
                        new Step.Use(
                                "machine",
                                List.of(
                                        TestRecipe.computing((_, _) -> {
                                            release.passStubbornly();
                                            Thread.currentThread().interrupt();
                                        }))));
        // Time enough to begin, also on a busy machine.
        Attempt attempt =
                attempt(stuck, BatchOptions.DEFAULTS.withTimeout(Duration.ofMillis(200)), 0);
        AtomicReference<Throwable> end = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread zombie =
                inBackground(() -> {
                    try {
                        end.set(new AssertionError(runner.run(attempt, new AttemptTimes())));
                    } catch (AttemptAbandonedException e) {
                        end.set(e);
                    }
                    interrupted.set(Thread.interrupted());
                });
        while (abandoned.isEmpty()) {
            assertThat(zombie.isAlive()).as("it ended instead: %s", end).isTrue();
            Thread.onSpinWait();
        }

        assertThat(abandoned).singleElement().isInstanceOf(Outcome.TimedOut.class);
        assertThat(lost).containsExactly(zombie);
        assertThat(environment.heldThreads()).isEqualTo(1);
        Outcome next =
                run(
                        TestRecipe.ofSteps(
                                new Step.Use(
                                        "machine", List.of(Step.compute(Duration.ofMillis(1))))));
        assertThat(next.describe()).isEqualTo("0");
        release.open();
        zombie.join();
        assertThat(end.get()).isInstanceOf(AttemptAbandonedException.class);
        assertThat(interrupted).isFalse();
        assertThat(environment.heldThreads()).isZero();
        assertThat(resources.request("machine")).isCompleted();
    }

    @Test
    void whatARecipeThrowsIsOneShortLine() {
        assertThat(FailureText.of(new IllegalStateException("a\n b\r\n\r\n  c ")))
                .isEqualTo("IllegalStateException: a b c");
        assertThat(FailureText.of(new IllegalStateException("  ")))
                .isEqualTo("IllegalStateException");
        assertThat(FailureText.of(new IllegalStateException("x".repeat(1_000_000))))
                .hasSize(FailureText.LONGEST + 1)
                .endsWith("…");
        assertThat(
                        FailureText.of(
                                new IllegalStateException() {
                                    private static final long serialVersionUID = 1L;

                                    @Override
                                    public String getMessage() {
                                        throw new UnsupportedOperationException();
                                    }
                                }))
                .endsWith("its message could not be had: UnsupportedOperationException");
    }

    @Test
    void aResultOfTheWrongTypeOrNoneIsAFailure() {
        assertThat(run(TestRecipe.of((_, _) -> 1.5)).describe())
                .startsWith(
                        "failed: test_recipe must give an integer, gave a number: 1.5 (worker w1");
    }

    /// A thread that runs millions of short jobs would otherwise make garbage for each.
    @Test
    void anAttemptThatIsRenewedCostsNoMemoryForOneStepThatComputes() {
        int jobs = 10_000;
        Recipe recipe = new Thrifty(List.of(Step.compute(Duration.ofNanos(1_000))), Value.of(42));
        Row row = TestRecipe.ofSteps().batch(1).arguments().row(0);
        Attempt attempt =
                new Attempt(
                        recipe,
                        row,
                        BatchOptions.DEFAULTS,
                        1_000_000,
                        0,
                        new Origin("w1", "h", 7, 2),
                        (_, _, _, _) -> {});
        assertThat(runner.run(attempt, times).describe()).isEqualTo("42");
        runAgain(attempt, row, jobs);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        runAgain(attempt, row, jobs);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat((double) bytes / jobs).isLessThan(1);
    }

    private void runAgain(Attempt attempt, Row row, int jobs) {
        for (int job = 1; job <= jobs; job++) {
            if (!attempt.renew(job, row)
                    || !(runner.run(attempt, times) instanceof Outcome.Succeeded)) {
                throw new AssertionError("job " + job + " must be run and succeed");
            }
        }
    }

    /// Makes nothing of its own.
    private record Thrifty(List<Step> plan, Value value) implements Recipe {
        @Override
        public String name() {
            return "thrifty";
        }

        @Override
        public String summary() {
            return "Makes nothing of its own";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public ValueType resultType() {
            return value.type();
        }

        @Override
        public List<Step> steps(Row arguments, JobRandom random) {
            return plan;
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return value;
        }
    }

    @Test
    void aNegativeRateIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> attempt(TestRecipe.ofSteps(), BatchOptions.DEFAULTS, -1))
                .withMessage("units of work per second must be at least 0, were -1.0");
    }

    @Test
    void onlyBatchesWithCalibratedWorkAskForTheRate() {
        assertThat(WorkRate.of(TestRecipe.ofSteps(Step.waitFor(FOR_EVER)).batch(1))).isZero();
        assertThat(WorkRate.of(TestRecipe.ofSteps(Step.compute(FOR_EVER)).batch(0))).isZero();
        assertThat(WorkRate.of(TestRecipe.ofSteps(Step.compute(FOR_EVER)).batch(1))).isPositive();
        assertThat(
                        WorkRate.of(
                                TestRecipe.ofSteps(
                                                new Step.Use("x", List.of(Step.compute(FOR_EVER))))
                                        .batch(1)))
                .isPositive();
        assertThat(
                        WorkRate.of(
                                new TestRecipe(
                                                (_, _) -> {
                                                    throw new IllegalStateException("no steps");
                                                },
                                                (job, _) -> job)
                                        .batch(1)))
                .isZero();
    }

    @Test
    void virtualThreadsAreMeasuredByElapsedTime() throws Exception {
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> run(TestRecipe.ofSteps(Step.compute(Duration.ofMillis(5)))));
        thread.join();

        assertThat(times.cpuNanos()).isGreaterThan(2_000_000);
    }

    @Test
    void manyAttemptsAtOnceEachTimeOutAtTheirOwnTime() throws Exception {
        Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        Thread[] threads = new Thread[200];
        for (int i = 0; i < threads.length; i++) {
            Duration limit = Duration.ofMillis(20 + i % 7);
            threads[i] =
                    Thread.ofVirtual()
                            .start(() ->
                                    outcomes.add(
                                            runner.run(
                                                    attempt(
                                                            TestRecipe.ofSteps(
                                                                    Step.waitFor(FOR_EVER)),
                                                            BatchOptions.DEFAULTS.withTimeout(
                                                                    limit),
                                                            0),
                                                    new AttemptTimes())));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(outcomes).hasSize(200).allMatch(o -> o instanceof Outcome.TimedOut);
    }

    @Test
    void aGraceOfZeroIsRefused() {
        assertThatThrownBy(() ->
                        RunEnvironment.open("x", StoveSpec.UNLIMITED, resources, Duration.ZERO))
                .hasMessage("the grace must be above 0, was PT0S");
    }

    private Outcome run(Recipe recipe) {
        return runner.run(attempt(recipe), times);
    }

    @Test
    void anAttemptThatHasEndedRunsAnotherJobOfItsBatch() {
        TestRecipe recipe = TestRecipe.of((job, context) -> 10 * job + context.job());
        Batch batch = recipe.batch(3, BatchOptions.DEFAULTS);
        Attempt attempt = attempt(recipe);
        runner.run(attempt, times);

        assertThat(attempt.renew(2, batch.arguments().row(2))).isTrue();

        assertThat(attempt.job()).isEqualTo(2);
        assertThat(runner.run(attempt, times).describe()).isEqualTo("22");
    }

    @Test
    void aShortJobBeginsWhereTheOneBeforeItEnded() {
        TestRecipe recipe = TestRecipe.of((job, _) -> job);
        Batch batch = recipe.batch(1, BatchOptions.DEFAULTS);
        Attempt attempt = attempt(recipe);
        runner.run(attempt, times);
        boolean joined = false;
        // Until enough of them in a row were short, which a busy machine may take its time for.
        for (int i = 0; i < 100_000 && !joined; i++) {
            long ended = times.finishedNanos();
            assertThat(attempt.renew(0, batch.arguments().row(0))).isTrue();
            runner.runNext(attempt, times);
            joined = times.startedNanos() == ended;
        }

        assertThat(joined).isTrue();
        assertThat(times.finishedNanos()).isGreaterThanOrEqualTo(times.startedNanos());
    }

    @Test
    void onlyAnAttemptThatEndedByItselfIsRenewed() {
        TestRecipe recipe = TestRecipe.of((job, _) -> job);
        Batch batch = recipe.batch(2, BatchOptions.DEFAULTS);
        Attempt fresh = attempt(recipe);
        Attempt stopped = attempt(recipe);
        stopped.cancel();
        runner.run(stopped, times);
        Attempt limited = attempt(recipe, BatchOptions.DEFAULTS.withTimeout(FOR_EVER), 0);
        runner.run(limited, times);

        assertThat(fresh.renew(1, batch.arguments().row(1))).isFalse();
        assertThat(stopped.renew(1, batch.arguments().row(1))).isFalse();
        assertThat(limited.renew(1, batch.arguments().row(1))).isFalse();
    }

    @Test
    void whoMeansTheJobBeforeDoesNotStopTheNextOne() {
        TestRecipe recipe = TestRecipe.of((job, _) -> job);
        Batch batch = recipe.batch(2, BatchOptions.DEFAULTS);
        Attempt attempt = attempt(recipe);
        runner.run(attempt, times);
        assertThat(attempt.renew(1, batch.arguments().row(1))).isTrue();

        attempt.cancel(0);
        assertThat(runner.run(attempt, times).describe()).isEqualTo("1");

        assertThat(attempt.renew(0, batch.arguments().row(0))).isTrue();
        attempt.cancel(0);
        assertThat(runner.run(attempt, times)).isEqualTo(Outcome.CANCELLED);
    }

    private Attempt attempt(Recipe recipe) {
        return attempt(recipe, BatchOptions.DEFAULTS, 0);
    }

    private Attempt attempt(Recipe recipe, BatchOptions options, double workUnitsPerSecond) {
        Batch batch = ((TestRecipe) recipe).batch(1, options);
        return new Attempt(
                recipe,
                batch.arguments().row(0),
                options,
                workUnitsPerSecond,
                0,
                new Origin("w1", "h", 7, 2),
                (_, thread, outcome, _) -> {
                    lost.add(thread);
                    abandoned.add(outcome);
                });
    }

    private static void cancelAfter(Gate gate, Attempt attempt) {
        try {
            gate.pass();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        attempt.cancel();
    }

    private static Thread inBackground(Runnable action) {
        return Thread.ofPlatform().daemon().start(action);
    }
}
