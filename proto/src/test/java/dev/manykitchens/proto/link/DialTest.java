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
        Handler ear = new Handler() {
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

    /// What a call says that fails.
    private static String dialled(String endpoint, Trust trust) {
        Token token = new Token(Role.CLIENT, Token.newSecret(), trust);
        ManagedChannel channel =
                new Dial(Endpoint.parse(endpoint), token, TlsFiles.NONE).open(TRANSPORT);
        try {
            var _ =
                    ClientServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(20, TimeUnit.SECONDS)
                            .getStatus(GetStatusRequest.getDefaultInstance());
            return "nothing failed";
        } catch (StatusRuntimeException e) {
            return StatusText.of(e).sentence();
        } finally {
            channel.shutdownNow();
        }
    }
}
