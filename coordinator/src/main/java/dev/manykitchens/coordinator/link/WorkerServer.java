package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.link.Protocol;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// Listens for workers on this machine's loopback address. Thread-safe.
public final class WorkerServer implements AutoCloseable {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int MOST_STREAMS = 10_000;
    private static final int SHUTDOWN_SECONDS = 2;

    private final EventLoopGroup transport;
    private final Server server;
    private final InetSocketAddress address;

    private WorkerServer(EventLoopGroup transport, Server server, InetAddress host) {
        this.transport = transport;
        this.server = server;
        this.address = new InetSocketAddress(host, server.getPort());
    }

    /// Listens on a port that is free, for workers that know the token.
    ///
    /// @throws IOException when no port can be had
    public static WorkerServer start(String token, WorkerListener listener) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(LOOPBACK);
        // One thread: it only decodes; decisions are made on the loop and work is done elsewhere.
        EventLoopGroup transport =
                new MultiThreadIoEventLoopGroup(
                        1,
                        Thread.ofPlatform().daemon().name("kitchen-transport-", 0).factory(),
                        NioIoHandler.newFactory());
        WorkerStreams streams =
                new WorkerStreams(
                        new Admission(token, Protocol.buildVersion()), listener, MOST_STREAMS);
        try {
            Server server =
                    NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
                            .bossEventLoopGroup(transport)
                            .workerEventLoopGroup(transport)
                            .channelType(NioServerSocketChannel.class)
                            .directExecutor()
                            .maxInboundMessageSize(Protocol.LARGEST_MESSAGE_BYTES)
                            .permitKeepAliveTime(
                                    Protocol.KEEPALIVE.toNanos() / 2, TimeUnit.NANOSECONDS)
                            .addService(streams)
                            .build()
                            .start();
            return new WorkerServer(transport, server, loopback);
        } catch (IOException | RuntimeException e) {
            end(transport);
            throw e;
        }
    }

    /// The address to connect to.
    public InetSocketAddress address() {
        return address;
    }

    /// Ends every stream and the threads of the transport, and waits for them up to a few seconds.
    @Override
    public void close() {
        server.shutdownNow();
        end(transport);
    }

    private static void end(EventLoopGroup transport) {
        transport
                .shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
