package dev.manykitchens.report.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

@Timeout(30)
class EventStreamTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void eventsComeAsTheyHappenWithTheirIds() throws Exception {
        LinkedBlockingQueue<String> happening = new LinkedBlockingQueue<>();
        EventStream stream =
                (_, out) -> {
                    for (int i = 1; ; i++) {
                        out.send("e." + i, "frame", happening.take());
                    }
                };
        try (StatusServer server = start(stream, LONG);
                Socket visitor = visit(server)) {
            BufferedReader in = reader(visitor);
            assertThat(head(in))
                    .contains("HTTP/1.1 200 OK")
                    .anyMatch(line -> line.equalsIgnoreCase("cache-control: no-store"))
                    .anyMatch(line ->
                            line.toLowerCase(java.util.Locale.ROOT)
                                    .startsWith("content-type: text/event-stream"));
            assertThat(event(in)).containsExactly("retry: 1000");

            happening.add("one");
            assertThat(event(in)).containsExactly("id: e.1", "event: frame", "data: one");
            happening.add("two");
            assertThat(event(in)).containsExactly("id: e.2", "event: frame", "data: two");
        }
    }

    @Test
    void aVisitorWhoComesBackIsKnownByTheLastEvent() throws Exception {
        EventStream stream = (ask, out) -> out.send("1", "asked", ask.lastEventId());
        try (StatusServer server = start(stream, LONG);
                Socket visitor = visit(server, "Last-Event-ID: k3.17")) {
            BufferedReader in = reader(visitor);
            head(in);
            event(in);
            assertThat(event(in)).contains("data: k3.17");
        }
    }

    @Test
    void aVisitorWhoTakesNothingIsLeftAndOthersAreServed() throws Exception {
        CompletableFuture<Exception> broken = new CompletableFuture<>();
        String much = "x".repeat(1 << 20);
        EventStream stream =
                (ask, out) -> {
                    if (ask.query().isEmpty()) {
                        out.send("1", "frame", "here");
                        return;
                    }
                    try {
                        for (int i = 0; i < 100; i++) {
                            out.send("1", "frame", much);
                        }
                    } catch (IOException e) {
                        broken.complete(e);
                        throw e;
                    }
                };
        try (StatusServer server = start(stream, Duration.ofMillis(300));
                Socket stuck = open(server)) {
            write(stuck, "GET /events?much HTTP/1.1");
            try (Socket other = visit(server)) {
                BufferedReader in = reader(other);
                head(in);
                event(in);
                assertThat(event(in)).contains("data: here");
            }
            assertThat(broken.get()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aPageOfElsewhereIsSentNoEvents() throws Exception {
        try (StatusServer server = start((_, _) -> {}, LONG);
                Socket visitor = open(server)) {
            write(visitor, "GET /events HTTP/1.1", "Sec-Fetch-Site: cross-site");
            assertThat(head(reader(visitor))).first().asString().startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void moreVisitorsThanThereIsRoomForAreToldToComeAgain() throws Exception {
        CountDownLatch allIn = new CountDownLatch(Limits.STREAMS);
        CountDownLatch end = new CountDownLatch(1);
        EventStream stream =
                (_, _) -> {
                    allIn.countDown();
                    end.await();
                };
        List<Socket> visitors = new ArrayList<>();
        try (StatusServer server = start(stream, LONG)) {
            for (int i = 0; i < Limits.STREAMS; i++) {
                visitors.add(visit(server));
            }
            allIn.await();
            try (Socket one = visit(server)) {
                assertThat(head(reader(one))).first().asString().startsWith("HTTP/1.1 503");
            }
            try (Socket page = open(server)) {
                write(page, "GET /page HTTP/1.1");
                assertThat(head(reader(page))).first().asString().startsWith("HTTP/1.1 200");
            }
            end.countDown();
        } finally {
            for (Socket visitor : visitors) {
                visitor.close();
            }
        }
    }

    @Test
    void headAsksForNoEvents() throws Exception {
        EventStream never = (_, out) -> out.send("1", "frame", "never");
        try (StatusServer server = start(never, LONG);
                Socket visitor = open(server)) {
            write(visitor, "HEAD /events HTTP/1.1", "Connection: close");
            assertThat(new String(visitor.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .contains("text/event-stream")
                    .doesNotContain("never");
        }
    }

    @Test
    void nothingFromElsewhereMayBeLoaded() throws Exception {
        try (StatusServer server = start((_, _) -> {}, LONG);
                Socket visitor = open(server)) {
            write(visitor, "GET /page HTTP/1.1");
            assertThat(head(reader(visitor)))
                    .anyMatch(line ->
                            line.startsWith(
                                            "Content-security-policy: default-src 'none'; script-src 'self'")
                                    && line.contains("frame-ancestors 'none'"))
                    .anyMatch(line -> line.equalsIgnoreCase("x-content-type-options: nosniff"))
                    .anyMatch(line -> line.equalsIgnoreCase("x-frame-options: deny"))
                    .anyMatch(line -> line.equalsIgnoreCase("referrer-policy: no-referrer"));
        }
    }

    private static StatusServer start(EventStream stream, Duration limit) throws IOException {
        Page page = _ -> Answer.line(200, "a page");
        return StatusServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Set.of(),
                new Site(Map.of("/page", page), Map.of("/events", stream)),
                limit);
    }

    private static Socket visit(StatusServer server, String... headers) throws IOException {
        Socket socket = open(server);
        write(socket, "GET /events HTTP/1.1", headers);
        return socket;
    }

    private static Socket open(StatusServer server) throws IOException {
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String first, String... headers) throws IOException {
        String all = first + "\r\nHost: localhost\r\n";
        for (String header : headers) {
            all += header + "\r\n";
        }
        socket.getOutputStream().write((all + "\r\n").getBytes(UTF_8));
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    private static List<String> head(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    /// The lines of the next event; those that give the sizes of chunks are passed over.
    private static List<String> event(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.contains(": ")) {
                lines.add(line);
            } else if (line.isEmpty() && !lines.isEmpty()) {
                return lines;
            }
        }
        return lines;
    }
}
