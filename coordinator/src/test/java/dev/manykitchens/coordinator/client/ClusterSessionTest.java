package dev.manykitchens.coordinator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/// A client that finds nobody.
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
        return new Dial(
                new Endpoint("127.0.0.1", port),
                new Token(Role.CLIENT, Token.newSecret(), new Trust.Nobody()),
                TlsFiles.NONE);
    }
}
