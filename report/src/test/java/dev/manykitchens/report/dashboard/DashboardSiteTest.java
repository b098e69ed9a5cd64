package dev.manykitchens.report.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.http.StatusServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

@Timeout(30)
class DashboardSiteTest {

    /// What the whole page may weigh on its way to a browser, with all that it loads later.
    private static final long MOST_BYTES_SENT = 100_000;

    /// What is loaded before a view is opened may weigh, unpacked.
    private static final long MOST_BYTES = 200_000;

    private static final Pattern PRELOADED =
            Pattern.compile("\"modulepreload\" href=\"dashboard/(.+?)\"");
    private static final Pattern IMPORTED = Pattern.compile("(?m)^import .* from '\\./(.+?)';$");

    @Test
    void theListNamesExactlyTheFilesBesideIt() throws Exception {
        assertThat(DashboardSite.names())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(filesBesideTheList());
    }

    @Test
    void whatThePageLoadsAtItsStartIsSmall() throws Exception {
        long bytes =
                Files.size(folder().resolve("index.html"))
                        + Files.size(folder().resolve("app.css"));
        for (String module : importedByMain()) {
            bytes += Files.size(folder().resolve(module));
        }
        assertThat(bytes).isBetween(1L, MOST_BYTES);
    }

    @Test
    void itIsPackedForWhoCanUnpackIt() throws Exception {
        try (Dashboard dashboard =
                        Dashboard.byHand(
                                "", "", Instant.EPOCH, System::nanoTime, () -> Vitals.UNKNOWN);
                StatusServer server =
                        StatusServer.start(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Set.of(),
                                DashboardSite.of(dashboard));
                HttpClient client = HttpClient.newHttpClient()) {
            long sent = 0;
            for (String name : DashboardSite.names()) {
                String path = name.equals("index.html") ? "/" : "/dashboard/" + name;
                HttpResponse<byte[]> answer = get(client, server, path, "br, gzip;q=0.5");
                assertThat(answer.headers().firstValue("content-encoding"))
                        .as(name)
                        .hasValue("gzip");
                try (InputStream unpacked =
                        new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
                    assertThat(unpacked.readAllBytes())
                            .as(name)
                            .isEqualTo(Files.readAllBytes(folder().resolve(name)));
                }
                sent += answer.body().length;
            }
            assertThat(sent).isBetween(1L, MOST_BYTES_SENT);
            for (String refusing : List.of("identity", "gzip;q=0", "gzip; q=0.00, br", "gzipped")) {
                assertThat(get(client, server, "/", refusing).headers().map())
                        .as(refusing)
                        .doesNotContainKey("content-encoding");
            }
        }
    }

    @Test
    void theDocumentAsksAtOnceForEveryModuleThatItNeedsAtItsStart() throws Exception {
        String document = Files.readString(folder().resolve("index.html"));
        List<String> preloaded =
                PRELOADED.matcher(document).results().map(found -> found.group(1)).toList();
        Set<String> needed = new TreeSet<>(importedByMain());
        needed.remove("main.mjs");
        assertThat(preloaded).containsExactlyElementsOf(needed).hasSizeGreaterThan(10);
    }

    /// The main module, with all that it imports before anything is opened.
    private static Set<String> importedByMain() throws IOException {
        Set<String> known = new TreeSet<>();
        Deque<String> due = new ArrayDeque<>(List.of("main.mjs"));
        while (!due.isEmpty()) {
            String module = due.pop();
            if (known.add(module)) {
                IMPORTED.matcher(Files.readString(folder().resolve(module)))
                        .results()
                        .forEach(found -> due.push(found.group(1)));
            }
        }
        return known;
    }

    @Test
    void everyFileIsServedAsWhatItIs() throws Exception {
        try (Dashboard dashboard =
                        Dashboard.byHand(
                                "", "", Instant.EPOCH, System::nanoTime, () -> Vitals.UNKNOWN);
                StatusServer server =
                        StatusServer.start(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Set.of(),
                                DashboardSite.of(dashboard));
                HttpClient client = HttpClient.newHttpClient()) {
            for (String name : DashboardSite.names()) {
                HttpResponse<byte[]> answer =
                        get(client, server, name.equals("index.html") ? "/" : "/dashboard/" + name);
                assertThat(answer.statusCode()).as(name).isEqualTo(200);
                assertThat(answer.headers().firstValue("content-type"))
                        .as(name)
                        .hasValue(typeOf(name));
                assertThat(answer.body())
                        .as(name)
                        .isEqualTo(Files.readAllBytes(folder().resolve(name)));
            }
            assertThat(get(client, server, "/dashboard/files.txt").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<byte[]> get(HttpClient client, StatusServer server, String path)
            throws IOException, InterruptedException {
        return get(client, server, path, "identity");
    }

    private static HttpResponse<byte[]> get(
            HttpClient client, StatusServer server, String path, String encodings)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://localhost:%d%s"
                                                .formatted(server.address().getPort(), path)))
                        .header("Accept-Encoding", encodings)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String typeOf(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js", "mjs" -> "text/javascript; charset=utf-8";
            default -> "text/plain; charset=utf-8";
        };
    }

    private static List<String> filesBesideTheList() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder().relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.endsWith(".class") && !name.equals("files.txt"))
                    .toList();
        }
    }

    private static Path folder() {
        try {
            return Path.of(
                            Objects.requireNonNull(DashboardSite.class.getResource("vendor"))
                                    .toURI())
                    .resolveSibling("");
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
