package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.RunEnvironment;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.resource.LocalResources;
import dev.manykitchens.core.resource.UsageListener;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.worker.link.AssignedChunk;
import dev.manykitchens.worker.link.ReportedJobs;
import dev.manykitchens.worker.link.ReportedJobs.FailedJob;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/// One chunk, run in this JVM without a wire. Its clock stands still unless a test moves it, so
/// that which jobs share a report does not depend on this machine.
class ChunkRunTest {

    private static final int FIRST = 100;

    /// A job that was told to stop does so, however busy this machine is.
    private final RunEnvironment environment = environment(Duration.ofHours(1));

    private final AtomicLong clock = new AtomicLong(1_000_000_000);
    private final AttemptRunner runner = new AttemptRunner(environment, this::now);
    private final Surroundings surroundings = new Surroundings();
    private volatile boolean clockIsOfTheMachine;
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private static RunEnvironment environment(Duration grace) {
        return RunEnvironment.open(
                "test",
                StoveSpec.UNLIMITED,
                new LocalResources(Map.of(), UsageListener.NONE),
                grace);
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        environment.close();
    }

    @Test
    void aQuickChunkIsReportedOnceAndWhole() {
        ChunkRun run = chunk(5, job -> Value.of(job * 10L));

        run.run(runner);

        ReportedJobs report = surroundings.next();
        assertThat(report.first()).isEqualTo(FIRST);
        assertThat(longs(report)).containsExactly(0, 10, 20, 30, 40);
        assertThat(report.times().size()).isEqualTo(5);
        assertThat(surroundings.last).isTrue();
        assertThat(surroundings.reports).isEmpty();
    }

    @Test
    void aPartIsReportedWhenItsFirstJobEndedSoLongAgo() {
        long half = ChunkRun.FLUSH_AFTER.toNanos() / 2;
        ChunkRun run = chunk(8, job -> later(half, job));

        run.run(runner);

        assertThat(surroundings.reports)
                .extracting(ReportedJobs::first)
                .containsExactly(FIRST, FIRST + 3, FIRST + 6);
        assertThat(longs(surroundings.next())).containsExactly(0, 1, 2);
        assertThat(longs(surroundings.next())).containsExactly(3, 4, 5);
        assertThat(longs(surroundings.next())).containsExactly(6, 7);
    }

    @Test
    void aPartIsNotReportedBefore() {
        long justTooShort = (ChunkRun.FLUSH_AFTER.toNanos() - 1) / 4;
        ChunkRun run = chunk(5, job -> later(justTooShort, job));

        run.run(runner);

        assertThat(longs(surroundings.next())).containsExactly(0, 1, 2, 3, 4);
        assertThat(surroundings.reports).isEmpty();
    }

    @Test
    void whatIsFinishedIsSentWhileALongJobRuns() throws Exception {
        ChunkRun run = chunk(5, job -> job == 3 ? stay() : Value.of((long) job));
        Thread thread = start(run);
        began.await();

        run.flushIfDue(clock.get() + ChunkRun.FLUSH_AFTER.toNanos() - 1);
        assertThat(surroundings.reports).as("not yet due").isEmpty();
        run.flushIfDue(clock.get() + ChunkRun.FLUSH_AFTER.toNanos());
        ReportedJobs part = surroundings.next();
        assertThat(longs(part)).containsExactly(0, 1, 2);
        assertThat(surroundings.last).isFalse();

        mayEnd.countDown();
        thread.join();
        ReportedJobs rest = surroundings.next();
        assertThat(rest.first()).isEqualTo(FIRST + 3);
        assertThat(longs(rest)).containsExactly(-1, 4);
        assertThat(surroundings.last).isTrue();
    }

    @Test
    void nothingIsSentWhileTheTransportIsFull() throws Exception {
        ChunkRun run = chunk(2, job -> job == 1 ? stay() : Value.of((long) job));
        Thread thread = start(run);
        began.await();
        surroundings.ready = false;

        run.flushIfDue(clock.get() + ChunkRun.FLUSH_AFTER.toNanos());

        assertThat(surroundings.reports).isEmpty();
        mayEnd.countDown();
        thread.join();
        assertThat(longs(surroundings.next())).containsExactly(0, -1);
    }

    @Test
    void messagesStayNearTheirTargetSize() {
        byte[] mebibyte = new byte[1 << 20];
        ChunkRun run = chunk(10, ValueType.BYTES, _ -> Value.of(mebibyte));

        run.run(runner);

        assertThat(surroundings.reports)
                .extracting(report -> report.times().size())
                .containsExactly(4, 4, 2);
        assertThat(surroundings.reports)
                .extracting(ReportedJobs::first)
                .containsExactly(FIRST, FIRST + 4, FIRST + 8);
    }

