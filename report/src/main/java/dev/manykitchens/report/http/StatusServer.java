package dev.manykitchens.report.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/// Serves some pages to whoever can reach one address. A virtual thread a request; thread-safe.
///
/// Only GET and HEAD, no bodies; where there is an [Action] only POST, and what else [Gate] asks
/// for. At most [Limits#REQUESTS] requests at once, each for at most [Limits#REQUEST], and at most
/// [Limits#STREAMS] visitors who are sent events. Pages may load what comes from here, and nothing
/// else.
public final class StatusServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final int BACKLOG = 64;
    private static final String EVENTS = "text/event-stream; charset=utf-8";

    /// Whatever a page shows comes from here, and no other page shows it inside of itself.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// A document that stands apart has styles inside, and nothing else: in its sandbox there is no
    /// script, no form, and no right to what this server has.
    private static final String POLICY_APART =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'; sandbox";

    /// Names gzip, and does not refuse it with a weight of zero (RFC 9110, 12.5.3).
    private static final Pattern GZIP =
            Pattern.compile(
                    "(?:^|,)\\s*(?:x-)?gzip\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$))[0-9.]+\\s*)?(?:,|$)",
                    Pattern.CASE_INSENSITIVE);

    private final HttpServer server;
    private final Hosts hosts;
    private final Site site;
    private final Duration limit;
    private final Semaphore places = new Semaphore(Limits.REQUESTS);
    private final Semaphore streams = new Semaphore(Limits.STREAMS);
    private final Semaphore acting = new Semaphore(Limits.ACTIONS);
    private final Gate gate = new Gate(new WrongTokens(System::nanoTime));
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("status-", 0).factory());
    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("status-deadlines").factory());

    private StatusServer(InetSocketAddress address, Hosts hosts, Site site, Duration limit)
            throws IOException {
        this.hosts = hosts;
        this.site = site;
        this.limit = limit;
        Limits.set();
        server = HttpServer.create(address, BACKLOG);
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /// Begins to serve.
    ///
    /// @param address the one to listen on; port 0 takes any that is free
    /// @param names by which names, beside IP literals and `localhost`, it may be asked
    /// @param site what there is
    /// @throws IOException when the address cannot be had
    public static StatusServer start(InetSocketAddress address, Set<String> names, Site site)
            throws IOException {
        return start(address, names, site, Limits.REQUEST);
    }

    static StatusServer start(
            InetSocketAddress address, Set<String> names, Site site, Duration limit)
            throws IOException {
        StatusServer status = new StatusServer(address, new Hosts(names), site, limit);
        // The JDK's own paths are prefixes: one for all, and ours are looked up here.
        status.server.createContext("/", status::handle);
        status.server.setExecutor(status.threads);
        status.server.start();
        return status;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /// How many are being answered.
    int requests() {
        return Limits.REQUESTS - places.availablePermits();
    }

    /// Answers nobody any more; requests that are being answered are broken off.
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        deadlines.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Action action = site.actions().get(path);
            Optional<Answer> refusal = refusal(exchange, action == null);
            EventStream stream = site.streams().get(path);
            if (refusal.isPresent() && site.isBesideActions(path)) {
                refuse(exchange, refusal.get());
            } else if (refusal.isPresent()) {
                withinLimit(() -> send(exchange, refusal.get()));
            } else if (action != null) {
                act(exchange, action);
            } else if (stream == null || exchange.getRequestMethod().equals("HEAD")) {
                within(places, exchange, () -> sendPage(exchange));
            } else {
                within(streams, exchange, () -> send(exchange, stream));
            }
        }
    }

    /// Only whoever may act takes a place.
    private void act(HttpExchange exchange, Action action) throws IOException {
        Optional<Answer> refusal = gate.refusal(exchange, action);
        if (refusal.isEmpty()) {
            within(
                    acting,
                    exchange,
                    () -> withinLimit(() -> send(exchange, answer(exchange, action))));
            return;
        }
        refuse(exchange, refusal.get());
    }

    private void refuse(HttpExchange exchange, Answer refusal) throws IOException {
        withinLimit(() -> {
            send(exchange, refusal);
            exchange.getResponseBody().flush();
            Gate.leaveNothingUnread(exchange);
        });
    }

    /// Something that answers.
    @FunctionalInterface
    private interface Answering {
        void run() throws IOException;
    }

    private static void within(Semaphore places, HttpExchange exchange, Answering answering)
            throws IOException {
        if (!places.tryAcquire()) {
            send(exchange, Answer.line(503, "too many requests at once; try again"));
            return;
        }
        try {
            answering.run();
        } finally {
            places.release();
        }
    }

    private void withinLimit(Answering answering) throws IOException {
        // An interrupt closes the connection that the handler reads from or writes to.
        try (Deadline _ = new Deadline(deadlines, limit)) {
            answering.run();
        }
    }

    /// Nothing has been sent while a page is made: one that takes too long is answered, too.
    private void sendPage(HttpExchange exchange) throws IOException {
        Answer answer;
        try (Deadline deadline = new Deadline(deadlines, limit)) {
            answer = page(exchange);
            if (!deadline.hasPassed()) {
                send(exchange, answer);
                return;
            }
        }
        try (Deadline _ = new Deadline(deadlines, Limits.REQUEST)) {
            send(exchange, Answer.line(503, "this takes too long; try again"));
        }
    }

    /// Why a request is not answered; empty when it is, or when that is up to its [Gate].
    ///
    /// @param looks whether it is for something that can only be looked at
    private Optional<Answer> refusal(HttpExchange exchange, boolean looks) throws IOException {
        if (!hosts.accept(exchange.getRequestHeaders().getOrDefault("Host", List.of()))
                || exchange.getRequestURI().getRawAuthority() != null) {
            return Optional.of(
                    Answer.line(
                            421, "ask by IP address, localhost or a name that this server knows"));
        }
        if (!looks) {
            return Optional.empty();
        }
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST") && site.isBesideActions(path)) {
            return Optional.of(
                    Answer.line(
                            404,
                            "there is no such action; there are "
                                    + String.join(
                                            ", ",
                                            site.actions().keySet().stream().sorted().toList())));
        }
        if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Optional.of(Answer.line(405, "only GET and HEAD are answered"));
        }
        // They could not read it, but make work.
        if (FetchSite.isElsewhere(exchange.getRequestHeaders())
                && !(isDocument(path) && FetchSite.followsLink(exchange.getRequestHeaders()))) {
            return Optional.of(
                    Answer.line(403, "only the page that is served here may ask for this"));
        }
        if (hasBody(exchange)) {
            return Optional.of(Answer.line(413, "a request must have no body"));
        }
        // Finds its end, without which the connection would not be kept for another request.
        exchange.getRequestBody().read();
        return Optional.empty();
    }

    /// Whether a link may lead there.
    private static boolean isDocument(String path) {
        return path.equals("/") || path.endsWith(".html");
    }

    private Answer answer(HttpExchange exchange, Action action) throws IOException {
        try {
            return Gate.answer(exchange, action);
        } catch (RuntimeException e) {
            LOG.warn("An action failed path={}", exchange.getRequestURI().getPath(), e);
            return Answer.line(500, "it could not be done; the log of the program says why");
        }
    }

    private Answer page(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        Optional<Page> page = site.page(path);
        if (page.isEmpty()) {
            return site.streams().containsKey(path)
                    ? new Answer(200, EVENTS, new byte[0])
                    : Answer.line(404, "nothing is here");
        }
        try {
            return page.get().answer(ask(exchange));
        } catch (IOException | RuntimeException e) {
            LOG.warn("A page could not be made path={}", path, e);
            return Answer.line(500, "the page could not be made");
        }
    }

    private static Ask ask(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String query = exchange.getRequestURI().getRawQuery();
        String last = headers.getFirst("Last-Event-ID");
        return new Ask(
                exchange.getRequestURI().getPath(),
                query == null ? "" : query,
                String.join(", ", headers.getOrDefault("Accept", List.of())),
                GZIP.matcher(String.join(",", headers.getOrDefault("Accept-Encoding", List.of())))
                        .find(),
                last == null ? "" : last);
    }

    private void send(HttpExchange exchange, EventStream stream) throws IOException {
        setHeaders(exchange, EVENTS, false);
        // Else a proxy may keep events until it has many.
        exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
        exchange.sendResponseHeaders(200, 0);
        TimelyEventWriter out = new TimelyEventWriter(exchange.getResponseBody(), deadlines, limit);
        out.sayWhenToComeBack(Limits.COME_BACK);
        try {
            stream.send(ask(exchange), out);
        } catch (InterruptedException _) {
            // The server is closed.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Events broke off path={}", exchange.getRequestURI().getPath(), e);
        }
    }

    private static boolean hasBody(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return exchange.getRequestHeaders().containsKey("Transfer-Encoding")
                || (length != null && !length.strip().equals("0"));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        setHeaders(exchange, answer.contentType(), answer.apart());
        Headers headers = exchange.getResponseHeaders();
        if (answer.status() == 503) {
            headers.set("Retry-After", "1");
        }
        if (answer.gzipped()) {
            headers.set("Content-Encoding", "gzip");
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(answer.body().length));
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(
                answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    private static void setHeaders(HttpExchange exchange, String contentType, boolean apart) {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", contentType);
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", apart ? POLICY_APART : POLICY);
        if (!apart) {
            // Browsers refuse a sandboxed document that asks for it.
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
        }
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
    }
}
