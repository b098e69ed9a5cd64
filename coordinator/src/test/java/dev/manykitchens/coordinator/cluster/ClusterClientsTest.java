package dev.manykitchens.coordinator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientMessage;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/// Clients that are lists of what they were told, of a coordinator whose clock is moved.
class ClusterClientsTest {

    private static final Duration NEARLY_SILENCE = ClientRoster.SILENCE.minusMillis(1);

    private final FakeCluster cluster = new FakeCluster();
    private final ArgumentRoom room = new ArgumentRoom(1_000_000);
    private final ClusterClients clients = new ClusterClients(cluster, room, Optional.empty());

    @Test
    void aClientWhoseBatchComesInPartsIsNotSilent() {
        FakeClientLink client = join();

        for (int part = 0; part < 5; part++) {
            cluster.pass(NEARLY_SILENCE);
            clients.heard(client);
        }

        assertThat(client.told).containsExactly("welcome");
    }

    @Test
    void whoOnlyHandsInWhatOutlivesItNeedsNoWorker() {
        cluster.workers.clear();
        FakeClientLink submitter = new FakeClientLink();

        clients.opened(
                submitter,
                new ClientHello("here", 42, 0, Duration.ofSeconds(10), Map.of(), true, "s"));
        FakeClientLink other = join();
        cluster.pass(Duration.ofSeconds(10));

        assertThat(submitter.told).containsExactly("welcome");
        assertThat(other.told)
                .containsExactly(
                        "turn away a cluster of 1 worker must have as many workers, 0 are here after 10 s; start more with kitchen worker --join");
    }

    @Test
    void aClientThatSaysNothingIsGone() {
        FakeClientLink client = join();

        cluster.pass(ClientRoster.SILENCE.plus(ClientRoster.PING.multipliedBy(2)));

        assertThat(client.told).containsExactly("welcome", "abort it was silent for 10 s");
        assertThat(cluster.closed).hasSize(1);
    }

    @Test
    void whoStoodBehindAClientThatLeftIsServed() {
        FakeClientLink holder = join();
        announce(holder, 1, 600_000);
        FakeClientLink leaving = join();
        announce(leaving, 1, 800_000);
        FakeClientLink behind = join();
        announce(behind, 1, 100_000);
        assertThat(behind.told).containsExactly("welcome");

        clients.ended(leaving, Optional.empty());

        assertThat(behind.told).containsExactly("welcome", "accept 1");
        clients.ended(holder, Optional.empty());
        clients.ended(behind, Optional.empty());
        assertThat(room.taken()).isZero();
        assertThat(room.waiting()).isZero();
    }

    @Test
    void aBatchThatIsCancelledBeforeItCameLeavesNothingBehind() {
        FakeClientLink client = join();
        announce(client, 1, 900_000);
        announce(client, 2, 900_000);

        // One that may send its arguments, and one that waits.
        clients.said(client, new ClientMessage.Withdrawn(1, 7), cluster.now());
        clients.said(client, new ClientMessage.Withdrawn(2, 8), cluster.now());

        assertThat(client.told)
                .containsExactly(
                        "welcome",
                        "accept 1",
                        "accept 2",
                        "ended 1 CANCELLED 0+7",
                        "finished 1",
                        "ended 2 CANCELLED 0+8",
                        "finished 2");
        assertThat(room.taken()).isZero();
        // Its places are free again, and its numbers.
        for (int batch = 1; batch <= ClientBatches.MOST_BATCHES; batch++) {
            announce(client, batch, 10_000);
        }
        assertThat(client.told).noneMatch(told -> told.startsWith("turn away"));
    }

    @Test
    void aBatchThatComesDuringADrainEndsNoneOfItsClients() {
        FakeClientLink client = join();
        announce(client, 1, 10);
        come(client, 1);
        announce(client, 2, 10);

        clients.drain();
        come(client, 2);

        // It hands the second batch in again when the first is finished.
        assertThat(client.told).containsExactly("welcome");
        assertThat(cluster.closed).isEmpty();
        cluster.finish(cluster.running.keySet().iterator().next());
        assertThat(client.told)
                .containsExactly("welcome", "finished 1", "abort the coordinator drains");
    }

    @Test
    void manyJobsWithoutArgumentsWaitForRoomAsAllDo() {
        FakeClientLink client = join();
        announce(client, 1, 900_000);
        come(client, 1);

        clients.said(client, new ClientMessage.Announced(2, 1_000_000, 10, 900_000), cluster.now());

        assertThat(client.told).containsExactly("welcome", "accept 1");
        assertThat(cluster.running).hasSize(1);
        cluster.finish(cluster.running.keySet().iterator().next());
        assertThat(client.told).containsExactly("welcome", "accept 1", "accept 2", "finished 1");
    }

    private void come(FakeClientLink link, long batch) {
        clients.said(
                link,
                new ClientMessage.BatchCame(
                        batch,
                        new Batch(
                                RecipeBook.load(getClass().getClassLoader()).get("echo_integer"),
                                Columns.of(Column.ofLongs(1, 2, 3)),
                                BatchOptions.DEFAULTS),
                        0,
                        false,
                        new BitSet()),
                cluster.now());
    }

    private void announce(FakeClientLink link, long batch, long bytes) {
        clients.said(link, new ClientMessage.Announced(batch, 3, bytes, bytes), cluster.now());
    }

    private FakeClientLink join() {
        FakeClientLink link = new FakeClientLink();
        clients.opened(link, new ClientHello("here", 42, 0, Duration.ofSeconds(10), Map.of()));
        return link;
    }
}
