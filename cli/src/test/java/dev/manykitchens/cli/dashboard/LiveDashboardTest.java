package dev.manykitchens.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.host.Host;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.report.history.RunShelf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

@Timeout(60)
class LiveDashboardTest {

    private static final PoolSpec SPEC = PoolSpec.parse("threads:2");

    @Test
    void aPoolThatIsOpenedWhileItIsServedIsOnThePage() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (LiveDashboard live =
                        LiveDashboard.start(
                                anyPort,
                                "kitchen test",
                                "1.2",
                                new Host(),
                                RunShelf.withoutFolder());
                Pool pool =
                        Pools.open(SPEC, live.shown(SPEC, PoolOptions.defaults(), EventSink.NONE));
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(pool.map("compute_square", List.of(1, 2, 3))).containsExactly(1L, 4L, 9L);
            int port = live.address().orElseThrow().getPort();

            assertThat(client.send(ask(port, "/"), HttpResponse.BodyHandlers.ofString()).body())
                    .contains("Many Kitchens");
            assertThat(firstData(client, port))
                    .contains("\"title\":\"kitchen test\"")
                    .contains("\"name\":\"threads:2\"")
                    .contains("\"submitted\":3");
        }
    }

    @Test
    void whereNoneIsServedNothingChanges() {
        PoolOptions options =
                LiveDashboard.NONE.shown(SPEC, PoolOptions.defaults(), EventSink.NONE);

        assertThat(options.events()).isEqualTo(EventSink.NONE);
        assertThat(options.progressEvery()).isEmpty();
        assertThat(LiveDashboard.NONE.address()).isEmpty();
    }

    private static String firstData(HttpClient client, int port)
            throws IOException, InterruptedException {
        try (Stream<String> lines =
                client.send(ask(port, "/events"), HttpResponse.BodyHandlers.ofLines()).body()) {
            return lines.filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();
        }
    }

    private static HttpRequest ask(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    }
}
