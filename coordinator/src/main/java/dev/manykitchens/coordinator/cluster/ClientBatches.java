package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.Claim;
import dev.manykitchens.coordinator.dispatch.Submission;
import dev.manykitchens.coordinator.link.BatchTerms;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.ClientLink;
import dev.manykitchens.coordinator.link.ClientMessage;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// The batches of clients, as their streams tell of them: announced, handed in, or found to be here
/// already, and finished. Confined to the loop.
///
/// ```
/// announced ──room──▶ its arguments come ──▶ runs ──▶ finished
///     │    └─ waits for room     │                        ▲
///     └── is here already ───────┴──▶ followed, from the journal
/// ```
final class ClientBatches {

    /// So many batches of one client may be unfinished, or announced.
    static final int MOST_BATCHES = 1_000;

    /// The arguments of a batch of so few bytes and so few jobs come without being announced first,
    /// and are not counted.
    static final int SMALL_BATCH_BYTES = 4_096;

    static final int SMALL_BATCH_JOBS = 4_096;

    /// So many jobs are cancelled in one go: others have their turn in between.
    private static final int CANCELLED_AT_ONCE = 4_096;

    private final Cluster cluster;
    private final ArgumentRoom room;
    private final ClientSessions sessions;
    private final ClientRoster roster;
    private final Optional<Followers> followers;

    /// @param followers tell outcomes from the journal; empty: there is none
    ClientBatches(
            Cluster cluster,
            ArgumentRoom room,
            ClientSessions sessions,
            ClientRoster roster,
            Optional<Followers> followers) {
        this.cluster = cluster;
        this.room = room;
        this.sessions = sessions;
        this.roster = roster;
        this.followers = followers;
    }

    /// A client wants to hand a batch in, or to take up one that is here already.
    void announced(ClusterClient client, ClientMessage.Announced batch) {
        long their = batch.batch();
        boolean isSmall =
                batch.argumentBytes() <= SMALL_BATCH_BYTES && batch.jobs() <= SMALL_BATCH_JOBS;
        Optional<ClientSessions.Keyed> sameKey = sessions.withKey(batch.terms().key());
        if (!client.isWelcomed()) {
            roster.cut(client, "a client must wait for its welcome before it starts a batch");
        } else if (client.has(their)
                || (client.ours(their).isPresent() && !batch.terms().waits())) {
            roster.cut(client, "the number of a batch must be new, is that of an unfinished one");
        } else if (client.ours(their).isPresent()) {
            resume(client, batch, client.ours(their).orElseThrow());
        } else if (sameKey.isPresent()) {
            String other = otherWork(sameKey.get(), batch.terms());
            if (other.isEmpty()) {
                resume(client, batch, sameKey.get().batch());
            } else {
                client.link()
                        .refuse(their, batch.jobs(), new Outcome.Failed(other, Origin.ofNobody()));
            }
        } else if (client.batches() >= MOST_BATCHES) {
            roster.cut(client, "a client may have at most " + MOST_BATCHES + " batches unfinished");
        } else if (isSmall) {
            client.announced().put(their, ArgumentRoom.uncounted());
            if (batch.terms().waits()) {
                client.link().accept(their);
            }
        } else if (!room.couldTake(batch.heldBytes())) {
            roster.cut(
                    client,
                    "a batch must take at most %d MiB here, was to take %d MiB; submit smaller batches, or give the coordinator more memory"
                            .formatted(room.most() >> 20, batch.heldBytes() >> 20));
        } else {
            client.announced()
                    .put(their, room.want(batch.heldBytes(), () -> client.link().accept(their)));
        }
    }

    /// Why a batch cannot be the one that has its key; empty: it can.
    private static String otherWork(ClientSessions.Keyed there, BatchTerms terms) {
        return there.key().mayBe(terms.key())
                ? ""
                : "the key \"%s\" must be that of one batch, is that of batch %s already, which has another recipe, other options or other arguments; use another key"
                        .formatted(there.key().text(), Long.toUnsignedString(there.batch()));
    }