    @Test
    void aResultThatCannotTravelIsAFailureThatSaysSo() {
        byte[] tooLarge = new byte[(16 << 20) + 1];
        ChunkRun run =
                chunk(3, ValueType.BYTES, job -> Value.of(job == 1 ? tooLarge : new byte[1]));

        run.run(runner);

        ReportedJobs report = surroundings.next();
        assertThat(report.successes().size()).isEqualTo(2);
        assertThat(report.failures())
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.offset()).isEqualTo(1);
                    assertThat(failed.reason()).isEqualTo(FailedJob.Reason.FAILED);
                    assertThat(failed.message()).startsWith("a result must take at most 16.0 MiB");
                });
    }

    @Test
    void cancelledJobsNeverBeginAndTheOneThatRunsIsStopped() throws Exception {
        ChunkRun run = chunk(5, job -> job == 1 ? stay() : Value.of((long) job));
        Thread thread = start(run);
        began.await();

        run.cancel(List.of(FIRST + 1, FIRST + 3, FIRST + 99));
        thread.join();

        ReportedJobs report = surroundings.next();
        assertThat(longs(report)).containsExactly(0, 2, 4);
        assertThat(report.failures())
                .containsExactly(
                        new FailedJob(1, FailedJob.Reason.CANCELLED, ""),
                        new FailedJob(3, FailedJob.Reason.CANCELLED, ""));
    }

    @Test
    void withoutNamesAllJobsAreCancelled() throws Exception {
        ChunkRun run = chunk(3, job -> job == 0 ? stay() : Value.of((long) job));
        Thread thread = start(run);
        began.await();

        run.cancel(List.of());
        thread.join();

        assertThat(surroundings.next().failures())
                .hasSize(3)
                .allMatch(failed -> failed.reason() == FailedJob.Reason.CANCELLED);
    }

    @Test
    void anotherThreadGoesOnWhenOneIsLostToAJobThatDoesNotStop() throws Exception {
        // The grace goes by the clock of the machine, and so does the end of the job given up.
        clockIsOfTheMachine = true;
        ChunkRun run = chunk(4, job -> job == 1 ? heedNothing() : Value.of((long) job));
        try (RunEnvironment impatient = environment(ChunkRun.FLUSH_AFTER)) {
            AttemptRunner givesUp = new AttemptRunner(impatient);
            Thread lost = start(run, givesUp);
            began.await();

            run.cancel(List.of(FIRST + 1));
            assertThat(surroundings.lostThreads.poll(10, TimeUnit.SECONDS)).isSameAs(run);
            run.run(givesUp);

            // The grace makes the first part due, so there are two.
            ReportedJobs part = surroundings.next();
            ReportedJobs rest = surroundings.next();
            assertThat(longs(part)).containsExactly(0, 2);
            assertThat(part.failures())
                    .containsExactly(new FailedJob(1, FailedJob.Reason.CANCELLED, ""));
            assertThat(rest.first()).isEqualTo(FIRST + 3);
            assertThat(longs(rest)).containsExactly(3);
            assertThat(surroundings.last).isTrue();
            mayEnd.countDown();
            lost.join();
            assertThat(surroundings.reports).as("what the lost thread brings is ignored").isEmpty();
        }
    }

    @Test
    void jobsThatCannotBeRunHereFailWithTheReason() {
        ChunkRun run =
                new ChunkRun(
                        assigned(2),
                        new BatchFacts.Refused("no such recipe"),
                        origin(),
                        surroundings,
                        this::now);

        run.run(runner);

        assertThat(surroundings.next().failures())
                .containsExactly(
                        new FailedJob(0, FailedJob.Reason.FAILED, "no such recipe"),
                        new FailedJob(1, FailedJob.Reason.FAILED, "no such recipe"));
    }

    /// What a job gives that takes so long.
    private Value later(long nanos, int job) {
        clock.addAndGet(nanos);
        return Value.of((long) job);
    }

    private Value stay() {
        began.countDown();
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Value.of(-1);
    }

    private long now() {
        return clockIsOfTheMachine ? System.nanoTime() : clock.get();
    }

    private Value heedNothing() {
        began.countDown();
        while (mayEnd.getCount() > 0) {
            Thread.onSpinWait();
        }
        return Value.of(-1);
    }

    private Thread start(ChunkRun run) {
        return start(run, runner);
    }

    private static Thread start(ChunkRun run, AttemptRunner by) {
        return Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        run.run(by);
                    } catch (RuntimeException e) {
                        assertThat(e.getClass().getSimpleName())
                                .isEqualTo("AttemptAbandonedException");
                    }
                });
    }

    private ChunkRun chunk(int count, IntFunction<Value> result) {
        return chunk(count, ValueType.INTEGER, result);
    }

    private ChunkRun chunk(int count, ValueType type, IntFunction<Value> result) {
        return new ChunkRun(
                assigned(count),
                new BatchFacts.Known(
                        new Scripted(type, result), BatchOptions.DEFAULTS, 1e6, NoResources.DESK),
                origin(),
                surroundings,
                this::now);
    }

    private AssignedChunk assigned(int count) {
        return new AssignedChunk(
                7,
                1,
                FIRST,
                count,
                1,
                Columns.of(Column.ofLongs(LongStream.range(0, count).toArray())),
                Optional.of(
                        new AssignedChunk.DefinedBatch("scripted", "own", 1, 1, 0, 1e6, Map.of())),
                false,
                now());
    }

    private static Origin origin() {
        return new Origin("w1", "here", 1, 1);
    }

    private static long[] longs(ReportedJobs report) {
        return ((Column.Integers) report.successes()).small();
    }

    /// Gives what the test says for each job.
    private record Scripted(ValueType resultType, IntFunction<Value> results) implements Recipe {
        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public String summary() {
            return "does what the test says";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.required("job", ValueType.INTEGER, "which one"));
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return results.apply((int) arguments.longValue(0));
        }
    }

    private static final class Surroundings implements ChunkRun.Surroundings {

        private final BlockingQueue<ReportedJobs> reports = new LinkedBlockingQueue<>();
        private final BlockingQueue<ChunkRun> lostThreads = new LinkedBlockingQueue<>();
        private volatile boolean ready = true;
        private volatile boolean last;

        @Override
        public void awaitReady() {}

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void report(ChunkRun run, FinishedJobs jobs, boolean isLast) {
            last = isLast;
            reports.add(run.toReport(jobs, List.of()));
        }

        @Override
        public void threadLost(ChunkRun run) {
            lostThreads.add(run);
        }

        ReportedJobs next() {
            try {
                ReportedJobs report = reports.poll(10, TimeUnit.SECONDS);
                assertThat(report).as("a report").isNotNull();
                return report;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
