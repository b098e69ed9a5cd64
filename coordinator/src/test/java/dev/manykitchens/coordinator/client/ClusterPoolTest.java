package dev.manykitchens.coordinator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.dispatch.RecordedEvents;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.BatchCollector;
import dev.manykitchens.core.pool.JobFuture;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// What a healthy cluster of two workers gives back, over TLS.
@Tag("jvm")
class ClusterPoolTest {

    private static LiveCluster cluster;

    @BeforeAll
    static void open(@TempDir Path directory) throws Exception {
        cluster = new LiveCluster(directory);
        var _ = cluster.startWorker("north");
        var _ = cluster.startWorker("south");
        cluster.awaitWorkers(2);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    /// Both workers are busy while the others are submitted, so these wait together.
    @Test
    void waitingJobsOfAHigherPriorityAreGivenOutFirst() {
        RecordedEvents events = new RecordedEvents();
        RunningBatch low;
        RunningBatch high;
        try (Pool pool = cluster.open("cluster", events)) {
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
    void resultsComeInSequenceOfSubmission() {
        List<Long> inputs = LongStream.range(0, 20_000).boxed().toList();
        try (Pool pool = cluster.open("cluster", EventSink.NONE)) {
            List<Object> results = new ArrayList<>(pool.map("compute_square", inputs));

            assertThat(results).hasSize(20_000);
            assertThat(results.get(19_999)).isEqualTo(19_999L * 19_999L);
            BigInteger large = BigInteger.TEN.pow(10);
            assertThat(pool.map("compute_square", List.of(large)))
                    .isEqualTo(List.of(BigInteger.TEN.pow(20)));
        }
    }

    @Test
    void everyJobIsTimedOnceAndItsStagesFollowEachOther() throws Exception {
        RecordedEvents events = new RecordedEvents();
        try (Pool pool = cluster.open("cluster", events)) {
            List<Long> inputs = LongStream.range(0, 5_000).boxed().toList();
            assertThat(pool.map("compute_square", inputs)).hasSize(5_000);
        }

        List<JobColumns> finished = events.finished();
        assertThat(finished.stream().flatMapToInt(jobs -> Arrays.stream(jobs.job())).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 5_000).boxed().toList());
        for (JobColumns jobs : finished) {
            for (int row = 0; row < jobs.size(); row++) {
                assertThat(
                                List.of(
                                        jobs.submitted()[row],
                                        jobs.assigned()[row],
                                        jobs.sent()[row],
                                        jobs.received()[row],
                                        jobs.started()[row],
                                        jobs.finished()[row],
                                        jobs.delivered()[row]))
                        .isSorted();
            }
        }
    }

    @Test
    void ofEveryJobItIsToldWhoGotIt() {
        RecordedEvents events = new RecordedEvents();
        try (Pool pool = cluster.open("cluster", events)) {
            assertThat(pool.map("compute_square", List.of(1, 2, 3, 4, 5, 6, 7, 8))).hasSize(8);
        }

        // Those of the first chunks too, which go out while the batch is being taken.
        assertThat(
                        events.all(RunEvent.ChunkAssigned.class).stream()
                                .flatMapToInt(chunk ->
                                        IntStream.range(
                                                chunk.first(), chunk.first() + chunk.count())))
                .contains(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void aPoolOfOneUsesOneWorker() throws Exception {
        RecordedEvents events = new RecordedEvents();
        try (Pool pool = cluster.open("cluster:1", events)) {
            for (int round = 0; round < 3; round++) {
                assertThat(pool.map("compute_square", List.of(1, 2, 3, 4, 5, 6, 7, 8))).hasSize(8);
            }
        }

        assertThat(events.all(RunEvent.JobsFinished.class))
                .extracting(RunEvent.JobsFinished::worker)
                .containsOnly(events.workers().getFirst().worker());
        assertThat(events.workers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoComesTooLateIsToldAndDoesNotWait(boolean now) {
        Pool pool = cluster.open("cluster", EventSink.NONE);
        if (now) {
            pool.closeNow();
        } else {
            pool.close();
        }

        assertThatThrownBy(() -> pool.map("compute_square", List.of(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a pool must be open to run jobs, was closed; open another");
    }

    @Test
    void moreWorkersThanThereAreAreWaitedForAndThenRefusedInOneSentence() {
        assertThatThrownBy(() -> openWithLittlePatience("cluster:3").close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "a cluster of 3 workers must have as many workers, 2 are here")
                .hasMessageContaining("kitchen worker --join");
    }

    @Test
    void cancelledJobsEndAtOnceAndTheOthersGoOn() throws Exception {
        try (Pool pool = cluster.open("cluster", EventSink.NONE)) {
            BatchOptions waits = BatchOptions.DEFAULTS.withWork(Work.parse("wait:30s"));
            JobFuture first = pool.submit("compute_square", List.of(7), waits);
            JobFuture second = pool.submit("compute_square", 9);
            assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(81L);

            assertThat(first.cancel(true)).isTrue();

            assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void severalClientsAtOnceAllGetTheirResultsAndTheStatusNamesThem() throws Exception {
        try (Pool one = cluster.open("cluster", EventSink.NONE);
                Pool two = cluster.open("cluster:1", EventSink.NONE)) {
            BatchOptions waits = BatchOptions.DEFAULTS.withWork(Work.parse("wait:500ms"));
            JobFuture ours = one.submit("compute_square", List.of(5), waits);
            JobFuture theirs = two.submit("compute_square", List.of(6), waits);
            ClusterView view;
            try (ClusterOperator operator = ClusterOperator.of(ClientDial.to(cluster.address()))) {
                view = operator.status();
            }

            assertThat(view.clients()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(view.workers()).extracting("name").contains("north", "south");
            assertThat(ours.get(20, TimeUnit.SECONDS)).isEqualTo(25L);
            assertThat(theirs.get(20, TimeUnit.SECONDS)).isEqualTo(36L);
        }
    }

    private static Pool openWithLittlePatience(String spec) {
        PoolSpec parsed = PoolSpec.parse(spec);
        return ClusterPool.open(
                parsed,
                (PoolSpec.Kind.Cluster) parsed.kind(),
                PoolOptions.defaults(),
                ClientDial.to(cluster.address()),
                Duration.ofMillis(300));
    }
}
