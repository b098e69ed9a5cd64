package dev.manykitchens.report.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.report.metrics.ClusterMetrics;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

class StatusServerTest {

    private final AtomicBoolean draining = new AtomicBoolean();
    private final CountDownLatch everybodyIsIn = new CountDownLatch(Limits.REQUESTS);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AutoClose private final ClusterMetrics metrics = new ClusterMetrics(this::view);

    @AutoClose private final StatusServer server = start();

    @Test
    void healthIsOneWord() throws IOException {
        assertThat(get("/healthz")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nserving\n");

        draining.set(true);

        assertThat(get("/healthz")).startsWith("HTTP/1.1 503").endsWith("\r\n\r\ndraining\n");
    }

    @Test
    void healthIsJsonForWhoAsksForIt() throws IOException {
        assertThat(ask("GET /healthz HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json"))
                .contains("application/json")
                .contains("\"status\" : \"serving\"")
                .contains("\"uptime_seconds\" : 7.5")
                .contains("\"workers\" : 1");
    }

    @Test
    void metricsComeInTheFormatThatIsAccepted() throws IOException {
        assertThat(get("/metrics"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-type: " + ClusterMetrics.TEXT)
                .contains("\nkitchen_slots 4.0\n");
        assertThat(
                        ask(
                                "GET /metrics HTTP/1.1",
                                "Host: localhost",
                                "Accept: application/openmetrics-text; version=1.0.0"))
                .containsIgnoringCase("content-type: " + ClusterMetrics.OPEN_METRICS)
                .endsWith("# EOF\n");
    }

    @Test
    void headTellsTheLengthAndSendsNothing() throws IOException {
        assertThat(ask("HEAD /healthz HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-length: 8")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics/", "/metricsx", "/healthz/..", "/%2e%2e/metrics"})
    void nothingIsFoundElsewhere(String path) throws IOException {
        assertThat(get(path)).startsWith("HTTP/1.1 404").endsWith("\r\n\r\nnothing is here\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"})
    void onlyReadingIsAllowed(String method) throws IOException {
        assertThat(ask(method + " /metrics HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 405")
                .containsIgnoringCase("allow: GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:9", "10.1.2.3", "[::1]:80", "[fe80::1]", "Desk:1"})
    void namesThatCannotBePointedHereByStrangersAreAnswered(String host) throws IOException {
        assertThat(ask("GET /healthz HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:80",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "",
                "::1",
                "[evil]",
                "desk.evil.example"
            })
    void otherNamesAreNot(String host) throws IOException {
        assertThat(ask("GET /healthz HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 421");
    }

    @Test
    void requestWithoutOrWithSeveralHostsIsNotAnswered() throws IOException {
        assertThat(ask("GET /healthz HTTP/1.1")).startsWith("HTTP/1.1 421");
        assertThat(ask("GET /healthz HTTP/1.1", "Host: localhost", "Host: evil.example"))
                .startsWith("HTTP/1.1 421");
        assertThat(ask("GET http://evil.example/healthz HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 421");
    }

    @Test
    void connectionIsKeptForMoreRequests() throws IOException {
        String request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Socket visitor = connect()) {
            for (int i = 0; i < 3; i++) {
                visitor.getOutputStream().write(request.getBytes(UTF_8));
                StringBuilder answer = new StringBuilder();
                while (!answer.toString().endsWith("serving\n")) {
                    int next = visitor.getInputStream().read();
                    assertThat(next).as("the end of the connection").isNotNegative();
                    answer.append((char) next);
                }
            }
        }
    }

    @Test
    void bodiesAreRefusedUnread() throws IOException {
        assertThat(ask("GET /healthz HTTP/1.1", "Host: localhost", "Content-Length: 1000000000"))
                .startsWith("HTTP/1.1 413");
        assertThat(ask("GET /healthz HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void headersThatAreTooLargeEndTheConnection() throws IOException {
        String[] many = new String[200];
        Arrays.setAll(many, i -> "X-" + i + ": 1");

        assertThat(ask("GET /healthz HTTP/1.1", "Host: localhost", "X: " + "x".repeat(20_000)))
                .doesNotContain("200");
        assertThat(ask("GET /healthz HTTP/1.1", many)).doesNotContain("200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "", "none\r\nSec-Fetch-Site: none"})
    void whatAPageOfElsewhereAsksForIsNotMade(String site) throws IOException {
        assertThat(ask("GET /metrics HTTP/1.1", "Host: localhost", "Sec-Fetch-Site: " + site))
                .startsWith("HTTP/1.1 403");
        // Data that a link leads to is data nevertheless.
        assertThat(follow("/metrics", site, "document")).startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none"})
    void whatOurOwnPageAsksForIsAnswered(String site) throws IOException {
        assertThat(ask("GET /metrics HTTP/1.1", "Host: localhost", "Sec-Fetch-Site: " + site))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aLinkOfElsewhereMayLeadToADocumentThatFillsTheWindow() throws IOException {
        assertThat(follow("/page.html", "cross-site", "document")).startsWith("HTTP/1.1 200");
        assertThat(follow("/page.html", "cross-site", "iframe")).startsWith("HTTP/1.1 403");
        assertThat(ask("GET /page.html HTTP/1.1", "Host: localhost", "Sec-Fetch-Site: cross-site"))
                .startsWith("HTTP/1.1 403");
    }

    private String follow(String path, String site, String into) throws IOException {
        return ask(
                "GET " + path + " HTTP/1.1",
                "Host: localhost",
                "Sec-Fetch-Site: " + site,
                "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Dest: " + into);
    }

    @Test
    void pageThatCannotBeMadeIsOurFaultAndTellsNothing() throws IOException {
        assertThat(get("/broken"))
                .startsWith("HTTP/1.1 500")
                .endsWith("the page could not be made\n")
                .doesNotContain("secret");
    }

    @Test
    void requestsBeyondTheLimitAreToldToComeAgain() throws Exception {
        List<Thread> visitors = new ArrayList<>();
        for (int i = 0; i < Limits.REQUESTS; i++) {
            visitors.add(
                    Thread.startVirtualThread(() -> {
                        try {
                            get("/slow");
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }));
        }
        everybodyIsIn.await();

        assertThat(get("/healthz")).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after");

        goOn.countDown();
        for (Thread visitor : visitors) {
            visitor.join();
        }
        assertThat(get("/healthz")).startsWith("HTTP/1.1 200");
    }

    @Test
    void closingBreaksOffWhatIsUnderWay() throws Exception {
        try (Socket visitor = connect()) {
            visitor.getOutputStream()
                    .write("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            while (everybodyIsIn.getCount() == Limits.REQUESTS) {
                Thread.onSpinWait();
            }

            server.close();

            assertThat(visitor.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        }
    }

    @Test
    void pageThatTakesTooLongIsInterruptedAndThatIsSaid() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Page stuck =
                _ -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return Answer.line(200, "done");
                };

        try (StatusServer hasty = startWith(stuck, Duration.ofMillis(1))) {
            assertThat(ask(hasty, "GET /page HTTP/1.1", "Host: localhost"))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("retry-after")
                    .endsWith("this takes too long; try again\n");
        }
    }

    @Test
    void visitorWhoDoesNotReadIsSentAway() throws Exception {
        byte[] large = new byte[64 << 20];
        CountDownLatch begun = new CountDownLatch(1);
        Page page =
                _ -> {
                    begun.countDown();
                    return new Answer(200, "application/octet-stream", large);
                };

        try (StatusServer hasty = startWith(page, Duration.ofMillis(200));
                Socket visitor = connect(hasty)) {
            visitor.getOutputStream()
                    .write("GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            begun.await();
            while (hasty.requests() > 0) {
                Thread.onSpinWait();
            }

            assertThat(visitor.getInputStream().readAllBytes().length).isLessThan(large.length);
        }
    }

    private static StatusServer startWith(Page page, Duration limit) throws IOException {
        return StatusServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Set.of(),
                Site.of(Map.of("/page", page)),
                limit);
    }

    private StatusServer start() {
        Page slow =
                _ -> {
                    everybodyIsIn.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return Answer.line(200, "done");
                };
        Page broken =
                _ -> {
                    throw new IllegalStateException("secret");
                };
        try {
            return StatusServer.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    Set.of("desk"),
                    Site.of(
                            Map.of(
                                    "/healthz",
                                    new HealthPage(this::view),
                                    "/metrics",
                                    new MetricsPage(metrics),
                                    "/page.html",
                                    _ -> Answer.line(200, "a page"),
                                    "/slow",
                                    slow,
                                    "/broken",
                                    broken)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ClusterView view() {
        WorkerRow worker =
                new WorkerRow(
                        "oven",
                        "host",
                        7,
                        4,
                        WorkerFacts.UNKNOWN,
                        WorkerState.ACTIVE,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0);
        return new ClusterView(
                7_500_000_000L,
                0,
                "1",
                draining.get(),
                new JobTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                0,
                List.of(worker),
                List.of(),
                List.of());
    }

    private Socket connect() throws IOException {
        return connect(server);
    }

    private static Socket connect(StatusServer to) throws IOException {
        return new Socket(to.address().getAddress(), to.address().getPort());
    }

    private String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1", "Host: localhost");
    }

    private String ask(String line, String... headers) throws IOException {
        return ask(server, line, headers);
    }

    private static String ask(StatusServer to, String line, String... headers) throws IOException {
        try (Socket visitor = connect(to)) {
            String request = line + "\r\nConnection: close\r\n";
            for (String header : headers) {
                request += header + "\r\n";
            }
            visitor.getOutputStream().write((request + "\r\n").getBytes(UTF_8));
            return new String(visitor.getInputStream().readAllBytes(), UTF_8);
        } catch (SocketException e) {
            // What a server leaves unread makes closing a reset.
            return "";
        }
    }
}
