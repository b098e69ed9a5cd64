package dev.manykitchens.coordinator.link;

import com.sun.management.UnixOperatingSystemMXBean;

import dev.manykitchens.coordinator.membership.Membership;
import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.link.Role;

import io.grpc.BindableService;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.HandlerRegistry;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Listens for workers and, where there is a cluster, for clients. Thread-safe.
public final class CoordinatorServer implements AutoCloseable {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int MOST_WORKERS = 10_000;
    private static final int MOST_CLIENTS = 1_000;
    private static final int MOST_CALLS_A_CONNECTION = 64;

    /// One for each worker and client, and some for strangers. Fewer where the system gives this
    /// process fewer files.
    private static final int MOST_CONNECTIONS = MOST_WORKERS + MOST_CLIENTS + 1_000;

    private static final int HANDSHAKE_SECONDS = 5;
    private static final int IDLE_SECONDS = 30;
    private static final int SHUTDOWN_SECONDS = 2;

    /// What was said last is given so long to go out before every stream is ended.
    private static final Duration LAST_WORDS_LIMIT = Duration.ofSeconds(2);

    /// It logs whatever bytes a stranger sends with a stack trace, such as those of a token for
    /// TLS. Held here, because loggers that nobody holds are forgotten.
    private static final Logger TRANSPORTS =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerTransport");

    /// It logs with a stack trace, for each stream that a worker's death ends, that what was on its
    /// way to it cannot be written: the worker is told of as lost. Held likewise.
    private static final Logger STREAMS =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");

    private static final String STREAM_IS_OVER = "Stream closed before write could take place";

    static {
        TRANSPORTS.setLevel(Level.WARNING);
        STREAMS.setFilter(record ->
                record.getThrown() == null
                        || !STREAM_IS_OVER.equals(record.getThrown().getMessage()));
    }

    /// Its own; empty: somebody else ends it.
    private final Optional<EventLoopGroup> transport;

    private final HealthStatusManager health;
    private final LastWords lastWords;
    private final Server server;
    private final InetSocketAddress address;

    private CoordinatorServer(
            Optional<EventLoopGroup> transport,
            HealthStatusManager health,
            LastWords lastWords,
            Server server,
            InetSocketAddress address) {
        this.transport = transport;
        this.health = health;
        this.lastWords = lastWords;
        this.server = server;
        this.address = address;
    }

    /// Where and for whom to listen.
    ///
    /// @param address port 0: any that is free
    /// @param tls empty: none, everything can be read on the way
    /// @param secrets who may come in
    /// @param mostConnections at once, at least 1
    /// @param unread how much may wait for a client
    public record Listening(
            InetSocketAddress address,
            Optional<SslContext> tls,
            Secrets secrets,
            int mostConnections,
            UnreadLimits unread) {

        /// With as many connections as all workers and clients can need.
        public Listening(InetSocketAddress address, Optional<SslContext> tls, Secrets secrets) {
            this(address, tls, secrets, connectionsForAll(), UnreadLimits.DEFAULTS);
        }

        /// The same with at most so many connections.
        public Listening withMostConnections(int most) {
            return new Listening(address, tls, secrets, most, unread);
        }

        /// The same with these limits.
        public Listening withUnread(UnreadLimits limits) {
            return new Listening(address, tls, secrets, mostConnections, limits);
        }

        private static int connectionsForAll() {
            return ManagementFactory.getOperatingSystemMXBean()
                            instanceof UnixOperatingSystemMXBean system
                    ? Math.clamp(system.getMaxFileDescriptorCount() * 3 / 4, 1, MOST_CONNECTIONS)
                    : MOST_CONNECTIONS;
        }
    }

