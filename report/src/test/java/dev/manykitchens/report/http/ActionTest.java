package dev.manykitchens.report.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// Each thing that a request must have to act, left out by turns.
@Timeout(30)
class ActionTest {

    private static final String LINE = "POST /actions/ring HTTP/1.1";
    private static final String HOST = "Host: localhost";
    private static final String JSON = "Content-Type: application/json";
    private static final String TOKEN = "Authorization: Bearer open-sesame";

    private final List<String> done = new CopyOnWriteArrayList<>();

    @AutoClose private final StatusServer server = start(Duration.ofSeconds(20));

    @Test
    void whoHasTheTokenMayAct() throws IOException {
        assertThat(ask(LINE, "{\"bell\":1}", HOST, JSON, TOKEN))
                .startsWith("HTTP/1.1 200")
                .endsWith("\r\n\r\nit rings\n");
        assertThat(done).containsExactly("{\"bell\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "none"})
    void thePageThatIsServedHereMayAct(String site) throws IOException {
        assertThat(ask(LINE, "{}", HOST, JSON, TOKEN, "Sec-Fetch-Site: " + site))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "", "none, none"})
    void aPageOfElsewhereMayNot(String site) throws IOException {
        assertRefused(403, ask(LINE, "{}", HOST, JSON, TOKEN, "Sec-Fetch-Site: " + site));
    }

    @Test
    void withoutATokenNothingIsDone() throws IOException {
        assertRefused(401, ask(LINE, "{}", HOST, JSON));
        assertThat(ask(LINE, "{}", HOST, JSON)).containsIgnoringCase("www-authenticate: bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer open-sesam",
                "Bearer open-sesame1",
                "Basic open-sesame",
                "bearer",
                "open-sesame"
            })
    void withAnotherTokenNothingIsDone(String shown) throws IOException {
        assertRefused(401, ask(LINE, "{}", HOST, JSON, "Authorization: " + shown));
    }

    @Test
    void twoTokensAreNone() throws IOException {
        assertRefused(401, ask(LINE, "{}", HOST, JSON, TOKEN, "Authorization: Bearer b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/jsonx"
            })
    void whatAFormCanSendIsRefused(String type) throws IOException {
        assertRefused(415, ask(LINE, "{}", HOST, "Content-Type: " + type, TOKEN));
    }

    @Test
    void withoutAKindOfContentNothingIsDone() throws IOException {
        assertRefused(415, ask(LINE, "{}", HOST, TOKEN));
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedUnread() throws IOException {
        assertThat(ask(LINE, "x".repeat(Limits.BODY), HOST, JSON, TOKEN)).contains(" 200 ");
        done.clear();
        assertRefused(413, raw(LINE, HOST, JSON, TOKEN, "Content-Length: " + (Limits.BODY + 1L)));
        assertRefused(413, raw(LINE, HOST, JSON, TOKEN, "Content-Length: 99999999999"));
    }

    @Test
    void aBodyMustSayItsLength() throws IOException {
        assertRefused(411, raw(LINE, HOST, JSON, TOKEN));
        assertRefused(411, raw(LINE, HOST, JSON, TOKEN, "Transfer-Encoding: chunked"));
    }

    @Test
    void aBodyThatDoesNotComeEndsTheConnection() throws IOException {
        try (StatusServer hasty = start(Duration.ofMillis(50))) {
            assertThat(raw(hasty, LINE, HOST, JSON, TOKEN, "Content-Length: 2"))
                    .doesNotContain("200");
        }
        assertThat(done).isEmpty();
    }

    @Test
    void whoHasNoTokenTakesNoRoomFromWhoHasOne() throws IOException {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * Limits.ACTIONS; i++) {
                Socket visitor = connect(server);
                stalled.add(visitor);
                String head =
                        "%s\r\n%s\r\n%s\r\nContent-Length: 100\r\n\r\n".formatted(LINE, HOST, JSON);
                visitor.getOutputStream().write(head.getBytes(UTF_8));
                // The refusal comes although the body does not.
                assertThat(new String(visitor.getInputStream().readNBytes(12), UTF_8))
                        .isEqualTo("HTTP/1.1 401");
            }

            assertThat(ask(LINE, "{}", HOST, JSON, TOKEN)).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket visitor : stalled) {
                visitor.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "OPTIONS", "DELETE"})
    void nothingButPostActs(String method) throws IOException {
        String answer =
                raw(method + " /actions/ring HTTP/1.1", HOST, JSON, TOKEN, "Content-Length: 0");
        assertThat(answer).containsIgnoringCase("allow: POST");
        assertRefused(405, answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page", "/actions/ring/", "/actions", "/"})
    void nothingActsElsewhere(String path) throws IOException {
        assertRefused(405, ask("POST " + path + " HTTP/1.1", "{}", HOST, JSON, TOKEN));
    }

    @Test
    void whoNamesNoActionHearsWhichThereAre() throws IOException {
        String answer = ask("POST /actions/rung HTTP/1.1", "{}", HOST, JSON, TOKEN);

        assertRefused(404, answer);
        assertThat(answer)
                .endsWith("there is no such action; there are /actions/broken, /actions/ring\n");
    }

    @Test
    void underANameThatSomebodyElsePointedHereNothingIsDone() throws IOException {
        assertRefused(421, ask(LINE, "{}", "Host: evil.example", JSON, TOKEN));
        assertRefused(421, ask(LINE, "{}", JSON, TOKEN));
    }

    @Test
    void noAnswerEverAllowsAnotherSiteToRead() throws IOException {
        List<String> answers = new ArrayList<>();
        String origin = "Origin: http://evil.example";
        String wish = "Access-Control-Request-Method: POST";
        answers.add(ask(LINE, "{}", HOST, JSON, TOKEN, origin));
        answers.add(ask(LINE, "{}", HOST, JSON, origin));
        answers.add(raw("OPTIONS /actions/ring HTTP/1.1", HOST, origin, wish));
        answers.add(raw("GET /page HTTP/1.1", HOST, origin));
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer)
                                .startsWith("HTTP/1.1 ")
                                .doesNotContainIgnoringCase("access-control"));
    }

    @Test
    void whoGuessesIsSlowedDown() throws IOException {
        for (int i = 0; i < WrongTokens.MOST; i++) {
            assertRefused(401, ask(LINE, "{}", HOST, JSON, "Authorization: Bearer " + i));
        }
        // Even the right one: else it would not help.
        assertRefused(429, ask(LINE, "{}", HOST, JSON, TOKEN));
    }

    @Test
    void whatFailsTellsNothing() throws IOException {
        assertThat(ask("POST /actions/broken HTTP/1.1", "{}", HOST, JSON, TOKEN))
                .startsWith("HTTP/1.1 500")
                .doesNotContain("secret");
    }

    private void assertRefused(int status, String answer) {
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(done).isEmpty();
    }

    private interface Doing {
        String with(String body);
    }

    private StatusServer start(Duration limit) {
        Page page = _ -> Answer.line(200, "here");
        Doing ring =
                body -> {
                    done.add(body);
                    return "it rings";
                };
        Doing broken =
                _ -> {
                    throw new IllegalArgumentException("secret");
                };
        try {
            return StatusServer.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    Set.of(),
                    new Site(
                            Map.of("/page", page),
                            Map.of(),
                            Map.of(),
                            Map.of(
                                    "/actions/ring", action(ring),
                                    "/actions/broken", action(broken))),
                    limit);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Action action(Doing doing) {
        return new Action() {
            @Override
            public boolean allows(String token) {
                return token.equals("open-sesame");
            }

            @Override
            public Answer act(String body) {
                return Answer.line(200, doing.with(body));
            }
        };
    }

    private String ask(String line, String body, String... headers) throws IOException {
        try (Socket visitor = connect(server)) {
            String head =
                    "%s\r\n%s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                            .formatted(line, String.join("\r\n", headers), body.length());
            visitor.getOutputStream().write((head + body).getBytes(UTF_8));
            return new String(visitor.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /// A request without a body.
    private String raw(String line, String... headers) throws IOException {
        return raw(server, line, headers);
    }

    private static String raw(StatusServer to, String line, String... headers) throws IOException {
        try (Socket visitor = connect(to)) {
            String head =
                    "%s\r\n%s\r\nConnection: close\r\n\r\n"
                            .formatted(line, String.join("\r\n", headers));
            visitor.getOutputStream().write(head.getBytes(UTF_8));
            return new String(visitor.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static Socket connect(StatusServer to) throws IOException {
        return new Socket(to.address().getAddress(), to.address().getPort());
    }
}
