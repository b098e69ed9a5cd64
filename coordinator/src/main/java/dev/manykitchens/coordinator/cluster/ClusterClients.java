package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.Submission;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientLink;
import dev.manykitchens.coordinator.link.ClientMessage;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The clients whose streams are open, from hello to end. Confined to the loop.
///
/// ```
/// hello ──▶ waits for workers ──welcome──▶ announces ──room──▶ sends arguments ──▶ batch runs ──▶ finished
///               │ too long                     └─ waits for room                       │
///               ▼                                                                      ▼
///           turned away                            its stream ends: all of it is cancelled
/// ```
final class ClusterClients {

    /// So many batches of one client may be unfinished, or announced.
    static final int MOST_BATCHES = 1_000;

    /// The arguments of a batch of so few bytes and so few jobs come without being announced first,
    /// and are not counted.
    static final int SMALL_BATCH_BYTES = 4_096;

    static final int SMALL_BATCH_JOBS = 4_096;

    /// So many jobs are cancelled in one go: others have their turn in between.
    private static final int CANCELLED_AT_ONCE = 4_096;

    /// A client says so often that it is alive.
    static final Duration PING = Duration.ofSeconds(1);

    /// A client that said nothing for so long is gone.
    static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterClients.class);

    private final Cluster cluster;
    private final ArgumentRoom room;
    private final Map<ClientLink, ClusterClient> clients = new LinkedHashMap<>();
    private final Map<Long, ClusterClient> byBatch = new LinkedHashMap<>();

    private long lastClient;
    private boolean draining;
    private boolean sweeping;

    /// What the clients need of the coordinator.
    interface Cluster {

        /// Nanoseconds, monotonic.
        long now();

        /// Runs something on the loop, later.
        void schedule(Duration delay, Runnable task);

        /// Runs something on the loop, after what waits there.
        void post(Runnable task);

        /// Runs something where deliveries are made, after what was posted before.
        void deliver(Runnable task);

        /// A client will submit batches.
        void open(ClusterClient client);

        /// A client is gone; what it submitted is cancelled.
        void close(long client);

        /// Hands in a batch.
        ///
        /// @param numbered called with its number here before any event tells of it
        /// @param onFinished called on the loop when every job has its outcome and all were told
        /// @return why it is not taken, a sentence; empty when it is
        Optional<String> submit(Submission submission, LongConsumer numbered, Runnable onFinished);

        /// Cancels a batch.
        void cancel(long batch);

        /// Cancels a job.
        void cancel(long batch, int job);

        /// The workers that take jobs.
        List<RunEvent.WorkerJoined> workers();

        /// Tells a client of a worker that runs its jobs, once.
        void tellOf(ClusterClient client, RunEvent.WorkerJoined worker);

        /// Whether one of the workers here runs this recipe.
        boolean canRun(String recipe);
    }

    ClusterClients(Cluster cluster, ArgumentRoom room) {
        this.cluster = cluster;
        this.room = room;
    }

    void opened(ClientLink link, ClientHello hello) {
        if (draining) {
            link.abort("the coordinator drains and takes no more clients");
            return;
        }
        ClusterClient client = new ClusterClient(++lastClient, link, hello, cluster.now());
        clients.put(link, client);
        if (!sweeping) {
            sweeping = true;
            cluster.schedule(PING, this::sweep);
        }
        welcomeIfReady(client);
        if (!client.isWelcomed()) {
            cluster.schedule(hello.patience(), () -> turnAwayIfWaiting(client));
        }
    }

    /// Which workers are here has changed.
    void workersChanged() {
        List.copyOf(clients.values()).forEach(this::welcomeIfReady);
    }

    void said(ClientLink link, ClientMessage message, long heardNanos) {
        ClusterClient client = clients.get(link);
        if (client == null) {
            return;
        }
        client.markHeard(cluster.now());
        switch (message) {
            case ClientMessage.Announced announced -> announced(client, announced);
            case ClientMessage.BatchCame came -> submit(client, came);
            case ClientMessage.Unwanted(long batch, List<Integer> jobs) ->
                    client.ours(batch).ifPresent(our -> cancel(our, jobs));
            case ClientMessage.Withdrawn(long batch, int jobs) -> {
                giveBack(client, batch);
                link.ended(batch, 0, jobs, Outcome.CANCELLED);
                link.finished(batch);
            }
            // What is finished is not kept.
            case ClientMessage.Taken _ -> {}
            case ClientMessage.Alive(long sentNanos) -> link.pong(sentNanos, cluster.now());
        }
        link.acknowledge();
    }

    /// A client sends something that is not whole yet.
    void heard(ClientLink link) {
        ClusterClient client = clients.get(link);
        if (client != null) {
            client.markHeard(cluster.now());
        }
    }

    private void cancel(long batch, List<Integer> jobs) {
        if (jobs.isEmpty()) {
            cluster.cancel(batch);
        } else {
            jobs.forEach(job -> cluster.cancel(batch, job));
        }
    }

    void ended(ClientLink link, Optional<String> failure) {
        ClusterClient client = clients.get(link);
        if (client != null) {
            LOG.debug(
                    "client left client={} host={} pid={} batches={} why={}",
                    client.number(),
                    client.hello().host(),
                    client.hello().pid(),
                    client.unfinished(),
                    failure.orElse("done"));
            remove(client);
            link.complete();
        }
    }

    /// Takes no more clients and batches; those that have unfinished ones are let go of when they
    /// have not any more.
    void drain() {
        draining = true;
        List.copyOf(clients.values()).forEach(this::letGoIfDraining);
    }

    /// How many clients there are.
    int size() {
        return clients.size();
    }

    List<ClusterClient> all() {
        return List.copyOf(clients.values());
    }

    /// Whose batch it is.
    Optional<ClusterClient> ofBatch(long batch) {
        return Optional.ofNullable(byBatch.get(batch));
    }

    private void welcomeIfReady(ClusterClient client) {
        if (client.isWelcomed()) {
            return;
        }
        List<RunEvent.WorkerJoined> here = cluster.workers();
        int wanted = client.hello().workers();
        if (here.size() < Math.max(1, wanted)) {
            return;
        }
        client.markWelcomed();
        cluster.open(client);
        int slots =
                here.stream()
                        .map(RunEvent.WorkerJoined::threads)
                        .sorted((a, b) -> b - a)
                        .limit(wanted == 0 ? here.size() : wanted)
                        .mapToInt(threads -> threads)
                        .sum();
        client.link()
                .welcome(
                        new ClientLink.Welcome(
                                client.number(),
                                wanted == 0 ? here.size() : wanted,
                                slots,
                                MOST_BATCHES,
                                PING,
                                SILENCE,
                                SMALL_BATCH_BYTES,
                                SMALL_BATCH_JOBS));
        if (wanted == 0) {
            here.forEach(worker -> cluster.tellOf(client, worker));
        }
        LOG.debug(
                "client joined client={} host={} pid={} workers={} slots={}",
                client.number(),
                client.hello().host(),
                client.hello().pid(),
                here.size(),
                slots);
    }

    private void turnAwayIfWaiting(ClusterClient client) {
        if (clients.get(client.link()) != client || client.isWelcomed()) {
            return;
        }
        int wanted = Math.max(1, client.hello().workers());
        int here = cluster.workers().size();
        remove(client);
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

    private void announced(ClusterClient client, ClientMessage.Announced batch) {
        long their = batch.batch();
        boolean isSmall =
                batch.argumentBytes() <= SMALL_BATCH_BYTES && batch.jobs() <= SMALL_BATCH_JOBS;
        if (!client.isWelcomed()) {
            cut(client, "a client must wait for its welcome before it starts a batch");
        } else if (client.shares().containsKey(their)) {
            cut(client, "the number of a batch must be new, is that of an unfinished one");
        } else if (client.shares().size() >= MOST_BATCHES) {
            cut(client, "a client may have at most " + MOST_BATCHES + " batches unfinished");
        } else if (isSmall) {
            client.shares().put(their, ArgumentRoom.uncounted());
        } else if (!room.couldTake(batch.heldBytes())) {
            cut(
                    client,
                    "a batch must take at most %d MiB here, was to take %d MiB; submit smaller batches, or give the coordinator more memory"
                            .formatted(room.most() >> 20, batch.heldBytes() >> 20));
        } else {
            client.shares()
                    .put(their, room.want(batch.heldBytes(), () -> client.link().accept(their)));
        }
    }

    private void submit(ClusterClient client, ClientMessage.BatchCame came) {
        long their = came.number();
        String recipe = came.batch().recipe().name();
        if (!client.maySend(their)) {
            cut(client, "a client must wait until its batch is accepted");
        } else if (draining) {
            // The client hands it in again, to whoever follows, once it is let go of.
            giveBack(client, their);
            letGoIfDraining(client);
        } else if (!cluster.canRun(recipe)) {
            refuse(
                    client,
                    came,
                    "one of the workers here must know the recipe %s, none does; put its jar beside a worker and start that with --recipes"
                            .formatted(recipe));
        } else {
            Submission submission =
                    new Submission(
                            new BatchTold(came.batch(), came.unitsPerSecond(), client.resources()),
                            client.number(),
                            came.speculate(),
                            came.settled(),
                            client.listener(their));
            long[] our = new long[1];
            Optional<String> refusal =
                    cluster.submit(
                            submission,
                            number -> {
                                our[0] = number;
                                client.begin(their, number);
                                byBatch.put(number, client);
                            },
                            () -> finished(client, our[0]));
            refusal.ifPresentOrElse(
                    reason -> refuse(client, came, reason),
                    () -> cancelSettled(our[0], came.settled(), 0));
        }
    }

    /// A client that comes back may have millions of jobs that are settled.
    private void cancelSettled(long our, BitSet settled, int from) {
        int job = settled.nextSetBit(from);
        for (int left = CANCELLED_AT_ONCE; job >= 0 && left > 0; left--) {
            cluster.cancel(our, job);
            job = settled.nextSetBit(job + 1);
        }
        if (job >= 0 && byBatch.containsKey(our)) {
            int next = job;
            cluster.post(() -> cancelSettled(our, settled, next));
        }
    }

    private void refuse(ClusterClient client, ClientMessage.BatchCame came, String reason) {
        long their = came.number();
        giveBack(client, their);
        ClientLink link = client.link();
        int jobs = came.batch().size();
        Outcome outcome = new Outcome.Failed(reason, Origin.ofNobody());
        cluster.deliver(() -> {
            link.ended(their, 0, jobs, outcome);
            link.finished(their);
        });
    }

    private void finished(ClusterClient client, long our) {
        byBatch.remove(our);
        client.end(our)
                .ifPresent(their -> {
                    giveBack(client, their);
                    client.link().finished(their);
                    letGoIfDraining(client);
                });
    }

    private void giveBack(ClusterClient client, long their) {
        ArgumentRoom.Share share = client.shares().remove(their);
        if (share != null) {
            room.giveBack(List.of(share));
        }
    }

    private void letGoIfDraining(ClusterClient client) {
        if (draining && client.unfinished() == 0) {
            letGo(client);
        }
    }

    private void letGo(ClusterClient client) {
        remove(client);
        client.link().abort("the coordinator drains");
    }

    /// Ends the stream of a client that does what none of ours does.
    private void cut(ClusterClient client, String reason) {
        remove(client);
        client.link().turnAway(reason);
    }

    private void remove(ClusterClient client) {
        if (!clients.remove(client.link(), client)) {
            return;
        }
        // Batches that run keep their room until they are finished, which being cancelled they are
        // soon.
        room.giveBack(client.forgetNotBegun());
        if (client.isWelcomed()) {
            cluster.close(client.number());
        }
    }

    /// Looks for clients that fell silent, as long as there are any.
    private void sweep() {
        long now = cluster.now();
        for (ClusterClient client : all()) {
            if (now - client.heardNanos() > SILENCE.toNanos()) {
                LOG.debug("client fell silent client={}", client.number());
                remove(client);
                client.link().abort("it was silent for " + SILENCE.toSeconds() + " s");
            }
        }
        sweeping = !clients.isEmpty();
        if (sweeping) {
            cluster.schedule(PING, this::sweep);
        }
    }

    /// Does something for every client that was welcomed.
    void forEachWelcomed(Consumer<ClusterClient> action) {
        clients.values().stream().filter(ClusterClient::isWelcomed).forEach(action);
    }
}
