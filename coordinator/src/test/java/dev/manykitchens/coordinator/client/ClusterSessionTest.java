package dev.manykitchens.coordinator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.membership.AnotherLeads;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.BatchCollector;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Endpoints;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.SubmitResponse;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// A client that finds nobody, or a coordinator that is slow.
@Isolated("looks at all threads")
class ClusterSessionTest {

    private static final Duration PATIENCE = Duration.ofMillis(1500);

    @Test
    void triesThatFailedLeaveNothingBehind() throws Exception {
        Set<Thread> before = transports();
        ClusterSession session =
                ClusterSession.start(dialNobody(), 0, PATIENCE, PoolOptions.defaults());

        assertThatThrownBy(() -> session.ready().get())
                .hasMessageContaining("the coordinator at 127.0.0.1");
        session.close();

        // A thread ends some time after it was told to: 2 s for its connection.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(before).containsAll(transports()));
    }

    @Test
    void whoHasSeveralCoordinatorsFindsTheOneThatIsThere() throws Exception {
        try (SlowCoordinator there =
                new SlowCoordinator(Duration.ofMinutes(1), Duration.ZERO, false)) {
            Endpoint nobody = dialNobody().endpoint();
            Dial ring =
                    new Dial(
                            new Endpoints(List.of(nobody, there.dial().endpoint())),
                            there.dial().token(),
                            TlsFiles.NONE);
            ClusterSession session =
                    ClusterSession.start(ring, 0, Duration.ofSeconds(20), PoolOptions.defaults());

            var _ = session.ready().get(20, TimeUnit.SECONDS);

            session.close();
        }
    }

    @Test
    void anUploadThatGoesOnIsASignOfLifeOfTheOtherEnd() throws Exception {
        // About fifty parts, read within about twice the silence that is allowed.
        int jobs = 1_300_000;
        try (SlowCoordinator slow =
                new SlowCoordinator(Duration.ofSeconds(1), Duration.ofMillis(40), true)) {
            ClusterSession session = open(slow);
            session.submit(batch(jobs));
            assertThat(slow.next().hasBatchStart()).isTrue();

            int came = 0;
            int parts = 0;
            while (came < jobs) {
                SubmitRequest part = slow.next();
                assertThat(part.getBatchArguments().getFirst()).isEqualTo(came);
                came += part.getBatchArguments().getCount();
                parts++;
            }

            assertThat(parts).isGreaterThan(40);
            assertThat(slow.streams).hasValue(1);
            session.close();
        }
    }

    @Test
    void aBatchWhoseJobsAreCancelledOneByOneIsCancelledWhole() throws Exception {
        try (SlowCoordinator full =
                new SlowCoordinator(Duration.ofMinutes(1), Duration.ZERO, false)) {
            ClusterSession session = open(full);
            ClientBatch batch = batch(2);
            session.submit(batch);
            assertThat(full.next().hasBatchStart()).isTrue();

            session.cancel(batch, List.of(0));
            session.cancel(batch, List.of(1));

            assertThat(full.next().getBatchCancel().getJobsList()).containsExactly(0);
            // There it has not begun, so that only all of it can be cancelled.
            assertThat(full.next().getBatchCancel().getJobsList()).isEmpty();
            batch.done().get(10, TimeUnit.SECONDS);
            session.close();
        }
    }

