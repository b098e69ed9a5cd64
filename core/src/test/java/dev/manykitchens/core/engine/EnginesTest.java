package dev.manykitchens.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.attempt.RunEnvironment;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.LocalResources;
import dev.manykitchens.core.resource.UsageListener;
import dev.manykitchens.core.stove.StoveSpec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// An engine asks for an attempt when it can run one, and not before.
@Isolated("looks at all threads")
class EnginesTest {

    private static final int JOBS = 1_000;

    private final RunEnvironment environment =
            RunEnvironment.open(
                    "test", StoveSpec.UNLIMITED, new LocalResources(Map.of(), UsageListener.NONE));

    @AfterEach
    void close() {
        environment.close();
    }

    enum Kind {
        THREADS,
        VIRTUAL,
        FORK_JOIN,
        ASYNC,
        HYBRID;

        Engine open(RunEnvironment environment, int slots) {
            return switch (this) {
                case THREADS -> Engines.threads("t", environment, slots);
                case VIRTUAL -> Engines.virtual("t", environment, slots);
                case FORK_JOIN -> Engines.forkJoin("t", environment, slots);
                case ASYNC -> Engines.async("t", environment, slots);
                case HYBRID -> Engines.hybrid("t", environment, 2, slots);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatRunsIsTakenFromASource(Kind kind) throws Exception {
        int slots = 3;
        Counting source =
                new Counting(TestRecipe.ofSteps(Step.waitFor(Duration.ofMillis(1))).batch(JOBS));
        Engine engine = kind.open(environment, slots);

        engine.run(source);
        source.awaitEnd();
        engine.close();

        // On virtual threads the next attempt may begin while the end of the last one is told.
        int telling = kind == Kind.VIRTUAL ? Runtime.getRuntime().availableProcessors() : 0;
        assertThat(source.mostTaken()).isBetween(1, slots + telling);
    }

    @Test
    void closingWaitsForTheThreads() throws Exception {
        Counting source = new Counting(TestRecipe.ofSteps().batch(10));
        Engine engine = Engines.threads("closing", environment, 2);
        engine.run(source);
        source.awaitEnd();

        engine.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("closing-"));
    }

    /// Counts how many attempts are taken and not ended.
    private static final class Counting implements AttemptSource {

        private final Batch batch;
        private final CountDownLatch left;
        private int next;
        private int taken;
        private int mostTaken;

        Counting(Batch batch) {
            this.batch = batch;
            this.left = new CountDownLatch(batch.size());
        }

        @Override
        public synchronized @Nullable Attempt next() {
            if (next == batch.size()) {
                return null;
            }
            int job = next++;
            taken++;
            mostTaken = Math.max(mostTaken, taken);
            return new Attempt(
                    batch.recipe(),
                    batch.arguments().row(job),
                    batch.options(),
                    0,
                    job,
                    new Origin("w", "h", 1, 1),
                    (_, _, _, _) -> {});
        }

        @Override
        public void ended(Attempt attempt, Outcome outcome, AttemptTimes times) {
            synchronized (this) {
                taken--;
            }
            left.countDown();
        }

        @Override
        public synchronized int remaining() {
            return batch.size() - next;
        }

        @Override
        public boolean isTimed() {
            return false;
        }

        @Override
        public void cancel() {
            throw new AssertionError("nobody cancels here");
        }

        void awaitEnd() throws InterruptedException {
            assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
        }

        synchronized int mostTaken() {
            return mostTaken;
        }
    }
}
