package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.link.ClientLink;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The clients whose streams are open, and the ways in which one ends from here: cut off, let go
/// of, given up when it falls silent. Confined to the loop.
final class ClientRoster {

    /// A client says so often that it is alive.
    static final Duration PING = Duration.ofSeconds(1);

    /// A client that said nothing for so long is gone.
    static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ClientRoster.class);

    private final Cluster cluster;
    private final ArgumentRoom room;
    private final ClientSessions sessions;
    private final Map<ClientLink, ClusterClient> clients = new LinkedHashMap<>();
    private boolean draining;
    private boolean sweeping;

    ClientRoster(Cluster cluster, ArgumentRoom room, ClientSessions sessions) {
        this.cluster = cluster;
        this.room = room;
        this.sessions = sessions;
    }

    /// The stream of a client is open.
    void add(ClusterClient client) {
        client.session().begin(client);
        clients.put(client.link(), client);
        if (!sweeping) {
            sweeping = true;
            cluster.schedule(PING, this::sweep);
        }
    }

    /// The client of this stream; null when it is open no more.
    @Nullable ClusterClient find(ClientLink link) {
        return clients.get(link);
    }

    /// Whether the stream of a client is still open.
    boolean isOpen(ClusterClient client) {
        return clients.get(client.link()) == client;
    }

    /// How many clients there are.
    int size() {
        return clients.size();
    }

    List<ClusterClient> all() {
        return List.copyOf(clients.values());
    }

    /// Does something for every client that was welcomed.
    void forEachWelcomed(Consumer<ClusterClient> action) {
        clients.values().stream().filter(ClusterClient::isWelcomed).forEach(action);
    }

    /// Whether no more clients and batches are taken.
    boolean isDraining() {
        return draining;
    }

    /// Takes no more clients and batches; those that have unfinished ones are let go of when they
    /// have not any more.
    void drain() {
        draining = true;
        all().forEach(this::letGoIfDraining);
    }

    void letGoIfDraining(ClusterClient client) {
        if (draining && client.unfinished() == 0 && !client.isFollowing()) {
            letGo(client);
        }
    }

    private void letGo(ClusterClient client) {
        remove(client, true);
        client.link().abort("the coordinator drains");
    }

    /// Ends the stream of a client that does what none of ours does.
    void cut(ClusterClient client, String reason) {
        remove(client, false);
        client.link().turnAway(reason);
    }

    /// The stream of a client is over.
    ///
    /// @param mayComeBack whether what it submitted goes on meanwhile, where things are kept
    void remove(ClusterClient client, boolean mayComeBack) {
        if (!clients.remove(client.link(), client)) {
            return;
        }
        // Batches that run keep their room until they are finished, which being cancelled they are
        // soon.
        room.giveBack(client.forgetAnnounced());
        client.unfollow();
        sessions.streamOver(client, mayComeBack);
    }

    /// Looks for clients that fell silent, as long as there are any.
    private void sweep() {
        long now = cluster.now();
        for (ClusterClient client : all()) {
            if (now - client.heardNanos() > SILENCE.toNanos()) {
                LOG.debug("client fell silent client={}", client.number());
                remove(client, true);
                client.link().abort("it was silent for " + SILENCE.toSeconds() + " s");
            }
        }
        sweeping = !clients.isEmpty();
        if (sweeping) {
            cluster.schedule(PING, this::sweep);
        }
    }

    /// The journal can be written no more: nobody is told anything any more, and nothing is ended,
    /// so that another coordinator can go on.
    void stop(String why) {
        draining = true;
        for (ClusterClient client : all()) {
            clients.remove(client.link());
            client.unfollow();
            client.link().abort(why);
        }
    }
}
