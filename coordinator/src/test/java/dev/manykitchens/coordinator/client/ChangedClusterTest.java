package dev.manykitchens.coordinator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.dispatch.RecordedEvents;
import dev.manykitchens.coordinator.spawn.ExitReport;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.pool.Pool;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A served coordinator that is changed while it works.
@Tag("jvm")
class ChangedClusterTest {

    @Test
    void workersOfAClusterAreMadeAnotherSizeAndHalted(@TempDir Path directory) throws Exception {
        RecordedEvents events = new RecordedEvents();
        try (LiveCluster cluster = new LiveCluster(directory)) {
            PoolControls controls = cluster.coordinator().controls();
            CompletableFuture<ExitReport> exit = cluster.startWorker("north");
            cluster.awaitWorkers(1);
            try (Pool pool = cluster.open("cluster", events)) {
                controls.make(new Change.SetThreads(3));
                controls.make(new Change.SetStoves(2));

                ClusterView view = cluster.coordinator().view().get(10, TimeUnit.SECONDS);
                assertThat(view.slots()).isEqualTo(3);
                assertThat(view.workers().getFirst().facts().stoves()).isEqualTo(2);
                RunEvent.WorkerResized told =
                        events.await(
                                RunEvent.WorkerResized.class, resized -> resized.stoves() == 2);
                assertThat(told.threads()).isEqualTo(3);
                assertThat(pool.map("compute_square", List.of(2, 3))).containsExactly(4L, 9L);
                assertThat(pool.controls().possible()).isEmpty();
            }
            var _ = cluster.startWorker("south");
            cluster.awaitWorkers(6);

            controls.make(new Change.KillWorker("north"));

            assertThat(exit.get(20, TimeUnit.SECONDS).describe()).contains("137");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            cluster.coordinator().view().get(10, TimeUnit.SECONDS).workersLost()
                                    == 1);
        }
    }
}
