package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.coordinator.security.KeptCertificate;
import dev.manykitchens.coordinator.security.StateDirectory;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.StatusText;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.GetStatusRequest;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Who must not come in does not, and learns nothing; who works meanwhile goes on.
@ResourceLock(Resources.SYSTEM_ERR)
class ClusterSecurityTest {

    private static final String WATCH = "grpc.health.v1.Health/Watch";
    private static final String REFLECTION =
            "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";

    private static ServedCluster cluster;

    @BeforeAll
    static void serve(@TempDir Path directory) throws Exception {
        cluster = new ServedCluster(directory);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @AfterEach
    void theOthersGoOn() throws Exception {
        cluster.requireWorking();
        assertThat(cluster.workers()).containsExactly("good");
    }

    @Test
    void whoShowsNoTokenIsRefused() throws Exception {
        ManagedChannel nobody =
                NettyChannelBuilder.forAddress(cluster.coordinator().address())
                        .sslContext(
                                GrpcSslContexts.forClient()
                                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                                        .endpointIdentificationAlgorithm(null)
                                        .build())
                        .build();
        try {
            cluster.requireRefusal(
                    new RawWorker(nobody).end(),
                    Status.Code.UNAUTHENTICATED,
                    "a call must carry a token as metadata, authorization: Bearer SECRET, carried none");
            cluster.requireRefusal(
                    statusCallEnds(nobody), Status.Code.UNAUTHENTICATED, "carried none");
            for (String holdsOpen : List.of(WATCH, REFLECTION)) {
                cluster.requireRefusal(
                        new RawCall(nobody, holdsOpen).end(),
                        Status.Code.UNAUTHENTICATED,
                        "carried none");
            }
            assertThat(
                            HealthGrpc.newBlockingStub(nobody)
                                    .check(HealthCheckRequest.getDefaultInstance())
                                    .getStatus())
                    .as("one short answer")
                    .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
        } finally {
            nobody.shutdownNow();
        }
    }

    @Test
    void whoShowsAnotherTokenIsRefused() throws Exception {
        Token wrong = new Token(Role.WORKER, Token.newSecret(), cluster.trust());

        cluster.requireRefusal(
                new RawWorker(cluster.channel(wrong)).end(),
                Status.Code.UNAUTHENTICATED,
                "the token must be the one that this coordinator gave out, was another; copy it again");
        cluster.requireRefusal(
                statusCallEnds(cluster.channel(wrong)),
                Status.Code.UNAUTHENTICATED,
                "the token must be the one that this coordinator gave out, was another");
    }

    @Test
    void aWorkersTokenOpensNothingForClients() {
        ManagedChannel worker = cluster.channel(cluster.token(Role.WORKER));

        cluster.requireRefusal(
                statusCallEnds(worker),
                Status.Code.PERMISSION_DENIED,
                "the token must be one for a client, was one for a worker");
    }

    @Test
    void aClientsTokenOpensNothingForWorkers() throws Exception {
        RawWorker client = new RawWorker(cluster.channel(cluster.token(Role.CLIENT)));

        cluster.requireRefusal(
                client.end(),
                Status.Code.PERMISSION_DENIED,
                "the token must be one for a worker, was one for a client");
    }

    @Test
    void aManInTheMiddleNeverHearsTheSecret(@TempDir Path directory) throws Exception {
        KeptCertificate another =
                KeptCertificate.own(
                        StateDirectory.open(directory.resolve("another")), Optional.empty());
        try (Eavesdropper between = new Eavesdropper(another.tls())) {
            RawWorker worker =
                    new RawWorker(cluster.channel(cluster.token(Role.WORKER), between.port()));
            Status status = worker.end();
            assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(StatusText.of(status.asRuntimeException()).sentence())
                    .contains("the coordinator's certificate must be the one that the token names");
            assertThat(StatusText.of(status.asRuntimeException()).isForGood()).isTrue();

            assertThatThrownBy(() ->
                            Pools.open(
                                            PoolSpec.parse("cluster"),
                                            PoolOptions.defaults()
                                                    .withCoordinator(client(between.port())))
                                    .close())
                    .hasMessageContaining("somebody stands between");
            assertThat(between.heard()).isEmpty();

            // It would hear those who trust it.
            Token trusting = new Token(Role.WORKER, Token.newSecret(), another.trust());
            RawWorker fool = new RawWorker(cluster.channel(trusting, between.port()));
            assertThat(fool.end().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(between.heard()).anyMatch(said -> said.contains(trusting.secret()));
        }
    }

    @Test
    void anExpiredCertificateIsRefusedBeforeTheSecretIsShown(@TempDir Path directory)
            throws Exception {
        KeptCertificate old = expired(directory.resolve("old"));
        try (Eavesdropper coordinator = new Eavesdropper(old.tls())) {
            Token token = new Token(Role.WORKER, cluster.secret(Role.WORKER), old.trust());
            Status status = new RawWorker(cluster.channel(token, coordinator.port())).end();

            assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(StatusText.of(status.asRuntimeException()).sentence()).contains("NotAfter");
            assertThat(coordinator.heard()).isEmpty();
        }
    }

    @Test
    void whoSpeaksPlainTextToTheTlsPortIsCutOffWithoutAWord() throws Exception {
        Token plain = new Token(Role.WORKER, cluster.secret(Role.WORKER), new Trust.Nobody());
        Status status = new RawWorker(cluster.channel(plain)).end();
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(String.valueOf(status.getDescription()))
                .doesNotContain(cluster.secret(Role.WORKER), "good", "dev.manykitchens");

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.port())) {
            socket.getOutputStream()
                    .write(
                            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(rest(socket)).asString(StandardCharsets.US_ASCII).doesNotContain("HTTP");
        }
    }

    @Test
    void aSecondHelloEndsTheStream() throws Exception {
        RawWorker worker = cluster.stranger();
        worker.say(RawWorker.hello("twice", 1, "nothing_here"));
        assertThat(worker.awaitWelcome().getWorker()).isEqualTo("twice");

        worker.say(RawWorker.hello("another", 1, "nothing_here"));

        cluster.requireRefusal(
                worker.end(), Status.Code.INVALID_ARGUMENT, "a worker must say Hello once");
        await().until(() -> cluster.workers().equals(List.of("good")));
    }

    @Test
    void aRecordedJoinIsOfNoUseToWhoReplaysIt() throws Exception {
        byte[] recorded;
        try (Relay relay = new Relay(cluster.port())) {
            RawWorker worker =
                    new RawWorker(cluster.channel(cluster.token(Role.WORKER), relay.port()));
            worker.say(RawWorker.hello("recorded", 1, "nothing_here"));
            assertThat(worker.awaitWelcome().getWorker()).isEqualTo("recorded");
            worker.leave();
            assertThat(worker.end().isOk()).isTrue();
            recorded = relay.recorded();
        }
        assertThat(cluster.workers()).containsExactly("good");

        try (Socket replay = new Socket(InetAddress.getLoopbackAddress(), cluster.port())) {
            replay.getOutputStream().write(recorded);
            replay.getOutputStream().flush();
            // A new handshake has other keys: the server cannot read what was recorded, and hangs
            // up.
            assertThat(rest(replay)).isNotNull();
        }
        assertThat(cluster.workers()).containsExactly("good");
    }

    @Test
    void whoTakesTheNameOfAWorkerThatIsHereIsRefused() throws Exception {
        for (String instance : List.of("", "guessed", "instance-of-goo")) {
            RawWorker thief = cluster.stranger();
            thief.say(RawWorker.hello("good", 1, "compute_square").setInstance(instance));

            Status status = thief.end();
            assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            assertThat(status.getDescription())
                    .contains("a worker's name must be its own, a worker named good is here")
                    .doesNotContain("instance-of", "raw-host", "42");
        }
    }

    private static Status statusCallEnds(ManagedChannel channel) {
        try {
            var _ =
                    ClientServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(20, TimeUnit.SECONDS)
                            .getStatus(GetStatusRequest.getDefaultInstance());
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    private static CoordinatorAddress client(int port) {
        return new CoordinatorAddress(
                "127.0.0.1:" + port,
                cluster.token(Role.CLIENT).text(),
                CoordinatorAddress.Certificates.NONE);
    }

    /// What comes until the other end hangs up.
    private static byte[] rest(Socket socket) throws Exception {
        socket.setSoTimeout(20_000);
        try (InputStream in = socket.getInputStream()) {
            return in.readAllBytes();
        } catch (SocketException e) {
            // Reset instead of closed: it hung up all the same.
            return new byte[0];
        }
    }

    /// A certificate that was good until nine days ago.
    private static KeptCertificate expired(Path directory) throws Exception {
        StateDirectory state = StateDirectory.open(directory);
        Path file = directory.resolve("certificate.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "coordinator",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=old",
                                "-startdate",
                                "-10d",
                                "-validity",
                                "1",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "owner-only",
                                "-keystore",
                                file.toString())
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return KeptCertificate.own(state, Optional.empty());
    }
}
