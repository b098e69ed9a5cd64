package dev.manykitchens.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.cli.calibration.Runs;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.dashboard.Playbill;
import dev.manykitchens.report.history.RunShelf;
import dev.manykitchens.report.run.RunFile;

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
import java.util.Optional;
import java.util.stream.Stream;

@Timeout(60)
class LiveDashboardTest {

    private static final PoolSpec SPEC = PoolSpec.parse("threads:2");

    @Test
    void aPoolThatIsOpenedWhileItIsServedIsOnThePage() throws Exception {
        try (LiveDashboard live = start();
                Pool pool = live.open(SPEC, PoolOptions.defaults(), EventSink.NONE);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(pool.map("compute_square", List.of(1, 2, 3))).containsExactly(1L, 4L, 9L);
            int port = live.address().orElseThrow().getPort();

            assertThat(client.send(ask(port, "/"), HttpResponse.BodyHandlers.ofString()).body())
                    .contains("Many Kitchens");
            awaitData(
                    client,
                    port,
                    "\"title\":\"kitchen test\"",
                    "\"name\":\"threads:2\"",
                    "\"submitted\":3");
        }
    }

    @Test
    void aPoolThatCannotBeOpenedDoesNotStayOpening() throws Exception {
        PoolSpec tooMany = PoolSpec.parse("processes:5000");
        try (LiveDashboard live = start();
                HttpClient client = HttpClient.newHttpClient()) {
            assertThatThrownBy(() ->
                            live.open(tooMany, PoolOptions.defaults(), EventSink.NONE).close())
                    .hasMessageContaining("processes must be from 1 to ");

            awaitData(
                    client,
                    live.address().orElseThrow().getPort(),
                    "\"name\":\"processes:5000\"",
                    "\"open\":false");
        }
    }

    @Test
    void whatAComparisonOpensBesideItsPoolsSaysWhatItIsFor() throws Exception {
        PoolSpec sequential = PoolSpec.parse("sequential");
        try (LiveDashboard live = start();
                HttpClient client = HttpClient.newHttpClient()) {
            ComparisonListener comparison = live.comparison(List.of("sequential"));
            comparison.openingReference(sequential);
            live.open(sequential, PoolOptions.defaults(), EventSink.NONE).close();
            live.open(sequential, PoolOptions.defaults(), EventSink.NONE).close();

            awaitData(
                    client,
                    live.address().orElseThrow().getPort(),
                    "\"name\":\"sequential (for break-even)\"",
                    "\"name\":\"sequential\"");
        }
    }

    @Test
    void aRunThatIsOverIsCalledByItsName() throws Exception {
        try (LiveDashboard live = start();
                HttpClient client = HttpClient.newHttpClient()) {
            String run = Runs.ofScenario("\"tea-shop\"", Runs.pool("threads:2", 2, 0, 0.01));
            live.finished(RunFile.parse(run, "run"), Optional.empty());
            String partial = run.replace("\"partial\": false", "\"partial\": true");
            live.finished(RunFile.parse(partial, "run"), Optional.empty());

            awaitData(
                    client,
                    live.address().orElseThrow().getPort(),
                    "the run of tea-shop is over: see Runs for its table and its report",
                    "the run of tea-shop was stopped before its end: see Runs for its table and its report");
        }
    }

    @Test
    void whoHasTheTokenOfItsLinkChangesThatPool() throws Exception {
        try (LiveDashboard live = start();
                Pool pool = live.open(SPEC, PoolOptions.defaults(), EventSink.NONE);
                HttpClient client = HttpClient.newHttpClient()) {
            String[] link = live.link().orElseThrow().split("#token=", 2);
            assertThat(live.page()).hasValue(link[0]);

            HttpResponse<String> refused = change(client, link[0], link[1] + "x");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(live.changed()).isEmpty();
            HttpResponse<String> done = change(client, link[0], link[1]);

            assertThat(done.body())
                    .isEqualTo("each kitchen of %s has 3 cooks now%n".formatted(pool.spec()));
            assertThat(done.statusCode()).isEqualTo(200);
            assertThat(live.changed()).containsExactly("threads:2");
        }
    }

    private static HttpResponse<String> change(HttpClient client, String page, String token)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(page + "actions/change"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"pool\":1,\"change\":\"threads\",\"to\":3}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whereNoneIsServedPoolsAreOpenedAllTheSame() {
        try (Pool pool = LiveDashboard.NONE.open(SPEC, PoolOptions.defaults(), EventSink.NONE)) {
            assertThat(pool.map("compute_square", List.of(3))).containsExactly(9L);
        }
        assertThat(LiveDashboard.NONE.address()).isEmpty();
        assertThat(LiveDashboard.NONE.link()).isEmpty();
    }

    private static LiveDashboard start() throws IOException {
        return LiveDashboard.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "kitchen test",
                "1.2",
                new Host(),
                RunShelf.withoutFolder(),
                _ -> Playbill.NONE);
    }

    /// Reads frames until one says all that: the first may be older than what was done last.
    private static void awaitData(HttpClient client, int port, String... texts)
            throws IOException, InterruptedException {
        try (Stream<String> lines =
                client.send(ask(port, "/events"), HttpResponse.BodyHandlers.ofLines()).body()) {
            assertThat(
                            lines.filter(line -> line.startsWith("data: "))
                                    .filter(line -> Stream.of(texts).allMatch(line::contains))
                                    .findFirst())
                    .isPresent();
        }
    }

    private static HttpRequest ask(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    }
}
