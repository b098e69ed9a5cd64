package dev.manykitchens.coordinator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.link.BatchTerms;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientMessage;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/// Events of many jobs, where deliveries are made more slowly than jobs end.
class ClusterEventsTest {

    private static final int CHUNK = 4_096;
    private static final int MOST = ClusterClient.MOST_JOBS_TO_TELL / CHUNK;

    private final FakeCluster cluster = new FakeCluster();
    private final ClusterClients clients =
            new ClusterClients(cluster, new ArgumentRoom(1_000_000), Optional.empty());
    private final Queue<Runnable> deliveries = new ArrayDeque<>();
    private final ClusterEvents events = new ClusterEvents(EventSink.NONE, deliveries::add);
    private final FakeClientLink link = new FakeClientLink();

    @Test
    void nothingMoreIsRunForAClientThatIsToBeToldOfVeryManyJobsUntilHalfOfThemWereTold() {
        events.connect(clients);
        long batch = batchOf(link);

        finish(batch, MOST);
        assertThat(cluster.paused).isEmpty();
        finish(batch, 1);
        assertThat(cluster.paused).hasSize(1);
        finish(batch, 10);
        deliver(10 + MOST / 2);
        assertThat(cluster.paused).hasSize(1);
        deliver(1);
        assertThat(cluster.paused).isEmpty();

        finish(batch, MOST);
        assertThat(cluster.paused).as("again").hasSize(1);
        link.ready = false;
        clients.paceChanged(link);
        deliver(deliveries.size());
        assertThat(cluster.paused).as("it takes no more").hasSize(1);
        link.ready = true;
        clients.paceChanged(link);
        assertThat(cluster.paused).isEmpty();
    }

    @Test
    void whatIsDeliveredAfterAClientIsGoneChangesNothing() {
        events.connect(clients);
        long batch = batchOf(link);
        finish(batch, MOST + 1);
        assertThat(cluster.paused).hasSize(1);

        clients.ended(link, Optional.of("reset"));
        assertThat(cluster.paused).isEmpty();
        deliver(deliveries.size());

        assertThat(cluster.paused).isEmpty();
        assertThat(cluster.closed).hasSize(1);
    }

    private void finish(long batch, int chunks) {
        for (int chunk = 0; chunk < chunks; chunk++) {
            events.accept(new RunEvent.JobsFinished(0, batch, "w1", JobColumns.allocate(CHUNK)));
        }
    }

    private void deliver(int tasks) {
        for (int task = 0; task < tasks; task++) {
            deliveries.remove().run();
        }
    }

    /// The number of a batch that a client has handed in.
    private long batchOf(FakeClientLink client) {
        clients.opened(
                client, new ClientHello("here", 42, 0, Duration.ofSeconds(10), Map.of(), "s"));
        BatchTerms terms = BatchTerms.USUAL;
        BitSet none = new BitSet();
        clients.said(client, new ClientMessage.Announced(1, 3, 10, 10, terms, none), 0);
        clients.said(
                client,
                new ClientMessage.BatchCame(
                        1,
                        new Batch(
                                RecipeBook.load(getClass().getClassLoader()).get("echo_integer"),
                                Columns.of(Column.ofLongs(1, 2, 3)),
                                BatchOptions.DEFAULTS),
                        0,
                        false,
                        none,
                        terms),
                0);
        return cluster.running.keySet().iterator().next();
    }
}
