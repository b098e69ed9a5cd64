package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.coordinator.cluster.ClusterCoordinator;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.proto.link.Role;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

class LimitedServerChannelTest {

    private static final int MOST = 3;

    @Test
    void oneMoreThanMayBeIsClosedAndWhoeverIsInStays() throws Exception {
        List<Socket> in = new ArrayList<>();
        try (ClusterCoordinator coordinator = coordinator()) {
            for (int i = 0; i < MOST; i++) {
                in.add(connect(coordinator));
                assertThat(greets(in.getLast())).isTrue();
            }
            for (int i = 0; i < 10; i++) {
                try (Socket tooMany = connect(coordinator)) {
                    assertThat(greets(tooMany)).isFalse();
                }
            }
            for (Socket socket : in) {
                socket.setSoTimeout(1);
                assertThat(isOpen(socket)).isTrue();
            }
            in.removeFirst().close();

            await().untilAsserted(() -> {
                Socket next = connect(coordinator);
                in.add(next);
                assertThat(greets(next)).isTrue();
            });
        } finally {
            for (Socket socket : in) {
                socket.close();
            }
        }
    }

    @Test
    void whatAStrangerSendsIsNotLogged() throws Exception {
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
        try (ClusterCoordinator coordinator = coordinator();
                Socket stranger = connect(coordinator)) {
            stranger.getOutputStream().write(new byte[100]);
            assertThat(isOpen(stranger)).isFalse();
        } finally {
            grpc.removeHandler(ear);
        }
        assertThat(logged).isEmpty();
    }

    private static ClusterCoordinator coordinator() throws IOException {
        return ClusterCoordinator.start(
                DispatchOptions.DEFAULTS,
                new CoordinatorServer.Listening(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Optional.empty(),
                                Secrets.only(Role.WORKER, "a secret"))
                        .withMostConnections(MOST),
                EventSink.NONE);
    }

    private static Socket connect(ClusterCoordinator coordinator) throws IOException {
        InetSocketAddress address = coordinator.address();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// Whether it hears the server's settings, the first that HTTP/2 says.
    private static boolean greets(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isOpen(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // The rest of the settings.
            }
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }
}
