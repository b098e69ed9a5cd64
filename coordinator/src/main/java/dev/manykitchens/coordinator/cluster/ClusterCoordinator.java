package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.Coordinator;
import dev.manykitchens.coordinator.dispatch.CoordinatorControls;
import dev.manykitchens.coordinator.dispatch.Keeping;
import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.KeptBatch;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientLink;
import dev.manykitchens.coordinator.link.ClientListener;
import dev.manykitchens.coordinator.link.ClientMessage;
import dev.manykitchens.coordinator.link.CoordinatorServer;
import dev.manykitchens.coordinator.link.DrainAnswer;
import dev.manykitchens.coordinator.link.FollowLink;
import dev.manykitchens.coordinator.link.FollowRequest;
import dev.manykitchens.coordinator.membership.Membership;
import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClusterFacts;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.ClusterWatch;
import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.proto.link.Protocol;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// A coordinator for workers and clients that come from anywhere. Thread-safe.
///
/// ```
///  clients ══ CoordinatorServer ══ workers
///                 │        ▲
///      ClusterClients      JoinedWorkers          both on the loop of
///                 │        │
///                 ▼        ▼
///               Coordinator (the dispatcher and its hands) ──▶ ClusterEvents ──▶ clients, watch, metrics
/// ```
public final class ClusterCoordinator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterCoordinator.class);

    /// What it is called where people are told of its workers.
    private static final String NAME = "the coordinator";

    /// Workers that were asked to leave are given so long when the coordinator ends.
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(10);

    /// Finished batches that are kept are looked through so often.
    private static final Duration LOOK_THROUGH = Duration.ofMinutes(1);

    private final ClusterWatch watch;
    private final ClusterEvents events;
    private final Optional<JournalDesk> desk;
    private final Coordinator coordinator;
    private final JoinedWorkers supply;
    private final ClusterClients clients;
    private final CoordinatorControls controls;
    private final CoordinatorServer server;

    /// Completes when the coordinator drains and the last worker has left. Completed on the loop.
    private final CompletableFuture<Void> empty = new CompletableFuture<>();

    // Confined to the loop.
    private boolean draining;

    private ClusterCoordinator(
            DispatchOptions options,
            CoordinatorServer.Listening listening,
            EventSink also,
            Optional<Kept> kept,
            Optional<Membership> membership)
            throws IOException {
        watch = new ClusterWatch(System.nanoTime());
        events = new ClusterEvents(EventSink.tee(watch, also), this::deliver);
        supply = new JoinedWorkers(new Loop());
        desk = kept.map(its -> new JournalDesk(its.journal(), this::post));
        coordinator = Coordinator.start(options, Map.of(), events, supply, kept.map(this::keeping));
        clients =
                new ClusterClients(
                        new CoordinatorCluster(coordinator, events),
                        ArgumentRoom.ofHeap(),
                        desk.map(JournalDesk::followers));
        controls =
                coordinator.controls(
                        NAME,
                        EnumSet.allOf(Change.Kind.class),
                        PoolSettings.UNKNOWN.withPrefetch(options.prefetch()),
                        worker -> coordinator.workers().halt(worker, "somebody asked for it"));
        coordinator.post(() -> {
            events.connect(clients);
            controls.tell();
            kept.ifPresent(this::restore);
        });
        try {
            server =
                    CoordinatorServer.start(
                            listening, coordinator.inbox(), new Inbox(), membership);
        } catch (IOException | RuntimeException e) {
            coordinator.close();
            throw e;
        }
        // Whoever asks for health must not hear that all is well until somebody ends this.
        var _ = coordinator.broken().thenRun(server::markDraining);
    }

    /// Where a coordinator keeps what must survive it.
    ///
    /// @param journal recovered, and ready to be written; outlives the coordinator
    /// @param recovered what the coordinator before left
    /// @param batches every batch that is kept
    /// @param age finished batches are kept so long
    /// @param mostBytes as long as they take no more than so many bytes
    /// @param wallClock tells when batches came and were finished
    public record Kept(
            Journal journal,
            Recovered recovered,
            List<KeptBatch> batches,
            Duration age,
            long mostBytes,
            InstantSource wallClock) {

        public Kept {
            batches = List.copyOf(batches);
        }
    }

    /// Listens, and runs what clients submit on the workers that join; nothing survives it.
    ///
    /// @param also hears every event, on one thread; must be quick
    /// @throws IOException when the address cannot be had
    public static ClusterCoordinator start(
            DispatchOptions options, CoordinatorServer.Listening listening, EventSink also)
            throws IOException {
        return start(options, listening, also, Optional.empty(), Optional.empty());
    }

    /// Listens, goes on where another coordinator was, and runs what clients submit on the workers
    /// that join.
    ///
    /// @param also hears every event, on one thread; must be quick
    /// @param kept where what must survive it is kept; empty: nothing survives it
    /// @param membership the coordinators of which it is the one that leads; empty: it is one alone
    /// @throws IOException when the address cannot be had
    public static ClusterCoordinator start(
            DispatchOptions options,
            CoordinatorServer.Listening listening,
            EventSink also,
            Optional<Kept> kept,
            Optional<Membership> membership)
            throws IOException {
        return new ClusterCoordinator(options, listening, also, kept, membership);
    }

    private Keeping keeping(Kept kept) {
        return new Keeping(
                kept.journal(),
                kept.wallClock(),
                batch -> desk.ifPresent(its -> its.followers().cameToDisk(batch)),
                why -> clients.stop(why));
    }

    private void restore(Kept kept) {
        coordinator.restore(kept.recovered(), clients::finished);
        clients.restore(kept.recovered(), kept.batches());
        expire(kept);
    }

    /// Forgets what was kept long enough, now and from time to time.
    private void expire(Kept kept) {
        desk.ifPresent(its ->
                its.expired(
                        kept.wallClock().instant(), kept.age(), kept.mostBytes(), clients::expire));
        coordinator.schedule(LOOK_THROUGH, () -> expire(kept));
    }

    private void post(Runnable task) {
        coordinator.onLoop(task);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.address();
    }

    /// What of it can be changed while it works. Threads and stoves are those of every worker that
    /// joined, and of those that will.
    public PoolControls controls() {
        return controls;
    }

    /// Completes with a bug of ours, after which it does no work any more and should be ended:
    /// workers and clients look for another in its place. Otherwise never.
    public CompletableFuture<Throwable> broken() {
        return coordinator.broken();
    }

    /// How the cluster is now.
    public CompletableFuture<ClusterView> view() {
        return onLoop(() -> watch.view(System.nanoTime(), new Facts()));
    }

    /// Takes no more clients and batches, lets what runs finish, then lets every worker leave.
    ///
    /// @param limit what runs longer is cancelled; where things are kept it is left to the
    ///   coordinator after this one, and so are the workers
    public DrainEnd drain(Duration limit) throws InterruptedException {
        server.markDraining();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        coordinator.onLoop(() -> {
            // In one step: a batch that comes later is given back, and no job of it is refused.
            draining = true;
            coordinator.refuseBatches();
            try {
                clients.drain();
            } finally {
                begun.complete(null);
            }
        });
        begun.join();
        boolean finished = coordinator.awaitIdle(limit);
        if (!finished && desk.isPresent()) {
            LOG.info("batches are left to the next coordinator");
            return DrainEnd.LEFT_TO_THE_NEXT;
        }
        if (!finished) {
            LOG.warn("batches did not finish in time limit={}", limit);
            coordinator.cancelAll();
            boolean _ = coordinator.awaitIdle(LEAVE_LIMIT);
        }
        coordinator.onLoop(supply::notNeeded);
        coordinator.workers().drainAll("the coordinator drains");
        coordinator.onLoop(this::completeIfEmpty);
        try {
            empty.get(LEAVE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("workers did not leave in time limit={}", LEAVE_LIMIT);
            return DrainEnd.CUT_SHORT;
        }
        return finished ? DrainEnd.DONE : DrainEnd.CUT_SHORT;
    }

    /// How a drain ended.
    public enum DrainEnd {
        /// Every batch was finished, every worker left.
        DONE,
        /// Something had to be cancelled, or workers did not leave in time.
        CUT_SHORT,
        /// Batches were not finished, and the coordinator after this one goes on with them.
        LEFT_TO_THE_NEXT
    }

    /// Ends every stream; whoever was let go of hears that first. Workers and clients look for it
    /// for a while, so that another that is started in its place finds them.
    @Override
    public void close() {
        controls.close();
        server.endStreams();
        coordinator.close();
        desk.ifPresent(JournalDesk::close);
        server.close();
    }

    /// An unfinished batch that nobody keeps.
    private static BatchSummary summary(BatchRow row) {
        return new BatchSummary(
                row.batch(),
                "",
                row.recipe(),
                row.allJobs(),
                row.succeeded(),
                row.allJobs() - row.queued() - row.running() - row.succeeded(),
                row.queued(),
                row.running(),
                row.running() == 0 && row.ended() == 0
                        ? BatchSummary.State.QUEUED
                        : BatchSummary.State.RUNNING,
                false,
                Optional.empty(),
                Optional.empty());
    }

    private void completeIfEmpty() {
        if (draining && coordinator.workers().isEmpty()) {
            empty.complete(null);
        }
    }

    private void deliver(Runnable task) {
        coordinator.deliver(task);
    }

    private <T> CompletableFuture<T> onLoop(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        coordinator.onLoop(() -> answer.complete(question.get()));
        return answer;
    }

    /// What the workers' supply needs.
    private final class Loop implements JoinedWorkers.ClusterLoop {

        @Override
        public int unreachable(String worker, String why) {
            return coordinator.workers().unreachable(worker, why);
        }

        @Override
        public void goneUnlessBack(String worker, int breaks, String lastWords) {
            coordinator.workers().goneUnlessBack(worker, breaks, lastWords);
        }

        @Override
        public void schedule(Duration delay, Runnable task) {
            coordinator.schedule(delay, task);
        }

        @Override
        public void workersChanged() {
            completeIfEmpty();
            clients.workersChanged();
        }
    }

    /// What the transport tells of clients, passed on to the loop.
    private final class Inbox implements ClientListener {

        @Override
        public void opened(ClientLink link, ClientHello hello) {
            coordinator.onLoop(() -> clients.opened(link, hello));
        }

        @Override
        public void said(ClientLink link, ClientMessage message, long heardNanos) {
            coordinator.onLoop(() -> clients.said(link, message, heardNanos));
        }

        @Override
        public void heard(ClientLink link) {
            coordinator.onLoop(() -> clients.heard(link));
        }

        @Override
        public void paceChanged(ClientLink link) {
            coordinator.onLoop(() -> clients.paceChanged(link));
        }

        @Override
        public void ended(ClientLink link, Optional<String> failure) {
            coordinator.onLoop(() -> clients.ended(link, failure));
        }

        @Override
        public CompletableFuture<ClusterView> view() {
            return ClusterCoordinator.this.view();
        }

        @Override
        public CompletableFuture<DrainAnswer> drain(String worker) {
            return onLoop(() -> coordinator.workers().drain(worker, NAME, "somebody asked for it"));
        }

        @Override
        public CompletableFuture<List<BatchSummary>> batches() {
            return desk.isPresent()
                    ? desk.get().batches(view())
                    : view().thenApply(view ->
                            view.batches().stream().map(ClusterCoordinator::summary).toList());
        }

        @Override
        public void follow(FollowRequest request, FollowLink link) {
            if (desk.isPresent()) {
                desk.get().follow(request, link);
            } else {
                link.refuse(
                        "a batch can be followed where a journal is kept, this coordinator keeps none; start it with --data DIR",
                        false);
            }
        }

        @Override
        public CompletableFuture<OptionalInt> cancel(long batch) {
            return onLoop(() -> {
                OptionalInt open = coordinator.clients().openJobs(batch);
                open.ifPresent(_ -> coordinator.clients().cancel(batch));
                return open;
            });
        }
    }

    /// What no event tells.
    private final class Facts implements ClusterFacts {

        @Override
        public String buildVersion() {
            return Protocol.buildVersion();
        }

        @Override
        public boolean isDraining() {
            return draining;
        }

        @Override
        public long clientOf(long batch) {
            return clients.numberOfBatch(batch);
        }

        @Override
        public List<OfClient> clients() {
            return clients.all().stream()
                    .map(client ->
                            new OfClient(
                                    client.number(),
                                    client.hello().host(),
                                    client.hello().pid(),
                                    client.hello().workers()))
                    .toList();
        }
    }
}