    @Test
    void whoIsGoneAfterItsDrainIsRememberedToHaveDrained() throws Exception {
        AtomicReference<Server> server = new AtomicReference<>();
        var drained =
                new ClientServiceGrpc.ClientServiceImplBase() {
                    @Override
                    public StreamObserver<SubmitRequest> submit(
                            StreamObserver<SubmitResponse> answers) {
                        // Whoever comes after this one finds nobody.
                        var _ = server.get().shutdown();
                        answers.onError(
                                Status.UNAVAILABLE
                                        .withDescription(
                                                "the coordinator drains and takes no more clients")
                                        .asRuntimeException());
                        return new StreamObserver<>() {
                            @Override
                            public void onNext(SubmitRequest request) {}

                            @Override
                            public void onError(Throwable error) {}

                            @Override
                            public void onCompleted() {}
                        };
                    }
                };
        server.set(
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(drained)
                        .build());
        Dial dial = dial(server.get().start().getPort());
        ClusterSession session = ClusterSession.start(dial, 0, PATIENCE, PoolOptions.defaults());

        assertThatThrownBy(() -> session.ready().get())
                .hasMessageEndingWith(
                        "must be there, connection refused; before that it said: the coordinator drains and takes no more clients");
        session.close();
        server.get().shutdownNow();
    }

    @Test
    void whatIsWaitedForAndLookedForIsASentence() {
        Endpoint there = new Endpoint("192.0.2.7", 7070);
        Duration limit = Duration.ofSeconds(30);

        assertThat(
                        ClusterPool.waits(
                                new PoolSpec.Kind.Cluster(OptionalInt.of(9)),
                                Endpoints.of(there),
                                limit))
                .isEqualTo(
                        "cluster:9 waits up to 30 s for the coordinator at 192.0.2.7:7070 and 9 workers");
        assertThat(
                        ClusterPool.waits(
                                new PoolSpec.Kind.Cluster(OptionalInt.empty()),
                                Endpoints.of(there),
                                limit))
                .isEqualTo(
                        "cluster waits up to 30 s for the coordinator at 192.0.2.7:7070 and a worker");
        Token token = new Token(Role.CLIENT, Token.newSecret(), new Trust.Nobody());
        assertThat(ClusterSession.lost(new Dial(there, token, TlsFiles.NONE), "connection refused"))
                .isEqualTo(
                        "the coordinator at 192.0.2.7:7070 was lost, looking for it for up to 120 s: connection refused");
        assertThat(
                        ClusterSession.lost(
                                new Dial(
                                        Endpoints.parse("192.0.2.7:7070,192.0.2.8:7070"),
                                        token,
                                        TlsFiles.NONE),
                                "it was silent for 3 s"))
                .isEqualTo(
                        "the coordinator at 192.0.2.7:7070 was lost, looking for the one that leads for up to 120 s: it was silent for 3 s");
        assertThat(
                        ClusterSession.lost(
                                new Dial(there, token, TlsFiles.NONE),
                                AnotherLeads.at("192.0.2.8:7070")))
                .isEqualTo(
                        "the coordinator at 192.0.2.7:7070 leads no more, looking for the one that leads for up to 120 s; another leads: 192.0.2.8:7070");
    }

    private static ClusterSession open(SlowCoordinator coordinator) throws Exception {
        ClusterSession session =
                ClusterSession.start(
                        coordinator.dial(), 0, Duration.ofSeconds(20), PoolOptions.defaults());
        var _ = session.ready().get(20, TimeUnit.SECONDS);
        return session;
    }

    private static ClientBatch batch(int jobs) {
        Batch batch =
                new Batch(
                        RecipeBook.load(ClusterSessionTest.class.getClassLoader())
                                .get("echo_integer"),
                        Columns.of(Column.ofLongs(LongStream.range(0, jobs).toArray())),
                        BatchOptions.DEFAULTS);
        return new ClientBatch(1, batch, 0, 0, new BatchCollector(ValueType.INTEGER, jobs));
    }

    private static Set<Thread> transports() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cluster-transport-"))
                .collect(Collectors.toSet());
    }

    /// A port of this host on which nobody listens.
    private static Dial dialNobody() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        return dial(port);
    }

    private static Dial dial(int port) {
        return new Dial(
                new Endpoint("127.0.0.1", port),
                new Token(Role.CLIENT, Token.newSecret(), new Trust.Nobody()),
                TlsFiles.NONE);
    }
}
