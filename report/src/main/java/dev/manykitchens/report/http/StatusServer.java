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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Serves some pages to whoever can reach one address. A virtual thread a request; thread-safe.
///
/// Only GET and HEAD, no bodies. At most [Limits#REQUESTS] requests at once, each for at most
/// [Limits#REQUEST].
public final class StatusServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final Hosts hosts;
    private final Map<String, Page> pages;
    private final Duration limit;
    private final Semaphore places = new Semaphore(Limits.REQUESTS);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("status-", 0).factory());
    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("status-deadlines").factory());

    private StatusServer(
            InetSocketAddress address, Hosts hosts, Map<String, Page> pages, Duration limit)
            throws IOException {
        this.hosts = hosts;
        this.pages = Map.copyOf(pages);
        this.limit = limit;
        Limits.set();
        server = HttpServer.create(address, BACKLOG);
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /// Begins to serve.
    ///
    /// @param address the one to listen on; port 0 takes any that is free
    /// @param names by which names, beside IP literals and `localhost`, it may be asked
    /// @param pages by path, as `/metrics`; nothing is found below them
    /// @throws IOException when the address cannot be had
    public static StatusServer start(
            InetSocketAddress address, Set<String> names, Map<String, Page> pages)
            throws IOException {
        return start(address, names, pages, Limits.REQUEST);
    }

    static StatusServer start(
            InetSocketAddress address, Set<String> names, Map<String, Page> pages, Duration limit)
            throws IOException {
        StatusServer status = new StatusServer(address, new Hosts(names), pages, limit);
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
        Thread handler = Thread.currentThread();
        // An interrupt closes the connection that the handler reads from or writes to.
        Future<?> deadline =
                deadlines.schedule(handler::interrupt, limit.toMillis(), TimeUnit.MILLISECONDS);
        try (exchange) {
            if (!places.tryAcquire()) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                send(exchange, Answer.line(503, "too many requests at once; try again"));
                return;
            }
            try {
                send(exchange, answer(exchange));
            } finally {
                places.release();
            }
        } finally {
            deadline.cancel(false);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        if (!hosts.accept(exchange.getRequestHeaders().getOrDefault("Host", List.of()))
                || exchange.getRequestURI().getRawAuthority() != null) {
            return Answer.line(
                    421, "ask by IP address, localhost or a name that this server knows");
        }
        if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Answer.line(405, "only GET and HEAD are answered");
        }
        if (hasBody(exchange)) {
            return Answer.line(413, "a request must have no body");
        }
        // Finds its end, without which the connection would not be kept for another request.
        exchange.getRequestBody().read();
        String path = exchange.getRequestURI().getPath();
        Page page = pages.get(path);
        if (page == null) {
            return Answer.line(404, "nothing is here");
        }
        String query = exchange.getRequestURI().getRawQuery();
        String accept =
                String.join(", ", exchange.getRequestHeaders().getOrDefault("Accept", List.of()));
        try {
            return page.answer(new Ask(path, query == null ? "" : query, accept));
        } catch (IOException | RuntimeException e) {
            LOG.warn("A page could not be made path={}", path, e);
            return Answer.line(500, "the page could not be made");
        }
    }

    private static boolean hasBody(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return exchange.getRequestHeaders().containsKey("Transfer-Encoding")
                || (length != null && !length.strip().equals("0"));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.contentType());
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(answer.body().length));
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(
                answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }
}
