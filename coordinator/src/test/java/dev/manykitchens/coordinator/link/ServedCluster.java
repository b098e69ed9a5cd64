package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.cluster.ClusterCoordinator;
import dev.manykitchens.coordinator.security.KeptCertificate;
import dev.manykitchens.coordinator.security.StateDirectory;
import dev.manykitchens.coordinator.security.TokenFile;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// A coordinator on loopback with TLS and tokens, a good worker and a good client inside the test's
/// JVM: whatever somebody else does to the coordinator, these two go on working.
public final class ServedCluster implements AutoCloseable {

    private static final int JOBS = 500;

    private final KeptCertificate certificate;
    private final TokenFile tokens;
    private final ClusterCoordinator coordinator;
    private final EventLoopGroup transport =
            new MultiThreadIoEventLoopGroup(
                    2,
                    Thread.ofPlatform().daemon().name("raw-transport-", 0).factory(),
                    NioIoHandler.newFactory());
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final PrintStream console = System.err;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final RawWorker good;
    private final Pool pool;

    ServedCluster(Path directory) throws Exception {
        this(directory, 2, RawWorker.squaring());
    }

    /// @param threads of the good worker
    /// @param does what the good worker does
    ServedCluster(Path directory, int threads, RawWorker.AssignmentListener does) throws Exception {
        this(directory, threads, does, UnreadLimits.DEFAULTS);
    }

    /// @param unread how much may wait for a client
    ServedCluster(
            Path directory, int threads, RawWorker.AssignmentListener does, UnreadLimits unread)
            throws Exception {
        System.setErr(new PrintStream(new Both(console, logged), true, StandardCharsets.UTF_8));
        StateDirectory state = StateDirectory.open(directory.resolve("state"));
        certificate = KeptCertificate.own(state, Optional.empty());
        tokens = TokenFile.open(state, InstantSource.system());
        coordinator =
                ClusterCoordinator.start(
                        DispatchOptions.DEFAULTS,
                        new CoordinatorServer.Listening(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                        Optional.of(certificate.tls()),
                                        tokens)
                                .withUnread(unread),
                        EventSink.NONE);
        good = new RawWorker(channel(token(Role.WORKER)));
        var _ = good.join(RawWorker.hello("good", threads, "compute_square"), does);
        pool =
                Pools.open(
                        PoolSpec.parse("cluster"),
                        PoolOptions.defaults().withCoordinator(address()));
    }

    ClusterCoordinator coordinator() {
        return coordinator;
    }

    Pool pool() {
        return pool;
    }

    RawWorker goodWorker() {
        return good;
    }

    int port() {
        return coordinator.address().getPort();
    }

    Token token(Role role) {
        return new Token(role, secret(role), certificate.trust());
    }

    String secret(Role role) {
        return tokens.current(role);
    }

    Trust.Pinned trust() {
        return certificate.trust();
    }

    EventLoopGroup transport() {
        return transport;
    }

    /// Where clients find it, and what lets them in.
    CoordinatorAddress address() {
        return new CoordinatorAddress(
                "127.0.0.1:" + port(),
                token(Role.CLIENT).text(),
                CoordinatorAddress.Certificates.NONE);
    }

    /// A connection to the coordinator for whoever shows this token; closed with the cluster.
    ManagedChannel channel(Token token) {
        return channel(token, port());
    }

    synchronized ManagedChannel channel(Token token, int port) {
        ManagedChannel channel =
                new Dial(new Endpoint("127.0.0.1", port), token, TlsFiles.NONE).open(transport);
        channels.add(channel);
        return channel;
    }

    /// A stream of a worker that has a good token and says nothing yet.
    RawWorker stranger() {
        return new RawWorker(channel(token(Role.WORKER)));
    }

    /// Runs a batch on the good worker and checks its results; the worker is on its first stream.
    void requireWorking() {
        assertThat(good.isOver())
                .as(() -> "the good worker's stream ended: " + good.words())
                .isFalse();
        List<Long> inputs = LongStream.range(0, JOBS).boxed().toList();
        assertThat(pool.map("compute_square", inputs))
                .isEqualTo(inputs.stream().map(n -> n * n).toList());
        assertThat(good.isOver())
                .as(() -> "the good worker's stream ended: " + good.words())
                .isFalse();
        requireNothingLeakedInLogs();
    }

    /// Checks that a refusal is of this kind, says this, and tells nothing that its reader must not
    /// know.
    void requireRefusal(Status status, Status.Code code, String sentence) {
        assertThat(status.getCode()).as("%s", status).isEqualTo(code);
        requireSilence(String.valueOf(status.getDescription()));
        assertThat(status.getDescription()).contains(sentence);
    }

    /// Checks that a text holds no secret, nobody else's name and no trace of our code.
    void requireSilence(String text) {
        assertThat(text)
                .doesNotContain(secret(Role.WORKER), secret(Role.CLIENT))
                .doesNotContain("good", "instance-of", "Exception", "\tat ", "dev.manykitchens");
    }

    void requireNothingLeakedInLogs() {
        assertThat(logged.toString(StandardCharsets.UTF_8))
                .doesNotContain(secret(Role.WORKER), secret(Role.CLIENT));
    }

    /// What is known of a worker; empty when it is not here.
    Optional<WorkerRow> view(String worker) throws Exception {
        return rows().stream().filter(row -> row.name().equals(worker)).findFirst();
    }

    /// The names of the workers that take jobs.
    List<String> takers() throws Exception {
        return rows().stream().filter(row -> row.slots() > 0).map(WorkerRow::name).toList();
    }

    private List<WorkerRow> rows() throws Exception {
        return coordinator.view().get(20, TimeUnit.SECONDS).workers();
    }

    /// The names of the workers that are here.
    List<String> workers() throws Exception {
        return rows().stream().map(WorkerRow::name).toList();
    }

    @Override
    public void close() {
        pool.closeNow();
        good.close();
        channels.forEach(ManagedChannel::shutdownNow);
        coordinator.close();
        var _ = transport.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        System.setErr(console);
    }

    /// Writes to two places.
    private static final class Both extends OutputStream {
        private final OutputStream one;
        private final OutputStream other;

        Both(OutputStream one, OutputStream other) {
            this.one = one;
            this.other = other;
        }

        @Override
        public void write(int b) throws java.io.IOException {
            one.write(b);
            other.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws java.io.IOException {
            one.write(bytes, from, count);
            other.write(bytes, from, count);
        }
    }
}
