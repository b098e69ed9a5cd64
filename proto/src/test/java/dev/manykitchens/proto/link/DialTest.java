package dev.manykitchens.proto.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.GetStatusRequest;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What somebody hears who dials and gets nowhere.
class DialTest {

    private static final EventLoopGroup TRANSPORT =
            new MultiThreadIoEventLoopGroup(
                    1, Thread.ofPlatform().daemon().factory(), NioIoHandler.newFactory());

    @AfterAll
    static void end() {
        var _ = TRANSPORT.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void aNameThatDoesNotResolveIsSaidInASentenceAndNotLogged() {
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler ear =
                new Handler() {
                    @Override
                    public void publish(LogRecord line) {
                        logged.add(line.getMessage());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger grpc = Logger.getLogger("io.grpc");
        grpc.addHandler(ear);
        try {
            assertThat(dialled("nosuch.invalid:7070", new Trust.Nobody()))
                    .contains("nosuch.invalid");
        } finally {
            grpc.removeHandler(ear);
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void whoListensNowhereRefuses() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThat(dialled("127.0.0.1:" + port, new Trust.Nobody()))
                .isEqualTo("connection refused");
    }

    @Test
    void whoHangsUpOnPlainTextMaySpeakTls() throws Exception {
        try (ServerSocket server = answering("")) {
            assertThat(dialled("127.0.0.1:" + server.getLocalPort(), new Trust.Nobody()))
                    .contains("before any answer", "speaks TLS and the token has no fingerprint");
        }
    }

    @Test
    void whoSpeaksOtherwiseIsNoCoordinator() throws Exception {
        String http = "HTTP/1.1 400 Bad Request\r\n\r\n";
        for (Trust trust : List.of(new Trust.Nobody(), new Trust.Authorities())) {
            try (ServerSocket server = answering(http)) {
                assertThat(dialled("127.0.0.1:" + server.getLocalPort(), trust))
                        .isEqualTo(
                                "whoever listens there does not answer as a coordinator; is it the port of --http?");
            }
        }
    }

    @Test
    void whoSaysNothingMayBeOneThatIsStopped() throws Exception {
        // It takes connections, as the system does for a process that is stopped.
        try (ServerSocket stopped = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            assertThat(
                            dialled(
                                    "127.0.0.1:" + stopped.getLocalPort(),
                                    new Trust.Authorities(),
                                    Duration.ofMillis(300)))
                    .isEqualTo(
                            "who listens there does not answer in time; it is busy or stopped, or no coordinator");
        }
    }

    @Test
    void aTokenForTlsFitsNoCoordinatorWithoutIt() throws Exception {
        // A frame of settings: empty, as whoever speaks HTTP/2 begins.
        try (ServerSocket server = answering("\0\0\0\4\0\0\0\0\0")) {
            assertThat(dialled("127.0.0.1:" + server.getLocalPort(), new Trust.Authorities()))
                    .isEqualTo(
                            "the coordinator speaks no TLS, this token is for one that does; copy the token again");
        }
    }

    /// A server that hears something, says this to whoever comes, and hangs up.
    private static ServerSocket answering(String words) throws IOException {
        ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        var _ =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (true) {
                                    try (Socket guest = server.accept()) {
                                        int _ = guest.getInputStream().read(new byte[9_000]);
                                        guest.getOutputStream()
                                                .write(words.getBytes(StandardCharsets.US_ASCII));
                                        guest.shutdownOutput();
                                        var _ = guest.getInputStream().readAllBytes();
                                    }
                                }
                            } catch (IOException _) {
                                // The test is over.
                            }
                        });
        return server;
    }

    /// What a call says that fails.
    private static String dialled(String endpoint, Trust trust) {
        return dialled(endpoint, trust, Duration.ofSeconds(20));
    }

    private static String dialled(String endpoint, Trust trust, Duration limit) {
        Token token = new Token(Role.CLIENT, Token.newSecret(), trust);
        ManagedChannel channel =
                new Dial(Endpoint.parse(endpoint), token, TlsFiles.NONE).open(TRANSPORT);
        try {
            var _ =
                    ClientServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
                            .getStatus(GetStatusRequest.getDefaultInstance());
            return "nothing failed";
        } catch (StatusRuntimeException e) {
            return StatusText.of(e).sentence();
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void whoKnowsOfSeveralCoordinatorsWaitsLessLongForTheOneThatIsSilent() {
        Token token = new Token(Role.CLIENT, Token.newSecret(), new Trust.Nobody());
        Dial one = new Dial(Endpoints.parse("a:1"), token, TlsFiles.NONE);
        Dial three = new Dial(Endpoints.parse("a:1,b:1,c:1"), token, TlsFiles.NONE);

        assertThat(one.silence(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(10));
        assertThat(three.silence(Duration.ofSeconds(12))).isEqualTo(Duration.ofSeconds(4));
        // Longer than an election takes, and never longer than was said.
        assertThat(three.silence(Duration.ofSeconds(6))).isEqualTo(Duration.ofSeconds(3));
        assertThat(three.silence(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
    }
}