    /// Goes on with a batch that is here already: the client's own, from an earlier stream, or one
    /// that has the key.
    private void resume(ClusterClient client, ClientMessage.Announced batch, long our) {
        long their = batch.batch();
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
        return client.joins(their) && roster.isOpen(client);
    }

    /// Tells a client from the journal what it lacks of a batch.
    private void follow(ClusterClient client, long their, long our, BitSet settled) {
        followers.ifPresent(all ->
                client.follow(
                        their,
                        our,
                        all.follow(
                                our,
                                settled,
                                false,
                                new ReturnedClient(cluster, roster, client, their))));
    }

    /// All of a batch came.
    void submit(ClusterClient client, ClientMessage.BatchCame came) {
        long their = came.number();
        String recipe = came.batch().recipe().name();
        Optional<ClientSessions.Keyed> sameKey = sessions.withKey(came.terms().key());
        String otherWork = sameKey.map(there -> otherWork(there, came.terms())).orElse("");
        if (!client.maySend(their)) {
            roster.cut(client, "a client must wait until its batch is accepted");
        } else if (roster.isDraining()) {
            // The client hands it in again, to whoever follows, once it is let go of.
            giveBack(client, their);
            roster.letGoIfDraining(client);
        } else if (followers.isEmpty() && came.terms().isKept()) {
            refuse(
                    client,
                    came,
                    "a batch that outlives its client needs a coordinator with a journal, this one keeps none; start it with --data DIR");
        } else if (!otherWork.isEmpty()) {
            refuse(client, came, otherWork);
        } else if (sameKey.isPresent()) {
            giveBack(client, their);
            client.join(their);
            long our = sameKey.get().batch();
            cluster.afterwards(() -> {
                if (isJoining(client, their)) {
                    client.link().kept(their, our);
                    if (!came.terms().detached()) {
                        follow(client, their, our, came.settled());
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
            begin(
                    client,
                    came,
                    came.terms().detached()
                            ? sessions.beginDetached(client.hello())
                            : client.session());
        }
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
                            sessions.begin(
                                    session,
                                    their,
                                    number,
                                    terms.key(),
                                    share == null ? ArgumentRoom.uncounted() : share);
                            if (!terms.detached()) {
                                client.begin(their);
                            }
                        },
                        () -> {
                            if (terms.isKept()) {
                                client.link().kept(their, our[0]);
                            }
                        },
                        // One that outlives its client has a number that the client may use again.
                        () ->
                                finished(
                                        session,
                                        our[0],
                                        terms.detached() ? Optional.empty() : Optional.of(client)));
        refusal.ifPresentOrElse(
                reason -> {
                    if (terms.detached()) {
                        sessions.close(session);
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
        if (job >= 0 && sessions.ofBatch(our) != null) {
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

    /// Jobs are not wanted any more.
    ///
    /// @param batch our number for it
    /// @param jobs positions; empty: all of the batch
    void cancel(long batch, List<Integer> jobs) {
        if (jobs.isEmpty()) {
            cluster.cancel(batch);
        } else {
            jobs.forEach(job -> cluster.cancel(batch, job));
        }
    }

    /// A batch is not wanted any more whose arguments have not all come.
    ///
    /// @param their the client's number for it
    /// @param jobs how many it has
    void withdraw(ClusterClient client, long their, int jobs) {
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

    /// A batch of another coordinator is finished, and all was told.
    void finished(long our) {
        ClientSession session = sessions.ofBatch(our);
        if (session != null) {
            finished(session, our, Optional.empty());
        }
    }

    /// @param begunBy the client that handed it in; empty: one of an earlier stream
    private void finished(ClientSession session, long our, Optional<ClusterClient> begunBy) {
        sessions.finish(session, our);
        session.theirs(our)
                .ifPresent(their ->
                        begunBy.filter(client -> client.end(their))
                                .ifPresent(client -> client.link().finished(their)));
        sessions.settle(session, our);
        ClusterClient stream = session.stream();
        if (stream != null) {
            roster.letGoIfDraining(stream);
        }
    }

    private void giveBack(ClusterClient client, long their) {
        ArgumentRoom.Share share = client.announced().remove(their);
        if (share != null) {
            room.giveBack(List.of(share));
        }
    }
}
