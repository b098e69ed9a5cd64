package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.Claim;
import dev.manykitchens.coordinator.dispatch.Submission;
import dev.manykitchens.coordinator.journal.KeptBatch;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.link.BatchTerms;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientLink;
import dev.manykitchens.coordinator.link.ClientMessage;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.value.Column;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The clients whose streams are open, from hello to end. Confined to the loop.
///
/// ```
/// hello ──▶ waits for workers ──welcome──▶ announces ──room──▶ sends arguments ──▶ batch runs ──▶ finished
///               │ too long                     └─ waits for room                       │
///               ▼                                                                      ▼
///           turned away                            its stream ends: all of it is cancelled, or, where
///                                                  things are kept, goes on until it comes back
/// ```
///
/// Where there is a journal, what a client submits belongs to its session, which another stream may
/// take up again; the outcomes that it lacks then come from the journal.
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

    /// Where there is a journal, what a client submitted goes on for so long without it.
    static final Duration COME_BACK = Duration.ofMinutes(2);

    /// A client that takes no more for now is asked again so soon.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterClients.class);

    private final Cluster cluster;
    private final ArgumentRoom room;
    private final Optional<Followers> followers;
    private final Map<ClientLink, ClusterClient> clients = new LinkedHashMap<>();

    /// Those that can come back, by their keys.
    private final Map<String, ClientSession> sessions = new HashMap<>();

    /// Of every unfinished batch.
    private final Map<Long, ClientSession> byBatch = new LinkedHashMap<>();

    /// The batches that are kept and have a key, by that.
    private final Map<String, Long> keyed = new HashMap<>();

    private long lastClient;
    private boolean draining;
    private boolean stopped;
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
        void open(ClientSession client);

        /// A client is gone; what it submitted is cancelled.
        void close(long client);

        /// Nothing that a client submitted is given to a worker from now on, or is again.
        void pause(long client, boolean paused);

        /// Runs something behind all that was decided so far, and is on disk by then if it must be.
        void afterwards(Runnable task);

        /// A finished batch need not be kept any more.
        void forget(long batch);

        /// Hands in a batch.
        ///
        /// @param numbered called with its number here before any event tells of it
        /// @param onAccepted called on the loop once it is accepted and, where things are kept, is
        /// @param onFinished called on the loop when every job has its outcome and all were told
        /// @return why it is not taken, a sentence; empty when it is
        Optional<String> submit(
                Submission submission,
                LongConsumer numbered,
                Runnable onAccepted,
                Runnable onFinished);

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

    /// @param followers tell outcomes from the journal; empty: there is none
    ClusterClients(Cluster cluster, ArgumentRoom room, Optional<Followers> followers) {
        this.cluster = cluster;
        this.room = room;
        this.followers = followers;
    }

    /// Goes on with the clients of another coordinator: each has some time to come back. Before
    /// anything else.
    ///
    /// @param kept every batch that is kept
    void restore(Recovered recovered, List<KeptBatch> kept) {
        lastClient = recovered.lastSubmitter();
        Map<Long, ClientSession> all = new TreeMap<>();
        recovered
                .submitters()
                .forEach((number, submitter) -> {
                    ClientSession session =
                            new ClientSession(number, submitter.session(), submitter.hello());
                    session.markOpen();
                    all.put(number, session);
                    if (!session.key().isEmpty()) {
                        sessions.put(session.key(), session);
                    }
                });
        recovered
                .batches()
                .forEach((number, batch) -> {
                    ClientSession session = all.get(batch.submitter());
                    if (session != null) {
                        if (batch.detached()) {
                            session.markDetached();
                        }
                        session.begin(
                                batch.theirs(), number, room.hold(heldBytes(batch.told().batch())));
                        byBatch.put(number, session);
                    }
                });
        kept.forEach(this::restore);
        for (ClientSession session : all.values()) {
            if (!session.key().isEmpty()) {
                closeUnlessBack(session, session.breaks());
            } else if (!session.isDetached() || !session.hasBatches()) {
                close(session);
            }
        }
    }

    private void restore(KeptBatch batch) {
        if (!batch.key().isEmpty()) {
            keyed.put(batch.key(), batch.number());
        }
        if (batch.finished().isPresent() && !batch.detached()) {
            ClientSession session = sessions.get(batch.session());
            if (session != null) {
                session.begin(batch.theirs(), batch.number(), ArgumentRoom.uncounted());
                session.finish(batch.number());
            } else if (batch.key().isEmpty()) {
                cluster.forget(batch.number());
            }
        }
    }

    /// About what a batch takes here: see [ClientMessage.Announced#heldBytes].
    private static long heldBytes(Batch batch) {
        return batch.arguments().wireBytes(0, batch.size())
                + (long) batch.size() * Long.BYTES * batch.arguments().columns().size()
                + batch.size() / 2;
    }

    void opened(ClientLink link, ClientHello hello) {
        if (draining) {
            link.abort("the coordinator drains and takes no more clients");
            return;
        }
        ClusterClient client = new ClusterClient(session(hello), link, hello, cluster.now());
        client.session().begin(client);
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

    /// The session of a client that says hello: another stream of it is over, whether that was
    /// noticed or not.
    private ClientSession session(ClientHello hello) {
        ClientSession known = sessions.get(hello.session());
        if (known == null) {
            ClientSession session = new ClientSession(++lastClient, hello.session(), hello);
            if (followers.isPresent() && !session.key().isEmpty()) {
                sessions.put(session.key(), session);
            }
            return session;
        }
        ClusterClient before = known.stream();
        if (before != null) {
            remove(before, true);
            before.link().abort("the same client opened another stream");
            // It is closed when it had no batches.
            return session(hello);
        }
        return known;
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
            case ClientMessage.Withdrawn(long batch, int jobs) -> withdraw(client, batch, jobs);
            case ClientMessage.Taken(long batch) ->
                    client.ours(batch)
                            .filter(client.session()::isFinished)
                            .ifPresent(our -> forget(client.session(), our));
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

    /// A client has fallen behind with what it is told, or takes more again.
    void paceChanged(ClientLink link) {
        ClusterClient client = clients.get(link);
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

    private void cancel(long batch, List<Integer> jobs) {
        if (jobs.isEmpty()) {
            cluster.cancel(batch);
        } else {
            jobs.forEach(job -> cluster.cancel(batch, job));
        }
    }

    private void withdraw(ClusterClient client, long their, int jobs) {
        Optional<Long> our = client.ours(their);
        if (our.isPresent()) {
            // It was resumed, which the client had not heard.
            cluster.cancel(our.get());
        } else {
            giveBack(client, their);
            // One that it joined goes on for whoever else waits for it.
            client.leave(their);
            client.link().ended(their, 0, jobs, Outcome.CANCELLED);
            client.link().finished(their);
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
            remove(client, failure.isPresent());
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

    /// The client whose batch it is, while it has a stream.
    Optional<ClusterClient> ofBatch(long batch) {
        ClientSession session = byBatch.get(batch);
        return session == null ? Optional.empty() : Optional.ofNullable(session.stream());
    }

    /// The number of the client whose batch it is, whether it has a stream or not; 0: nobody's.
    long numberOfBatch(long batch) {
        ClientSession session = byBatch.get(batch);
        return session == null ? 0 : session.number();
    }

    /// Finished batches are kept no longer: who still asks for one hears that there is none.
    void expire(List<Long> batches) {
        for (long our : batches) {
            keyed.values().remove(our);
            for (ClientSession session : sessions.values()) {
                session.forget(our);
            }
            cluster.forget(our);
        }
    }

    /// The journal can be written no more: nobody is told anything any more, and nothing is ended,
    /// so that another coordinator can go on.
    void stop(String why) {
        draining = true;
        stopped = true;
        for (ClusterClient client : all()) {
            clients.remove(client.link());
            client.unfollow();
            client.link().abort(why);
        }
    }

    private void welcomeIfReady(ClusterClient client) {
        if (client.isWelcomed()) {
            return;
        }
        List<RunEvent.WorkerJoined> here = cluster.workers();
        int wanted = client.hello().workers();
        ClientSession session = client.session();
        // Who comes back for what it submitted need not wait for those who run it.
        if (here.size() < Math.max(1, wanted) && !session.hasBatches()) {
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
                        MOST_BATCHES,
                        PING,
                        SILENCE,
                        SMALL_BATCH_BYTES,
                        SMALL_BATCH_JOBS,
                        comeBack());
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

    private Duration comeBack() {
        return followers.isPresent() ? COME_BACK : Duration.ZERO;
    }

    private void turnAwayIfWaiting(ClusterClient client) {
        if (clients.get(client.link()) != client || client.isWelcomed()) {
            return;
        }
        int wanted = Math.max(1, client.hello().workers());
        int here = cluster.workers().size();
        remove(client, false);
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
        } else if (client.has(their)
                || (client.ours(their).isPresent() && !batch.terms().waits())) {
            cut(client, "the number of a batch must be new, is that of an unfinished one");
        } else if (isHere(client, batch)) {
            resume(client, batch);
        } else if (client.batches() >= MOST_BATCHES) {
            cut(client, "a client may have at most " + MOST_BATCHES + " batches unfinished");
        } else if (isSmall) {
            client.announced().put(their, ArgumentRoom.uncounted());
            if (batch.terms().waits()) {
                client.link().accept(their);
            }
        } else if (!room.couldTake(batch.heldBytes())) {
            cut(
                    client,
                    "a batch must take at most %d MiB here, was to take %d MiB; submit smaller batches, or give the coordinator more memory"
                            .formatted(room.most() >> 20, batch.heldBytes() >> 20));
        } else {
            client.announced()
                    .put(their, room.want(batch.heldBytes(), () -> client.link().accept(their)));
        }
    }

    /// Whether a batch is here already: the client's own, from an earlier stream, or one that has
    /// the key.
    private boolean isHere(ClusterClient client, ClientMessage.Announced batch) {
        return batch.terms().waits()
                && (client.ours(batch.batch()).isPresent()
                        || keyed.containsKey(batch.terms().key()));
    }

    private void resume(ClusterClient client, ClientMessage.Announced batch) {
        long their = batch.batch();
        long our =
                client.ours(their)
                        .or(() -> Optional.ofNullable(keyed.get(batch.terms().key())))
                        .orElseThrow();
        client.join(their);
        // What is not on disk is not here for a coordinator that comes after this one.
        cluster.afterwards(() -> {
            if (isJoining(client, their)) {
                client.link().accept(their, our, true);
                if (!batch.terms().detached()) {
                    follow(client, their, our, batch.settled());
                }
            }
        });
    }

    /// Whether a client still waits to be told of a batch that is here already; asked once.
    private boolean isJoining(ClusterClient client, long their) {
        return client.joins(their) && clients.get(client.link()) == client;
    }

    /// Tells a client from the journal what it lacks of a batch.
    private void follow(ClusterClient client, long their, long our, BitSet settled) {
        followers.ifPresent(all ->
                client.follow(
                        their, all.follow(our, settled, false, new ReturnedClient(client, their))));
    }

    /// A client that came back, as one who follows a batch.
    private final class ReturnedClient implements Followers.Audience {
        private final ClusterClient client;
        private final long their;
        private boolean looksAgain;

        ReturnedClient(ClusterClient client, long their) {
            this.client = client;
            this.their = their;
        }

        @Override
        public boolean isReady() {
            boolean ready = client.link().isReady();
            if (!ready && !looksAgain) {
                looksAgain = true;
                cluster.schedule(
                        LOOK_AGAIN,
                        () -> {
                            looksAgain = false;
                            client.readOn(their);
                        });
            }
            return ready;
        }

        @Override
        public void succeeded(int first, Column results) {
            client.link().succeeded(their, first, results);
        }

        @Override
        public void ended(int first, int count, Outcome outcome) {
            client.link().ended(their, first, count, outcome);
        }

        @Override
        public void finished() {
            client.followedToTheEnd(their);
            client.link().finished(their);
            letGoIfDraining(client);
        }

        @Override
        public void upToDate() {
            client.followedToTheEnd(their);
        }

        @Override
        public void failed(String why) {
            remove(client, true);
            client.link().abort(why);
        }
    }

    private void submit(ClusterClient client, ClientMessage.BatchCame came) {
        long their = came.number();
        String recipe = came.batch().recipe().name();
        Long sameKey = came.terms().key().isEmpty() ? null : keyed.get(came.terms().key());
        if (!client.maySend(their)) {
            cut(client, "a client must wait until its batch is accepted");
        } else if (draining) {
            // The client hands it in again, to whoever follows, once it is let go of.
            giveBack(client, their);
            letGoIfDraining(client);
        } else if (followers.isEmpty() && came.terms().isKept()) {
            refuse(
                    client,
                    came,
                    "a batch that outlives its client needs a coordinator with a journal, this one keeps none; start it with --data DIR");
        } else if (sameKey != null) {
            giveBack(client, their);
            client.join(their);
            cluster.afterwards(() -> {
                if (isJoining(client, their)) {
                    client.link().kept(their, sameKey);
                    if (!came.terms().detached()) {
                        follow(client, their, sameKey, came.settled());
                    }
                }
            });
        } else if (!cluster.canRun(recipe)) {
            refuse(
                    client,
                    came,
                    "one of the workers here must know the recipe %s, none does; put its jar beside a worker and start that with --recipes"
                            .formatted(recipe));
        } else {
            begin(client, came, came.terms().detached() ? detached(client) : client.session());
        }
    }

    /// A session for a batch that outlives the client.
    private ClientSession detached(ClusterClient client) {
        ClientSession session = new ClientSession(++lastClient, "", client.hello());
        session.markDetached();
        session.markOpen();
        cluster.open(session);
        return session;
    }

    private void begin(ClusterClient client, ClientMessage.BatchCame came, ClientSession session) {
        long their = came.number();
        BatchTerms terms = came.terms();
        Submission submission =
                new Submission(
                        new BatchTold(came.batch(), came.unitsPerSecond(), session.resources()),
                        session.number(),
                        came.speculate(),
                        came.settled(),
                        new Claim(their, terms.key(), terms.detached()),
                        terms.detached() ? BatchListener.NONE : client.listener(their));
        long[] our = new long[1];
        Optional<String> refusal =
                cluster.submit(
                        submission,
                        number -> {
                            our[0] = number;
                            ArgumentRoom.Share share = client.announced().remove(their);
                            session.begin(
                                    their,
                                    number,
                                    share == null ? ArgumentRoom.uncounted() : share);
                            byBatch.put(number, session);
                            if (!terms.key().isEmpty()) {
                                keyed.put(terms.key(), number);
                            }
                            if (!terms.detached()) {
                                client.begin(their);
                            }
                        },
                        () -> {
                            if (terms.isKept()) {
                                client.link().kept(their, our[0]);
                            }
                        },
                        () -> finished(session, our[0], Optional.of(client)));
        refusal.ifPresentOrElse(
                reason -> {
                    if (terms.detached()) {
                        close(session);
                    }
                    refuse(client, came, reason);
                },
                () -> cancelSettled(our[0], came.settled(), 0));
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

    /// A batch of another coordinator is finished, and all was told.
    void finished(long our) {
        ClientSession session = byBatch.get(our);
        if (session != null) {
            finished(session, our, Optional.empty());
        }
    }

    /// @param begunBy the client that handed it in; empty: one of an earlier stream
    private void finished(ClientSession session, long our, Optional<ClusterClient> begunBy) {
        byBatch.remove(our);
        session.finish(our).ifPresent(share -> room.giveBack(List.of(share)));
        session.theirs(our)
                .ifPresent(their ->
                        begunBy.filter(client -> client.end(their))
                                .ifPresent(client -> client.link().finished(their)));
        boolean isTakenLater = sessions.get(session.key()) == session;
        if (followers.isEmpty()) {
            session.forget(our);
        } else if (session.isDetached()) {
            if (session.unfinished() == 0 && session.stream() == null) {
                close(session);
            }
        } else if (!isTakenLater) {
            forget(session, our);
        }
        ClusterClient stream = session.stream();
        if (stream != null) {
            letGoIfDraining(stream);
        }
    }

    /// A finished batch need not be kept any more, unless somebody may ask for it by its key.
    private void forget(ClientSession session, long our) {
        session.forget(our);
        if (!keyed.containsValue(our)) {
            cluster.forget(our);
        }
    }

    private void giveBack(ClusterClient client, long their) {
        ArgumentRoom.Share share = client.announced().remove(their);
        if (share != null) {
            room.giveBack(List.of(share));
        }
    }

    private void letGoIfDraining(ClusterClient client) {
        if (draining && client.unfinished() == 0 && !client.isFollowing()) {
            letGo(client);
        }
    }

    private void letGo(ClusterClient client) {
        remove(client, true);
        client.link().abort("the coordinator drains");
    }

    /// Ends the stream of a client that does what none of ours does.
    private void cut(ClusterClient client, String reason) {
        remove(client, false);
        client.link().turnAway(reason);
    }

    /// The stream of a client is over.
    ///
    /// @param mayComeBack whether what it submitted goes on meanwhile, where things are kept
    private void remove(ClusterClient client, boolean mayComeBack) {
        if (!clients.remove(client.link(), client)) {
            return;
        }
        // Batches that run keep their room until they are finished, which being cancelled they are
        // soon.
        room.giveBack(client.forgetAnnounced());
        client.unfollow();
        ClientSession session = client.session();
        int breaks = session.end(client);
        if (mayComeBack && sessions.get(session.key()) == session && session.hasBatches()) {
            if (client.isPaused()) {
                // Without a stream nothing piles up.
                cluster.pause(session.number(), false);
            }
            closeUnlessBack(session, breaks);
        } else {
            close(session);
        }
    }

    private void closeUnlessBack(ClientSession session, int breaks) {
        cluster.schedule(
                COME_BACK,
                () -> {
                    if (!stopped && session.stream() == null && session.breaks() == breaks) {
                        close(session);
                    }
                });
    }

    /// A client will not come any more: what it submitted is cancelled, and what it has not taken
    /// is forgotten.
    private void close(ClientSession session) {
        sessions.remove(session.key(), session);
        if (session.isOpen()) {
            session.markClosed();
            cluster.close(session.number());
        }
        if (!session.key().isEmpty()) {
            session.finished().forEach(our -> forget(session, our));
        }
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

    /// Does something for every client that was welcomed.
    void forEachWelcomed(Consumer<ClusterClient> action) {
        clients.values().stream().filter(ClusterClient::isWelcomed).forEach(action);
    }
}
