package dev.manykitchens.coordinator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.dispatch.RecordedEvents;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchCollector;
import dev.manykitchens.core.pool.JobFuture;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// What a healthy `processes:2` gives back.
@Tag("jvm")
class ProcessPoolTest {

    private static final RecordedEvents EVENTS = new RecordedEvents();
    private static Pool pool;

    @BeforeAll
    static void open() {
        pool = Pools.open(PoolSpec.parse("processes:2"), PoolOptions.defaults().withEvents(EVENTS));
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    /// Both workers are busy while the others are submitted, so these wait together.
    @Test
    void waitingJobsOfAHigherPriorityAreGivenOutFirst() {
        RecordedEvents events = new RecordedEvents();
        RunningBatch low;
        RunningBatch high;
        try (Pool pool =
                Pools.open(
                        PoolSpec.parse("processes:2"), PoolOptions.defaults().withEvents(events))) {
            var _ = pool.start(waits(pool, 2, "500ms", 0), new BatchCollector(ValueType.TEXT, 2));
            low = pool.start(waits(pool, 4, "60ms", 0), new BatchCollector(ValueType.TEXT, 4));
            high = pool.start(waits(pool, 3, "60ms", 5), new BatchCollector(ValueType.TEXT, 3));
        }

        List<Long> given =
                events.all(RunEvent.ChunkAssigned.class).stream()
                        .map(RunEvent.ChunkAssigned::batch)
                        .filter(batch -> batch == low.id() || batch == high.id())
                        .toList();
        assertThat(given.lastIndexOf(high.id())).isLessThan(given.indexOf(low.id()));
    }

    private static Batch waits(Pool pool, int jobs, String time, int priority) {
        Recipe recipe = pool.recipes().get("wait");
        return new Batch(
                recipe,
                RecipeBook.pack(recipe, Collections.nCopies(jobs, List.of(Value.of(time)))),
                BatchOptions.DEFAULTS.withPriority(priority));
    }

    @Test
    void resultsComeInOrderOfSubmission() {
        List<Long> inputs = LongStream.range(0, 20_000).boxed().toList();

        assertThat(pool.map("compute_square", inputs))
                .containsExactlyElementsOf(inputs.stream().map(n -> (Object) (n * n)).toList());
    }

    @Test
    void singleJobsOfManyThreadsEachGetTheirValue() throws Exception {
        List<Thread> submitters = new ArrayList<>();
        List<String> wrong = new CopyOnWriteArrayList<>();
        for (int t = 0; t < 4; t++) {
            int base = 10_000 * t;
            submitters.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                List<JobFuture> futures = new ArrayList<>();
                                for (int n = base; n < base + 5_000; n++) {
                                    futures.add(pool.submit("compute_square", n));
                                }
                                for (int n = 0; n < futures.size(); n++) {
                                    long expected = (long) (base + n) * (base + n);
                                    if (!futures.get(n).join().equals(expected)) {
                                        wrong.add("the square of " + (base + n));
                                    }
                                }
                            }));
        }
        for (Thread submitter : submitters) {
            submitter.join();
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void aSingleJobThatFailsAmongOthersFailsAlone() {
        List<JobFuture> good = new ArrayList<>();
        for (int n = 0; n < 50; n++) {
            good.add(pool.submit("compute_square", n));
        }
        JobFuture bad = pool.submit("fail", "the stove is cold");
        for (int n = 50; n < 100; n++) {
            good.add(pool.submit("compute_square", n));
        }

        assertThatThrownBy(bad::join).hasMessageContaining("the stove is cold");
        for (int n = 0; n < 100; n++) {
            assertThat(good.get(n).join()).isEqualTo((long) n * n);
        }
    }

    @Test
    void integersOfAnySizeTravelBothWays() {
        BigInteger large = new BigInteger("100000000000000000000");

        assertThat(pool.map("compute_square", List.of(large, -3, large.negate())))
                .containsExactly(large.pow(2), 9L, large.pow(2));
        assertThat(pool.map("echo_integer", List.of(large, Long.MIN_VALUE, 0)))
                .containsExactly(large, Long.MIN_VALUE, 0L);
    }

    @Test
    void realsTextsAndBytesTravelBothWays() {
        byte[] bytes = {0, -1, 127, -128};

        assertThat(pool.map("echo_real", List.of(0.1, -0.0, Double.NaN, Double.MAX_VALUE)))
                .containsExactly(0.1, -0.0, Double.NaN, Double.MAX_VALUE);
        assertThat(pool.map("echo_text", List.of("", "chai ☕ 茶", "a\nb")))
                .containsExactly("", "chai ☕ 茶", "a\nb");
        assertThat(pool.map("echo_bytes", List.of(bytes, new byte[0])))
                .containsExactly(bytes, new byte[0]);
    }

    @Test
    void jobsWithoutArgumentsOrResultsTravelToo() {
        assertThat(pool.map("say_pid", List.of(List.of(), List.of(), List.of())))
                .hasSize(3)
                .allMatch(pid -> EVENTS.pids().contains(pid));
        assertThat(pool.map("echo_none", List.of(List.of(), List.of())))
                .containsExactly("none", "none");
    }

    @Test
    void bothWorkersTakePart() {
        BatchOptions slow = BatchOptions.DEFAULTS.withWork(Work.parse("wait:20ms"));
        List<List<Object>> inputs = LongStream.range(0, 16).mapToObj(_ -> List.of()).toList();

        Set<Object> pids = new HashSet<>(pool.map("say_pid", inputs, slow));

        assertThat(pids).hasSize(2);
    }

    @Test
    void aBatchWithoutJobsEndsAtOnce() {
        assertThat(pool.map("compute_square", List.of())).isEmpty();
    }

    @Test
    void aRecipeThatThrowsFailsOneJobAndNamesWhereItRan() {
        BatchResult result =
                pool.run(new Batch(pool.recipes().get("crash_if_negative"), longs(1, 2), own()));
        BatchResult failed =
                pool.run(
                        new Batch(
                                pool.recipes().get("fail"),
                                new Columns(1, List.of(texts("the milk is sour"))),
                                own()));

        assertThat(result.objects()).containsExactly(1L, 2L);
        assertThat(failed.outcome(0))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        outcome -> {
                            assertThat(outcome.message()).contains("the milk is sour");
                            assertThat(outcome.origin().worker()).startsWith("w");
                            assertThat(EVENTS.pids()).contains(outcome.origin().pid());
                            assertThat(outcome.origin().attempt()).isEqualTo(1);
                        });
    }

    @Test
    void aRecipeThatOnlyTheSubmitterKnowsFailsWithASentence() {
        Recipe secret = new OnlyHere("secret_sauce", ValueType.INTEGER);
        Recipe changed = new OnlyHere("compute_square", ValueType.TEXT);

        BatchResult unknown = pool.run(new Batch(secret, longs(1, 2, 3), own()));
        BatchResult misfit = pool.run(new Batch(changed, Columns.of(texts("a")), own()));

        for (int job = 0; job < 3; job++) {
            assertThat(unknown.outcome(job).describe())
                    .contains("secret_sauce")
                    .contains("worker JVMs know the recipes of their class path");
        }
        assertThat(misfit.outcome(0).describe())
                .contains("compute_square must take the same arguments in this worker JVM");
    }

    @Test
    void aResultThatIsTooLargeFailsItsJobAlone() {
        BatchResult result =
                pool.run(
                        new Batch(
                                pool.recipes().get("make_bytes"), longs(10, 17L << 20, 20), own()));

        assertThat(((Value.Bytes) value(result, 0)).value()).hasSize(10);
        assertThat(result.outcome(1).describe())
                .contains(
                        "a result must take at most 16.0 MiB to travel from its worker, took 17.0 MiB");
        assertThat(((Value.Bytes) value(result, 2)).value()).hasSize(20);
    }

    @Test
    void largeResultsTravelInSeveralMessages() {
        // Ten times what one message should hold: a chunk is reported in parts.
        long each = 1L << 20;
        BatchResult result =
                pool.run(
                        new Batch(
                                pool.recipes().get("make_bytes"),
                                Columns.of(
                                        Column.ofLongs(
                                                LongStream.range(0, 40).map(_ -> each).toArray())),
                                own()));

        for (int job = 0; job < 40; job++) {
            assertThat(((Value.Bytes) value(result, job)).value()).hasSize((int) each);
        }
    }

    @Test
    void argumentsThatAreTooLargeAreRefusedByNameOfTheJob() {
        byte[][] blobs = {new byte[10], new byte[(16 << 20) + 1]};
        Batch batch =
                new Batch(
                        pool.recipes().get("echo_bytes"),
                        Columns.of(new Column.Blobs(blobs)),
                        own());

        assertThatThrownBy(() -> pool.run(batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must take at most 16.0 MiB to travel")
                .hasMessageContaining("job 1 of echo_bytes takes up to 16.0 MiB");
    }

    @Test
    void theStagesOfEveryJobFollowEachOther() {
        pool.map("compute_square", LongStream.range(0, 5_000).boxed().toList());

        List<JobColumns> finished = EVENTS.finished();
        assertThat(finished).isNotEmpty();
        for (JobColumns jobs : finished) {
            for (int row = 0; row < jobs.size(); row++) {
                List<Long> stages = new ArrayList<>();
                stages.add(jobs.submitted()[row]);
                stages.add(jobs.assigned()[row]);
                stages.add(jobs.sent()[row]);
                stages.add(jobs.received()[row]);
                stages.add(jobs.started()[row]);
                stages.add(jobs.finished()[row]);
                stages.add(jobs.delivered()[row]);
                assertThat(stages).isSorted();
                assertThat(jobs.cpuNanos()[row]).isNotNegative();
            }
        }
    }

    @Test
    void theClocksOfWorkersOnThisMachineAreAlignedToAMillisecondOrTwo() {
        RunEvent.WorkerMeasured vitals =
                EVENTS.await(
                        RunEvent.WorkerMeasured.class,
                        measured -> measured.clockErrorNanos() < 5_000_000);

        assertThat(vitals.residentBytes()).isGreaterThan(10L << 20);
        assertThat(vitals.cpuNanos()).isPositive();
    }

    @Test
    void twoPoolsWorkSideBySide() {
        try (Pool other = Pools.open("processes:1x2")) {
            assertThat(other.map("compute_square", List.of(5))).containsExactly(25L);
            assertThat(pool.map("compute_square", List.of(6))).containsExactly(36L);
        }
        assertThat(pool.map("compute_square", List.of(7))).containsExactly(49L);
    }

    /// As on a pool inside this JVM: what hangs on a future may close the pool, and nobody hangs.
    @Test
    void whoHearsThatAllIsDoneMayCloseThePoolRightThere() throws Exception {
        RecordedEvents events = new RecordedEvents();
        Pool own =
                Pools.open(
                        PoolSpec.parse("processes:1"), PoolOptions.defaults().withEvents(events));
        CompletableFuture<Void> closed =
                own.submit("compute_square", 7).outcome().thenRun(own::close).toCompletableFuture();

        closed.get(1, TimeUnit.MINUTES);
        own.close();

        assertThat(events.all(RunEvent.PoolClosed.class)).hasSize(1);
        assertThatThrownBy(() -> own.submit("compute_square", 7))
                .isInstanceOf(IllegalStateException.class);
    }

    private static BatchOptions own() {
        return BatchOptions.DEFAULTS;
    }

    private static Columns longs(long... values) {
        return Columns.of(Column.ofLongs(values));
    }

    private static Column texts(String... values) {
        return new Column.Texts(values);
    }

    private static Value value(BatchResult result, int job) {
        return ((Outcome.Succeeded) result.outcome(job)).value();
    }

    /// A recipe that no worker JVM has, or another one of the same name.
    private record OnlyHere(String name, ValueType type) implements Recipe {
        @Override
        public String summary() {
            return "known to this test alone";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.required("what", type, "anything"));
        }

        @Override
        public ValueType resultType() {
            return type;
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return arguments.value(0);
        }
    }
}
