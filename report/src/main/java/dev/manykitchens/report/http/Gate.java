package dev.manykitchens.report.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What stands between a request and an [Action]. Whatever is missing, the action is not asked. All
/// but the body is looked at before the body is waited for, so that nobody without a token can take
/// the room of those who have one:
///
/// | what | else |
/// |---|---|
/// | POST | 405 |
/// | `Content-Length`, of at most [Limits#BODY] bytes, all of which come in time | 411, 413, closed |
/// | `Sec-Fetch-Site` is absent, `same-origin` or `none` | 403 |
/// | `Content-Type: application/json` | 415 |
/// | few wrong tokens from this address before ([WrongTokens]) | 429 |
/// | `Authorization: Bearer TOKEN` with a token that the action allows | 401 |
///
/// A page of elsewhere that a person happens to visit cannot act: its browser says that the request
/// crosses sites, it does not have the token, and for this kind of content and for that header a
/// browser asks first, with OPTIONS, which is refused without a word of permission.
final class Gate {

    private static final String JSON = "application/json";
    private static final String BEARER = "Bearer ";

    private final WrongTokens wrong;

    Gate(WrongTokens wrong) {
        this.wrong = wrong;
    }

    /// Why the action is not asked, as far as that can be told before the body has come; empty when
    /// it may be.
    Optional<Answer> refusal(HttpExchange exchange, Action action) {
        Headers headers = exchange.getRequestHeaders();
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            return Optional.of(Answer.line(405, "only POST is answered here"));
        }
        int length = length(headers);
        if (length < 0) {
            return Optional.of(Answer.line(411, "a Content-Length must be given"));
        }
        if (length > Limits.BODY) {
            return Optional.of(
                    Answer.line(413, "at most %d bytes may be sent".formatted(Limits.BODY)));
        }
        if (FetchSite.isElsewhere(headers)) {
            return Optional.of(Answer.line(403, "only the page that is served here may act"));
        }
        if (!isJson(headers)) {
            return Optional.of(Answer.line(415, "the Content-Type must be " + JSON));
        }
        InetAddress address = exchange.getRemoteAddress().getAddress();
        if (!wrong.mayTry(address)) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            return Optional.of(
                    Answer.line(429, "too many wrong tokens came from here; wait some seconds"));
        }
        String token = token(headers);
        if (!action.allows(token)) {
            if (!token.isEmpty()) {
                wrong.wrong(address);
            }
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            return Optional.of(
                    Answer.line(
                            401,
                            token.isEmpty()
                                    ? "a token is needed to act"
                                    : "this token is not good here"));
        }
        return Optional.empty();
    }

    /// The action's answer, to a request that was not refused.
    static Answer answer(HttpExchange exchange, Action action) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        return action.act(new String(body, StandardCharsets.UTF_8));
    }

    /// Reads a body of the usual size, after the answer: what is left unread would reset the
    /// connection, and whoever is refused would not hear why.
    static void leaveNothingUnread(HttpExchange exchange) throws IOException {
        int length = length(exchange.getRequestHeaders());
        if (length > 0 && length <= Limits.BODY) {
            byte[] _ = exchange.getRequestBody().readNBytes(length);
        }
    }

    /// Bytes of the body; -1 when that is not said plainly.
    private static int length(Headers headers) {
        List<String> lengths = headers.getOrDefault("Content-Length", List.of());
        boolean plain =
                !headers.containsKey("Transfer-Encoding")
                        && lengths.size() == 1
                        && lengths.getFirst().strip().matches("[0-9]{1,18}");
        return plain
                ? (int) Math.min(Integer.MAX_VALUE, Long.parseLong(lengths.getFirst().strip()))
                : -1;
    }

    private static boolean isJson(Headers headers) {
        List<String> types = headers.getOrDefault("Content-Type", List.of());
        return types.size() == 1
                && types.getFirst().split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
    }

    /// Empty when none was sent.
    private static String token(Headers headers) {
        List<String> sent = headers.getOrDefault("Authorization", List.of());
        return sent.size() == 1 && sent.getFirst().startsWith(BEARER)
                ? sent.getFirst().substring(BEARER.length()).strip()
                : "";
    }
}
