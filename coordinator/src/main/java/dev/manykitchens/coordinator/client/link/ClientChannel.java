package dev.manykitchens.coordinator.client.link;

import dev.manykitchens.proto.link.Dial;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;

import java.util.concurrent.TimeUnit;

/// A channel to a coordinator and the one thread that runs it, which end together. Thread-safe;
/// nothing here blocks.
final class ClientChannel {

    private static final int SHUTDOWN_SECONDS = 2;

    private final String name;
    private final EventLoopGroup transport;
    private final ManagedChannel channel;

    private ClientChannel(String name, EventLoopGroup transport, ManagedChannel channel) {
        this.name = name;
        this.transport = transport;
        this.channel = channel;
    }

    /// Opens one. Nothing is connected before the first call.
    ///
    /// @param name what its threads are named after
    /// @throws IllegalArgumentException when a file of a certificate cannot be used
    static ClientChannel open(Dial dial, String name) {
        EventLoopGroup transport =
                new MultiThreadIoEventLoopGroup(
                        1,
                        Thread.ofPlatform().daemon().name(name + "-transport-", 0).factory(),
                        NioIoHandler.newFactory());
        try {
            return new ClientChannel(name, transport, dial.open(transport));
        } catch (RuntimeException e) {
            end(transport);
            throw e;
        }
    }

    /// What calls are made on.
    ManagedChannel channel() {
        return channel;
    }

    /// Ends it once the calls that are open have ended, or a moment later.
    void leave() {
        boolean _ = channel.shutdown().isShutdown();
        endTransport();
    }

    /// Ends it at once.
    void cut() {
        boolean _ = channel.shutdownNow().isShutdown();
        endTransport();
    }

    /// After the channel: the last words are sent within its quiet time.
    private void endTransport() {
        var _ =
                Thread.ofVirtual()
                        .name(name + "-transport-end")
                        .start(() -> {
                            try {
                                if (!channel.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                                    boolean _ = channel.shutdownNow().isShutdown();
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            end(transport);
                        });
    }

    private static void end(EventLoopGroup transport) {
        var _ = transport.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
