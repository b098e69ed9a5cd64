package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.journal.KeptBatch;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientLink;
import dev.manykitchens.coordinator.link.ClientMessage;
import dev.manykitchens.core.event.RunEvent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The clients of a coordinator, from hello to end. Confined to the loop.
///
/// ```
/// hello ──▶ waits for workers ──welcome──▶ announces ──room──▶ sends arguments ──▶ batch runs ──▶ finished
///               │ too long                     └─ waits for room                       │
///               ▼                                                                      ▼
///           turned away                            its stream ends: all of it is cancelled, or, where
///                                                  things are kept, goes on until it comes back
/// ```
///
/// Here is who comes and goes; the rest is in three parts, each of which knows those behind it:
/// ClientBatches, what streams tell of batches; ClientRoster, the streams that are open;
/// ClientSessions, what outlives a stream.
final class ClusterClients {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterClients.class);

    private final Cluster cluster;
    private final ClientSessions sessions;
    private final ClientRoster roster;
    private final ClientBatches batches;

    /// @param followers tell outcomes from the journal; empty: there is none
    ClusterClients(Cluster cluster, ArgumentRoom room, Optional<Followers> followers) {
        this.cluster = cluster;
        sessions = new ClientSessions(cluster, room, followers.isPresent());
        roster = new ClientRoster(cluster, room, sessions);
        batches = new ClientBatches(cluster, room, sessions, roster, followers);
    }

    /// Goes on with the clients of another coordinator: each has some time to come back. Before
    /// anything else.
    ///
    /// @param kept every batch that is kept
    void restore(Recovered recovered, List<KeptBatch> kept) {
        sessions.restore(recovered, kept);
    }

    void opened(ClientLink link, ClientHello hello) {
        if (roster.isDraining()) {
            link.abort("the coordinator drains and takes no more clients");
            return;
        }
        ClusterClient client = new ClusterClient(session(hello), link, hello, cluster.now());
        roster.add(client);
        welcomeIfReady(client);
        if (!client.isWelcomed()) {
            cluster.schedule(hello.patience(), () -> turnAwayIfWaiting(client));
        }
    }

    /// The session of a client that says hello: another stream of it is over, whether that was
    /// noticed or not.
    private ClientSession session(ClientHello hello) {
        ClientSession known = sessions.find(hello);
        if (known == null) {
            return sessions.begin(hello);
        }
        ClusterClient before = known.stream();
        if (before != null) {
            roster.remove(before, true);
            before.link().abort("the same client opened another stream");
            // It is closed when it had no batches.
            return session(hello);
        }
        return known;
    }

    /// Which workers are here has changed.
    void workersChanged() {
        roster.all().forEach(this::welcomeIfReady);
    }

    private void welcomeIfReady(ClusterClient client) {
        if (client.isWelcomed()) {
            return;
        }
        List<RunEvent.WorkerJoined> here = cluster.workers();
        int wanted = client.hello().workers();
        ClientSession session = client.session();
        int needed = client.hello().needsNoWorker() ? 0 : Math.max(1, wanted);
        // Who comes back for what it submitted need not wait for those who run it.
        if (here.size() < needed && !session.hasBatches()) {
            return;
        }
        client.markWelcomed();
        if (!session.isOpen()) {
            session.markOpen();
            cluster.open(session);
        }
        keepPace(client);
        int slots =
                here.stream()
                        .map(RunEvent.WorkerJoined::threads)
                        .sorted((a, b) -> b - a)
                        .limit(wanted == 0 ? here.size() : wanted)
                        .mapToInt(threads -> threads)
                        .sum();
        ClientLink.Welcome welcome =
                new ClientLink.Welcome(
                        client.number(),
                        wanted == 0 ? here.size() : wanted,
                        slots,
                        ClientBatches.MOST_BATCHES,
                        ClientRoster.PING,
                        ClientRoster.SILENCE,
                        ClientBatches.SMALL_BATCH_BYTES,
                        ClientBatches.SMALL_BATCH_JOBS,
                        sessions.comeBack());
        cluster.afterwards(() -> {
            client.link().welcome(welcome);
            if (wanted == 0) {
                here.forEach(worker -> cluster.tellOf(client, worker));
            }
        });
        LOG.debug(
                "client joined client={} host={} pid={} workers={} slots={}",
                client.number(),
                client.hello().host(),
                client.hello().pid(),
                here.size(),
                slots);
    }

    private void turnAwayIfWaiting(ClusterClient client) {
        if (!roster.isOpen(client) || client.isWelcomed()) {
            return;
        }
        int wanted = Math.max(1, client.hello().workers());
        int here = cluster.workers().size();
        roster.remove(client, false);
        client.link()
                .turnAway(
                        "a cluster of %d %s must have as many workers, %d %s here after %d s; start more with kitchen worker --join"
                                .formatted(
                                        wanted,
                                        wanted == 1 ? "worker" : "workers",
                                        here,
                                        here == 1 ? "is" : "are",
                                        client.hello().patience().toSeconds()));
    }

    void said(ClientLink link, ClientMessage message, long heardNanos) {
        ClusterClient client = roster.find(link);
        if (client == null) {
            return;
        }
        client.markHeard(cluster.now());
        switch (message) {
            case ClientMessage.Announced announced -> batches.announced(client, announced);
            case ClientMessage.BatchCame came -> batches.submit(client, came);
            case ClientMessage.Unwanted(long batch, List<Integer> jobs) ->
                    client.cancellable(batch).ifPresent(our -> batches.cancel(our, jobs));
            case ClientMessage.Withdrawn(long batch, int jobs) ->
                    batches.withdraw(client, batch, jobs);
            case ClientMessage.Taken(long batch) ->
                    client.ours(batch)
                            .filter(client.session()::isFinished)
                            .ifPresent(our -> sessions.forget(client.session(), our));
            case ClientMessage.Alive(long sentNanos) -> link.pong(sentNanos, cluster.now());
        }
        link.acknowledge();
    }

    /// A client sends something that is not whole yet.
    void heard(ClientLink link) {
        ClusterClient client = roster.find(link);
        if (client != null) {
            client.markHeard(cluster.now());
        }
    }

    /// A client has fallen behind with what it is told, or takes more again.
    void paceChanged(ClientLink link) {
        ClusterClient client = roster.find(link);
        if (client != null) {
            keepPace(client);
        }
    }

    /// The same, found out while something is carried out, or where deliveries are made.
    void paceMayHaveChanged(ClientLink link) {
        cluster.post(() -> paceChanged(link));
    }

    /// As long as a client is behind nothing more is run for it. What outlives it is: its outcomes
    /// wait on the disk.
    private void keepPace(ClusterClient client) {
        if (client.session().isOpen() && client.markPaused(client.isBehind())) {
            cluster.pause(client.number(), client.isPaused());
        }
    }

    void ended(ClientLink link, Optional<String> failure) {
        ClusterClient client = roster.find(link);
        if (client != null) {
            LOG.debug(
                    "client left client={} host={} pid={} batches={} why={}",
                    client.number(),
                    client.hello().host(),
                    client.hello().pid(),
                    client.unfinished(),
                    failure.orElse("done"));
            roster.remove(client, failure.isPresent());
            link.complete();
        }
    }

    /// A batch of another coordinator is finished, and all was told.
    void finished(long our) {
        batches.finished(our);
    }

    /// Finished batches are kept no longer: who still asks for one hears that there is none.
    void expire(List<Long> those) {
        sessions.expire(those);
    }

    /// Takes no more clients and batches; those that have unfinished ones are let go of when they
    /// have not any more.
    void drain() {
        roster.drain();
    }

    /// The journal can be written no more: nobody is told anything any more, and nothing is ended,
    /// so that another coordinator can go on.
    void stop(String why) {
        sessions.stop();
        roster.stop(why);
    }

    /// How many clients there are.
    int size() {
        return roster.size();
    }

    List<ClusterClient> all() {
        return roster.all();
    }

    /// Does something for every client that was welcomed.
    void forEachWelcomed(Consumer<ClusterClient> action) {
        roster.forEachWelcomed(action);
    }

    /// The client whose batch it is, while it has a stream.
    Optional<ClusterClient> ofBatch(long batch) {
        ClientSession session = sessions.ofBatch(batch);
        return session == null ? Optional.empty() : Optional.ofNullable(session.stream());
    }

    /// The number of the client whose batch it is, whether it has a stream or not; 0: nobody's.
    long numberOfBatch(long batch) {
        ClientSession session = sessions.ofBatch(batch);
        return session == null ? 0 : session.number();
    }
}
