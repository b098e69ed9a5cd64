package dev.manykitchens.cli;

import dev.manykitchens.cli.cluster.SecretFile;
import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientLink;
import dev.manykitchens.coordinator.link.ClientListener;
import dev.manykitchens.coordinator.link.ClientMessage;
import dev.manykitchens.coordinator.link.CoordinatorServer;
import dev.manykitchens.coordinator.link.DrainAnswer;
import dev.manykitchens.coordinator.link.FollowLink;
import dev.manykitchens.coordinator.link.FollowRequest;
import dev.manykitchens.coordinator.link.Secrets;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerLink;
import dev.manykitchens.coordinator.link.WorkerListener;
import dev.manykitchens.coordinator.link.WorkerMessage;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A coordinator that keeps what it is handed and runs none of it: the test says what becomes of
/// it.
final class KeptHere implements ClientListener, AutoCloseable {

    private static final String SECRET = Token.newSecret();
    private static final Duration COME_BACK = Duration.ofMinutes(2);

    private final CoordinatorServer server;
    private final Duration comeBack;

    /// How many workers it says are here.
    volatile int workers = 1;

    /// Those who came, as they say who they are.
    final List<ClientHello> hellos = new CopyOnWriteArrayList<>();

    /// Says what whoever follows is told.
    volatile Consumer<FollowLink> onFollow = link -> link.refuse("nothing is kept here", true);

    // Guarded by this monitor.
    private final List<ClientMessage.BatchCame> whole = new ArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final List<FollowRequest> follows = new ArrayList<>();
    private List<BatchSummary> summaries = List.of();

    /// @param keeps whether it says that it keeps a journal
    KeptHere(boolean keeps) throws Exception {
        comeBack = keeps ? COME_BACK : Duration.ZERO;
        server =
                CoordinatorServer.start(
                        new CoordinatorServer.Listening(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Optional.empty(),
                                Secrets.only(Role.CLIENT, SECRET)),
                        new NoWorkers(),
                        this);
    }

    /// What commands need to get here.
    List<String> options(Path folder) {
        Path file = folder.resolve("token");
        try {
            new SecretFile("--token-file", file)
                    .write(List.of(new Token(Role.CLIENT, SECRET, new Trust.Nobody()).text()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(
                "--coordinator",
                "127.0.0.1:" + server.address().getPort(),
                "--token-file",
                file.toString());
    }

    /// What was handed in, each once.
    synchronized List<ClientMessage.BatchCame> came() {
        return List.copyOf(whole);
    }

    /// What those who follow asked for.
    synchronized List<FollowRequest> follows() {
        return List.copyOf(follows);
    }

    /// Lists these from now on.
    synchronized void list(BatchSummary... those) {
        summaries = List.of(those);
    }

    /// A batch of squares that is here.
    static BatchSummary summary(long number, int jobs, BatchSummary.State state) {
        return new BatchSummary(
                number,
                "nightly",
                "compute_square",
                jobs,
                0,
                0,
                0,
                0,
                state,
                true,
                Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
                state.isOver()
                        ? Optional.of(Instant.parse("2026-01-02T03:04:17.500Z"))
                        : Optional.empty());
    }

    @Override
    public void opened(ClientLink link, ClientHello hello) {
        hellos.add(hello);
        link.welcome(
                new ClientLink.Welcome(
                        1,
                        workers,
                        workers,
                        10,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20),
                        4_096,
                        4_096,
                        comeBack));
    }

    @Override
    public void said(ClientLink link, ClientMessage message, long heardNanos) {
        switch (message) {
            case ClientMessage.Announced announced -> {
                long number = numberOf(announced.terms().key());
                if (isOtherWork(number, announced.terms().key())) {
                    link.refuse(
                            announced.batch(),
                            announced.jobs(),
                            new Outcome.Failed(
                                    "other work than that of " + number, Origin.ofNobody()));
                } else {
                    link.accept(announced.batch(), number, number != 0);
                }
            }
            case ClientMessage.BatchCame came -> link.kept(came.number(), keep(came));
            case ClientMessage.Alive(long sentNanos) -> link.pong(sentNanos, System.nanoTime());
            case ClientMessage.Unwanted _, ClientMessage.Withdrawn _, ClientMessage.Taken _ -> {}
        }
        link.acknowledge();
    }

    private synchronized boolean isOtherWork(long number, BatchKey key) {
        return number != 0 && !whole.get((int) number - 1).terms().key().mayBe(key);
    }

    private synchronized long numberOf(BatchKey key) {
        return numbers.getOrDefault(key.text(), 0L);
    }

    private synchronized long keep(ClientMessage.BatchCame came) {
        whole.add(came);
        long number = whole.size();
        numbers.put(came.terms().key().text(), number);
        Batch batch = came.batch();
        summaries =
                List.of(
                        new BatchSummary(
                                number,
                                came.terms().key().text(),
                                batch.recipe().name(),
                                batch.size(),
                                0,
                                0,
                                batch.size(),
                                0,
                                BatchSummary.State.QUEUED,
                                came.terms().detached(),
                                Optional.empty(),
                                Optional.empty()));
        return number;
    }

    @Override
    public void heard(ClientLink link) {}

    @Override
    public void paceChanged(ClientLink link) {}

    @Override
    public void ended(ClientLink link, Optional<String> failure) {
        link.complete();
    }

    @Override
    public CompletableFuture<ClusterView> view() {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<DrainAnswer> drain(String worker) {
        return CompletableFuture.completedFuture(new DrainAnswer.NotHere());
    }

    @Override
    public synchronized CompletableFuture<List<BatchSummary>> batches() {
        return CompletableFuture.completedFuture(summaries);
    }

    @Override
    public void follow(FollowRequest request, FollowLink link) {
        synchronized (this) {
            follows.add(request);
        }
        onFollow.accept(link);
    }

    @Override
    public CompletableFuture<OptionalInt> cancel(long batch) {
        return CompletableFuture.completedFuture(OptionalInt.empty());
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class NoWorkers implements WorkerListener {

        @Override
        public void joined(WorkerLink link, WorkerHello hello) {}

        @Override
        public void said(WorkerLink link, WorkerMessage message, long heardNanos) {}

        @Override
        public void ended(WorkerLink link, Optional<String> failure) {}

        @Override
        public void expelled(WorkerLink link, String why) {}
    }
}