    /// Listens on this machine's loopback address, on a port that is free, for worker JVMs of this
    /// build that know the secret.
    ///
    /// @param thread where they are heard; it goes on when the server is closed
    /// @throws IOException when no port can be had
    public static CoordinatorServer onLoopback(
            String secret, WorkerListener workers, TransportThread thread) throws IOException {
        Listening listening =
                new Listening(
                        new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0),
                        Optional.empty(),
                        Secrets.only(Role.WORKER, secret));
        return start(
                listening,
                thread.group(),
                false,
                Optional.empty(),
                List.of(
                        new WorkerStreams(
                                new Admission(Optional.of(Protocol.buildVersion())),
                                workers,
                                new Strangers("worker", MOST_WORKERS, thread.group()))));
    }

    /// Listens for workers of any build and clients of this one, from anywhere that the address can
    /// be reached from.
    ///
    /// @throws IOException when the address cannot be had
    public static CoordinatorServer start(
            Listening listening, WorkerListener workers, ClientListener clients)
            throws IOException {
        return start(listening, workers, clients, Optional.empty());
    }

    /// Likewise, as the one of several coordinators that leads.
    ///
    /// @param membership who they are; empty: it is one alone
    /// @throws IOException when the address cannot be had
    public static CoordinatorServer start(
            Listening listening,
            WorkerListener workers,
            ClientListener clients,
            Optional<Membership> membership)
            throws IOException {
        EventLoopGroup transport = transport(Runtime.getRuntime().availableProcessors());
        return start(
                listening,
                transport,
                true,
                Optional.empty(),
                List.of(
                        new MemberCalls(membership),
                        new WorkerStreams(
                                new Admission(Optional.empty()),
                                workers,
                                new Strangers("worker", MOST_WORKERS, transport)),
                        new ClientStreams(
                                clients,
                                new Strangers("client", MOST_CLIENTS, transport),
                                listening.unread()),
                        ProtoReflectionServiceV1.newInstance()));
    }

    /// Listens in the place of a coordinator that does not lead: answers who asks for the members,
    /// and refuses whoever else has a token, so that it looks elsewhere.
    ///
    /// @param why what it does instead of leading, and who leads, in a sentence
    /// @throws IOException when the address cannot be had
    public static CoordinatorServer standby(
            Listening listening, Membership membership, Supplier<String> why) throws IOException {
        CoordinatorServer server =
                start(
                        listening,
                        transport(1),
                        true,
                        Optional.of(new RefusedCalls(() -> Refusals.notLeading(why.get()))),
                        List.of(new MemberCalls(Optional.of(membership))));
        server.markDraining();
        return server;
    }

    private static CoordinatorServer start(
            Listening listening,
            EventLoopGroup transport,
            boolean ownsTransport,
            Optional<HandlerRegistry> otherCalls,
            List<BindableService> services)
            throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        LastWords lastWords = new LastWords();
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(listening.address())
                        .bossEventLoopGroup(transport)
                        .workerEventLoopGroup(transport)
                        .channelFactory(() -> new LimitedServerChannel(listening.mostConnections()))
                        .directExecutor()
                        .intercept(new Door(listening.secrets()))
                        // Called before the door, though named after it: refusals are words too.
                        .intercept(lastWords)
                        .addStreamTracerFactory(PartsOfMessages.OF_EACH_CALL)
                        .maxInboundMessageSize(Protocol.LARGEST_MESSAGE_BYTES)
                        .maxConcurrentCallsPerConnection(MOST_CALLS_A_CONNECTION)
                        .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                        // Nobody compresses: a few compressed bytes could become many megabytes.
                        .decompressorRegistry(
                                DecompressorRegistry.emptyInstance()
                                        .with(Codec.Identity.NONE, true))
                        // Every worker and client has a call; a connection without is nobody's.
                        .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
                        .permitKeepAliveWithoutCalls(true)
                        .permitKeepAliveTime(Protocol.KEEPALIVE.toNanos() / 2, TimeUnit.NANOSECONDS)
                        .addService(health.getHealthService());
        listening.tls().ifPresent(builder::sslContext);
        otherCalls.ifPresent(builder::fallbackHandlerRegistry);
        services.forEach(
                service -> builder.addService(RequestBytes.markedRequests(service.bindService())));
        try {
            Server server = builder.build().start();
            InetSocketAddress bound =
                    new InetSocketAddress(listening.address().getAddress(), server.getPort());
            return new CoordinatorServer(
                    ownsTransport ? Optional.of(transport) : Optional.empty(),
                    health,
                    lastWords,
                    server,
                    bound);
        } catch (IOException | RuntimeException e) {
            if (ownsTransport) {
                end(transport);
            }
            throw e;
        }
    }

    static EventLoopGroup transport(int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads,
                Thread.ofPlatform().daemon().name("kitchen-transport-", 0).factory(),
                NioIoHandler.newFactory());
    }

    /// The address to connect to.
    public InetSocketAddress address() {
        return address;
    }

    /// Says "not serving" to everybody who asks for health, from now on.
    public void markDraining() {
        health.enterTerminalState();
    }

    /// Takes no more, and ends every stream once what was said last on those that were ended has
    /// gone out, or after a few seconds. The threads of the transport go on until the server is
    /// closed, so that what is still said to somebody goes nowhere instead of failing. Not on the
    /// transport's threads.
    public void endStreams() {
        var _ = server.shutdown();
        lastWords.await(LAST_WORDS_LIMIT);
        server.shutdownNow();
    }

    /// Ends every stream and, where they are its own, the threads of the transport, and waits for
    /// them up to a few seconds.
    @Override
    public void close() {
        server.shutdownNow();
        transport.ifPresent(CoordinatorServer::end);
    }

    static void end(EventLoopGroup transport) {
        transport
                .shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
