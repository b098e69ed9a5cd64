package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.RunEnvironment;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.resource.LocalResources;
import dev.manykitchens.core.resource.UsageListener;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.worker.link.AssignedChunk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/// Which chunks are run where they were heard.
class BriefChunksTest {

    private static final long LONG_FROM = 1_000;

    private final RunEnvironment environment =
            RunEnvironment.open(
                    "test",
                    StoveSpec.UNLIMITED,
                    new LocalResources(Map.of(), UsageListener.NONE),
                    Duration.ofMillis(100));
    private final AtomicLong clock = new AtomicLong();
    private final BriefChunks chunks = chunks(true);
    private final List<Integer> reported = new ArrayList<>();

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void aFewBriefJobsAreRunAtOnceAndReported() {
        assertThat(chunks.ran(chunk(1))).isTrue();
        assertThat(chunks.ran(chunk(BriefChunks.MOST_JOBS))).isTrue();

        assertThat(reported).containsExactly(1, BriefChunks.MOST_JOBS);
    }

    @Test
    void whatMayTakeLongerIsForOtherThreads() {
        assertThat(chunks.ran(chunk(BriefChunks.MOST_JOBS + 1))).as("many jobs").isFalse();
        assertThat(chunks.ran(chunk(BatchOptions.DEFAULTS, 1, LONG_FROM)))
                .as("one of the arguments makes its job long")
                .isFalse();
        assertThat(chunks.ran(chunk(BatchOptions.DEFAULTS.withWork(Work.parse("wait:1s")), 1)))
                .as("other work than the recipe's own")
                .isFalse();
        assertThat(chunks.ran(chunk(BatchOptions.DEFAULTS.withTimeout(Duration.ofSeconds(1)), 1)))
                .as("a time limit: it may have to be stopped")
                .isFalse();
        assertThat(chunks.ran(unknownHere())).as("a recipe that is not known here").isFalse();
        assertThat(chunks(false).ran(chunk(1))).as("stoves that may be taken").isFalse();

        assertThat(reported).isEmpty();
    }

    @Test
    void aRecipeThatCannotSayItIsNotBrief() {
        assertThat(chunks.ran(chunk(BatchOptions.DEFAULTS, -1))).isFalse();
    }

    @Test
    void aRecipeThatWasNotBriefIsNotBelievedAgain() {
        AtomicLong late = new AtomicLong();
        BriefChunks watched =
                new BriefChunks(
                        new AttemptRunner(environment),
                        () -> true,
                        () -> clock.getAndAdd(late.getAndSet(0)));
        late.set(BriefChunks.LIMIT.toNanos());
        assertThat(watched.ran(chunk(1))).isTrue();
        assertThat(watched.ran(chunk(1))).as("just not too long").isTrue();

        late.set(BriefChunks.LIMIT.toNanos() + 1);
        assertThat(watched.ran(chunk(1))).isTrue();

        assertThat(watched.ran(chunk(1))).isFalse();
    }

    private BriefChunks chunks(boolean isStoveFree) {
        return new BriefChunks(new AttemptRunner(environment), () -> isStoveFree, clock::get);
    }

    private ChunkRun chunk(int count) {
        return chunk(BatchOptions.DEFAULTS, LongStream.range(0, count).toArray());
    }

    private ChunkRun chunk(BatchOptions options, long... arguments) {
        return chunk(
                new BatchFacts.Known(new Counted(), options, 1e6, NoResources.DESK), arguments);
    }

    private ChunkRun unknownHere() {
        return chunk(new BatchFacts.Refused("no such recipe"), 1);
    }

    private ChunkRun chunk(BatchFacts facts, long... arguments) {
        AssignedChunk assigned =
                new AssignedChunk(
                        7,
                        1,
                        0,
                        arguments.length,
                        1,
                        Columns.of(Column.ofLongs(arguments)),
                        Optional.empty(),
                        false,
                        System.nanoTime());
        return new ChunkRun(
                assigned, facts, new Origin("w1", "here", 1, 1), new Reporting(), System::nanoTime);
    }

    /// Brief for small numbers; of negative ones it does not know.
    private static final class Counted implements Recipe {
        @Override
        public String name() {
            return "counted";
        }

        @Override
        public String summary() {
            return "gives its argument back";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.required("n", ValueType.INTEGER, "what to give back"));
        }

        @Override
        public ValueType resultType() {
            return ValueType.INTEGER;
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return arguments.value(0);
        }

        @Override
        public boolean isBrief(Row arguments) {
            if (arguments.longValue(0) < 0) {
                throw new IllegalStateException("a bug");
            }
            return arguments.longValue(0) < LONG_FROM;
        }
    }

    private final class Reporting implements ChunkRun.Surroundings {

        @Override
        public void awaitReady() {
            throw new AssertionError("the thread that would end this waiting is this one");
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public void report(ChunkRun run, FinishedJobs jobs, boolean last) {
            assertThat(last).isTrue();
            reported.add(run.toReport(jobs, List.of()).times().size());
        }

        @Override
        public void threadLost(ChunkRun run) {
            throw new AssertionError("no thread can be lost");
        }
    }
}
