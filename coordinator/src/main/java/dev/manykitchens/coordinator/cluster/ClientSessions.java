package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.journal.KeptBatch;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientMessage;
import dev.manykitchens.core.job.Batch;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is known of clients from stream to stream: who may come back and for how long it is waited
/// for, whose each unfinished batch is, and which batch has which key. Confined to the loop.
///
/// Where there is a journal, what a client submits belongs to its session, which another stream may
/// take up again; a batch that outlives its client has a session of its own. Where there is none, a
/// session ends with its stream.
final class ClientSessions {

    /// Where there is a journal, what a client submitted goes on for so long without it.
    static final Duration COME_BACK = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final ArgumentRoom room;

    /// Whether there is a journal.
    private final boolean kept;

    /// Those that can come back, by their keys.
    private final Map<String, ClientSession> sessions = new HashMap<>();

    /// Of every unfinished batch.
    private final Map<Long, ClientSession> byBatch = new LinkedHashMap<>();

    /// The batches that are kept and have a key, by that.
    private final Map<String, Keyed> keyed = new HashMap<>();

    /// A batch that has a key.
    ///
    /// @param batch our number for it
    record Keyed(long batch, BatchKey key) {}

    private long lastClient;
    private boolean stopped;

    /// @param kept whether there is a journal, so that clients can come back
    ClientSessions(Cluster cluster, ArgumentRoom room, boolean kept) {
        this.cluster = cluster;
        this.room = room;
        this.kept = kept;
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
        name(batch.number(), batch.key());
        if (batch.finished().isPresent() && !batch.detached()) {
            ClientSession session = sessions.get(batch.session());
            if (session != null) {
                session.begin(batch.theirs(), batch.number(), ArgumentRoom.uncounted());
                session.finish(batch.number());
            } else if (batch.key().isNone()) {
                cluster.forget(batch.number());
            }
        }
    }

    private static long heldBytes(Batch batch) {
        return ClientMessage.Announced.heldBytes(
                batch.arguments().wireBytes(0, batch.size()),
                batch.size(),
                batch.arguments().columns().size());
    }

    /// How long what a client submitted goes on without it; zero: not at all.
    Duration comeBack() {
        return kept ? COME_BACK : Duration.ZERO;
    }

    /// The session that a client means that says hello; null: none that is here.
    @Nullable ClientSession find(ClientHello hello) {
        return sessions.get(hello.session());
    }

    /// A session for a client that says hello and has none.
    ClientSession begin(ClientHello hello) {
        ClientSession session = new ClientSession(++lastClient, hello.session(), hello);
        if (kept && !session.key().isEmpty()) {
            sessions.put(session.key(), session);
        }
        return session;
    }

    /// A session for a batch that outlives the client.
    ClientSession beginDetached(ClientHello hello) {
        ClientSession session = new ClientSession(++lastClient, "", hello);
        session.markDetached();
        session.markOpen();
        cluster.open(session);
        return session;
    }

    /// Whether a stream may take a session up again, and it has not been closed.
    private boolean canComeBack(ClientSession session) {
        return sessions.get(session.key()) == session;
    }

    /// A batch has its number here.
    ///
    /// @param their the client's number for it
    /// @param key whoever hands in a batch with the same key means this one
    void begin(
            ClientSession session, long their, long our, BatchKey key, ArgumentRoom.Share share) {
        session.begin(their, our, share);
        byBatch.put(our, session);
        name(our, key);
    }

    private void name(long our, BatchKey key) {
        if (!key.isNone()) {
            keyed.put(key.text(), new Keyed(our, key));
        }
    }

    /// The batch that has this key, whatever its digest; empty when none has, as of no key.
    Optional<Keyed> withKey(BatchKey key) {
        return Optional.ofNullable(keyed.get(key.text()));
    }

    /// The session whose batch it is, while that is unfinished; null when it is nobody's.
    @Nullable ClientSession ofBatch(long our) {
        return byBatch.get(our);
    }

    /// A batch is finished: what it took here is free.
    void finish(ClientSession session, long our) {
        byBatch.remove(our);
        session.finish(our).ifPresent(share -> room.giveBack(List.of(share)));
    }

    /// A batch is finished and whoever is here knows so: it is remembered for as long as its client
    /// may come for it.
    void settle(ClientSession session, long our) {
        if (!kept) {
            session.forget(our);
        } else if (session.isDetached()) {
            if (session.unfinished() == 0 && session.stream() == null) {
                close(session);
            }
        } else if (!canComeBack(session)) {
            forget(session, our);
        }
    }

    /// A finished batch need not be kept any more, unless somebody may ask for it by its key.
    void forget(ClientSession session, long our) {
        session.forget(our);
        if (keyed.values().stream().noneMatch(each -> each.batch() == our)) {
            cluster.forget(our);
        }
    }

    /// Finished batches are kept no longer: who still asks for one hears that there is none.
    void expire(List<Long> batches) {
        for (long our : batches) {
            keyed.values().removeIf(each -> each.batch() == our);
            for (ClientSession session : sessions.values()) {
                session.forget(our);
            }
            cluster.forget(our);
        }
    }

    /// The stream of a client is over.
    ///
    /// @param mayComeBack whether what it submitted goes on meanwhile, where things are kept
    void streamOver(ClusterClient client, boolean mayComeBack) {
        ClientSession session = client.session();
        int breaks = session.end(client);
        if (mayComeBack && canComeBack(session) && session.hasBatches()) {
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
    void close(ClientSession session) {
        sessions.remove(session.key(), session);
        if (session.isOpen()) {
            session.markClosed();
            cluster.close(session.number());
        }
        if (!session.key().isEmpty()) {
            session.finished().forEach(our -> forget(session, our));
        }
    }

    /// The journal can be written no more: no session is closed, so that another coordinator can go
    /// on with them.
    void stop() {
        stopped = true;
    }
}
