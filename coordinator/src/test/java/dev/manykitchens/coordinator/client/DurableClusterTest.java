package dev.manykitchens.coordinator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// A coordinator that is killed and started again, with real workers and a real client.
@Timeout(60)
class DurableClusterTest {

    @TempDir Path directory;

    @Test
    void aClientHearsEachOutcomeOnceThoughItsCoordinatorWasKilledTwice() throws Exception {
        try (LiveCluster cluster = LiveCluster.durable(directory)) {
            startWorkers(cluster);
            cluster.awaitWorkers(2);
            int jobs = 120;
            Heard heard = new Heard(jobs);
            try (Pool pool = cluster.open("cluster", EventSink.NONE)) {
                RunningBatch running = pool.start(squares(jobs, "wait:30ms"), heard);
                heard.awaitCount(20);
                cluster.crash();
                cluster.restart();
                // Workers that were started here end with their coordinator.
                startWorkers(cluster);
                heard.awaitCount(60);
                cluster.crash();
                cluster.restart();
                // Workers that were started here end with their coordinator.
                startWorkers(cluster);

                running.done().get(60, TimeUnit.SECONDS);
            }

            assertThat(heard.each).hasSize(jobs).doesNotHaveDuplicates();
            assertThat(heard.others).isEmpty();
        }
    }

    private static void startWorkers(LiveCluster cluster) throws IOException {
        var _ = cluster.startWorker("one");
        var _ = cluster.startWorker("two");
    }

    private static Batch squares(int jobs, String work) {
        Recipe recipe =
                RecipeBook.load(DurableClusterTest.class.getClassLoader()).get("compute_square");
        return new Batch(
                recipe,
                Columns.of(Column.ofLongs(LongStream.range(0, jobs).toArray())),
                new BatchOptions(Work.parse(work), 1, 1, Optional.empty(), 3));
    }

    /// What a submitter hears.
    private static final class Heard implements BatchListener {
        final ConcurrentLinkedQueue<Integer> each = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Outcome> others = new ConcurrentLinkedQueue<>();
        private final CountDownLatch[] counts;

        Heard(int jobs) {
            counts = new CountDownLatch[jobs + 1];
            for (int i = 0; i <= jobs; i++) {
                counts[i] = new CountDownLatch(i);
            }
        }

        void awaitCount(int count) throws InterruptedException {
            assertThat(counts[count].await(Duration.ofMinutes(1).toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        }

        private void count() {
            for (CountDownLatch latch : counts) {
                latch.countDown();
            }
        }

        @Override
        public void succeeded(int first, Column results) {
            for (int i = 0; i < results.size(); i++) {
                long job = (long) first + i;
                assertThat(results.get(i).toString()).contains(String.valueOf(job * job));
                each.add(first + i);
                count();
            }
        }

        @Override
        public void ended(int job, Outcome outcome) {
            each.add(job);
            others.add(outcome);
            count();
        }
    }
}
