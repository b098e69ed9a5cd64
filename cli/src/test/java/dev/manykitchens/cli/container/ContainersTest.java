package dev.manykitchens.cli.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.fakes.RecordingListener;
import dev.manykitchens.core.fakes.RecordingSink;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Value;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// A coordinator and three kitchens, each a container with an address of its own. What happens to
/// them is what an operator or a kernel does to a process, not what a test asks it to do.
@Tag("containers")
class ContainersTest {

    private static final int JOBS = 120;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Longer than a lease, so that its jobs are given to others while it stands still.
    private static final Duration PAUSE = Duration.ofSeconds(7);

    private ContainerCluster cluster;

    @BeforeAll
    static void needAnEngineAndTheImage() {
        String missing = ContainerCluster.missing();
        if (!missing.isEmpty()) {
            System.out.println("ContainersTest is skipped: " + missing);
        }
        assumeTrue(missing.isEmpty(), missing);
    }

    @BeforeEach
    void start() throws Exception {
        cluster = ContainerCluster.start("ann", "ben", "eve");
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void oneIsKilledOneIsPausedAndOneLeavesAndEveryResultComesOnce() throws Exception {
        RecordingSink events = new RecordingSink();
        RecordingListener results = new RecordingListener();
        PoolOptions options =
                PoolOptions.defaults().withCoordinator(cluster.address()).withEvents(events);

        try (Pool pool = Pools.open(PoolSpec.parse("cluster:3"), options)) {
            RunningBatch running = pool.start(squares(), results);
            awaitResults(results, 12);

            cluster.kill("ann");
            cluster.pause("ben");
            Thread.sleep(PAUSE);
            cluster.resume("ben");
            awaitResultsOf("ben", events);
            int exit = cluster.stop("eve");
            running.done().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(exit).as("exit code of the worker that was stopped").isZero();
        }

        assertThat(cluster.log("eve")).contains("kitchen worker: left: ");
        assertThat(results.toldTwice()).isEmpty();
        assertThat(results.values())
                .isEqualTo(LongStream.range(0, JOBS).mapToObj(i -> Value.of(i * i)).toList());
        assertThat(triedAgain(events)).as("whose jobs ran again").containsOnly("ann", "ben");
    }

    private static Batch squares() {
        ComputeSquare recipe = new ComputeSquare();
        List<List<Value>> rows =
                LongStream.range(0, JOBS).mapToObj(i -> List.of(Value.of(i))).toList();
        return new Batch(
                recipe,
                RecipeBook.pack(recipe, rows),
                BatchOptions.DEFAULTS.withWork(Work.parse("wait:400ms")));
    }

    private static void awaitResults(RecordingListener results, int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> results.outcomes().size() >= count);
    }

    /// Waits until a worker that was lost has come back and given results again.
    private static void awaitResultsOf(String worker, RecordingSink events) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        events.events().stream()
                                .dropWhile(event -> !isLoss(worker, event))
                                .anyMatch(event ->
                                        event instanceof RunEvent.JobsFinished finished
                                                && finished.worker().equals(worker)));
    }

    private static boolean isLoss(String worker, RunEvent event) {
        return event instanceof RunEvent.WorkerChanged changed
                && changed.worker().equals(worker)
                && changed.state() == WorkerState.LOST;
    }

    /// Workers of which an attempt was lost.
    private static List<String> triedAgain(RecordingSink events) {
        return events.events(RunEvent.JobsRequeued.class).stream()
                .filter(RunEvent.JobsRequeued::counted)
                .map(RunEvent.JobsRequeued::worker)
                .distinct()
                .toList();
    }
}
