package dev.manykitchens.coordinator.client;

import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.ClientWelcome;
import dev.manykitchens.proto.v1.Pong;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.SubmitResponse;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What coordinators share that are there for the clients of a test: where they listen, and what
/// came.
abstract class LoopbackCoordinator extends ClientServiceGrpc.ClientServiceImplBase
        implements AutoCloseable {

    /// What came but hellos and pings, on whatever stream.
    final BlockingQueue<SubmitRequest> came = new LinkedBlockingQueue<>();

    private final Server server;

    LoopbackCoordinator() throws IOException {
        server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(this)
                        .build()
                        .start();
    }

    Dial dial() {
        return new Dial(
                endpoint(),
                new Token(Role.CLIENT, Token.newSecret(), new Trust.Nobody()),
                TlsFiles.NONE);
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getPort());
    }

    /// The next of what came.
    SubmitRequest next() throws InterruptedException {
        return taken(came);
    }

    static <T> T taken(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    /// A welcome to a cluster of one worker.
    ///
    /// @param silence after which clients are to give it up
    static ClientWelcome.Builder welcome(Duration silence) {
        return ClientWelcome.newBuilder()
                .setClient(1)
                .setWorkers(1)
                .setSlots(1)
                .setMostBatches(10)
                .setPingIntervalMillis(100)
                .setSilenceLimitMillis(Math.toIntExact(silence.toMillis()));
    }

    static SubmitResponse pong(SubmitRequest ping) {
        return SubmitResponse.newBuilder()
                .setPong(Pong.newBuilder().setSentNanos(ping.getPing().getSentNanos()))
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
