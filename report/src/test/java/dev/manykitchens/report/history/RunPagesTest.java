package dev.manykitchens.report.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.report.RecordedRuns;
import dev.manykitchens.report.diff.DiffText;
import dev.manykitchens.report.diff.RunDiff;
import dev.manykitchens.report.html.HtmlReport;
import dev.manykitchens.report.http.StatusServer;
import dev.manykitchens.report.json.Json;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

@Timeout(60)
class RunPagesTest {

    private static final RunFile WHOLE = RecordedRuns.read("whole");
    private static final RunFile MANY = RecordedRuns.read("many");

    @TempDir Path data;

    private final HttpClient client = HttpClient.newHttpClient();
    private Path runs;
    private RunShelf shelf;
    private StatusServer server;

    @BeforeEach
    void serve() throws IOException {
        runs = Files.createDirectories(data.resolve("runs"));
        shelf = RunShelf.of(Optional.of(RunFolder.in(data)));
        server = serve(shelf);
    }

    private static StatusServer serve(RunShelf shelf) throws IOException {
        return StatusServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Set.of(),
                RunPages.of(shelf));
    }

    @AfterEach
    void end() {
        client.close();
        server.close();
    }

    @Test
    void runsAreListedWithWhatTheyAre() throws Exception {
        keep("20260101T000000.000Z-old", WHOLE);
        keep("20260102T000000.000Z-new", RecordedRuns.read("load"));

        JsonNode list = json("/runs.json");

        assertThat(list.get("kept").asBoolean()).isTrue();
        assertThat(ids(list))
                .containsExactly("20260102T000000.000Z-new", "20260101T000000.000Z-old");
        assertThat(list.get("runs").get(0).get("kind").asString()).isEqualTo("load");
        JsonNode whole = list.get("runs").get(1);
        assertThat(whole.get("kind").asString()).isEqualTo("measured");
        assertThat(whole.get("title").asString()).isEqualTo(WHOLE.scenario().title());
        assertThat(whole.get("jobs").asInt()).isEqualTo(WHOLE.jobs());
        assertThat(whole.get("fastest").asString()).isEqualTo(WHOLE.verdict().fastest());
        assertThat(whole.get("pools_in_all").asInt()).isEqualTo(WHOLE.pools().size());
        assertThat(whole.get("own").asBoolean()).isFalse();
    }

    @Test
    void runsAreSortedByWhenTheyWereMadeWhateverTheirFilesSay() throws Exception {
        keep("spring", made("2026-03-01T00:00:00Z"));
        keep("autumn", made("2026-09-01T00:00:00Z"));
        keep("20270101T000000.000Z-copied", made("2026-06-01T00:00:00Z"));
        // Nobody knows when this one was made, but when it was written.
        keep("unknown", made("yesterday"));
        written("spring", "2026-12-01T00:00:00Z");
        written("autumn", "2026-01-01T00:00:00Z");
        written("unknown", "2026-07-01T00:00:00Z");

        assertThat(ids(json("/runs.json")))
                .containsExactly("autumn", "unknown", "20270101T000000.000Z-copied", "spring");
    }

    private static RunFile made(String when) {
        return RunFile.parse(WHOLE.toJson().replace(WHOLE.created(), when), "a run");
    }

    private void written(String id, String when) throws IOException {
        Files.setLastModifiedTime(runs.resolve(id + ".json"), FileTime.from(Instant.parse(when)));
    }

    @Test
    void theListIsServedWhileOneRunIsOpenedAndOthersWaitAndMoreAreToldToComeAgain()
            throws Exception {
        keep("whole", WHOLE);
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> opened(open, goOn));
        open.await();
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < RunShelf.MOST_WAITING; i++) {
            waiting.add(
                    client.sendAsync(
                            request("/runs/whole.json"), HttpResponse.BodyHandlers.ofString()));
        }
        await().until(() -> shelf.openingOrWaiting() == 1 + RunShelf.MOST_WAITING);

        for (String path :
                List.of(
                        "/runs/whole.json",
                        "/runs/whole/report.html",
                        "/diff.json?a=whole&b=whole")) {
            HttpResponse<String> refused = get(path);
            assertThat(refused.statusCode()).as(path).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).as(path).hasValue("1");
            assertThat(refused.body())
                    .isEqualTo(
                            "runs are opened for one request at a time, and others are waiting already; try again\n");
        }
        // New files too.
        keep("many", MANY);
        assertThat(ids(json("/runs.json"))).contains("whole", "many");

        goOn.countDown();
        assertThat(slow.join()).isEqualTo("done");
        waiting.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(get("/runs/whole.json").statusCode()).isEqualTo(200);
    }

    private String opened(CountDownLatch open, CountDownLatch goOn) {
        try {
            return shelf.opening(_ -> {
                open.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return "done";
            });
        } catch (IOException | InterruptedException | RunShelf.BusyException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void filesThatTheListDoesNotKnowAreReadInTurns() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            keep(name, WHOLE);
        }
        shelf = new RunShelf(Optional.of(RunFolder.in(data)), Duration.ZERO);
        server.close();
        server = serve(shelf);

        for (int read = 1; read <= 3; read++) {
            JsonNode rows = json("/runs.json").get("runs");
            int known = 0;
            for (JsonNode row : rows) {
                if (row.get("problem").isNull()) {
                    known++;
                } else {
                    assertThat(row.get("problem").asString())
                            .isEqualTo("it has not been read yet: it comes soon");
                }
            }
            assertThat(rows.size()).isEqualTo(3);
            assertThat(known).isEqualTo(read);
        }
    }

    @Test
    void aFileThatChangedIsReadAgainAndOneThatWentIsGone() throws Exception {
        keep("a", WHOLE);
        assertThat(json("/runs.json").get("runs").get(0).get("jobs").asInt())
                .isEqualTo(WHOLE.jobs());

        keep("a", MANY);
        assertThat(json("/runs.json").get("runs").get(0).get("jobs").asInt())
                .isEqualTo(MANY.jobs());

        Files.delete(runs.resolve("a.json"));
        assertThat(ids(json("/runs.json"))).isEmpty();
    }

    @Test
    void whatIsNoRunIsShownWithTheReason() throws Exception {
        Files.writeString(runs.resolve("broken.json"), "{\"schema\":");
        Files.writeString(runs.resolve("other.json"), "{\"schema\":\"something/1\"}");
        Files.writeString(runs.resolve("notes.txt"), "");
        Files.writeString(runs.resolve("with space.json"), "");
        Files.write(runs.resolve("binary.json"), new byte[] {(byte) 0xff, 0});
        Files.createDirectory(runs.resolve("folder.json"));
        Path secret = Files.writeString(data.resolve("secret.json"), WHOLE.toJson());
        Files.createSymbolicLink(runs.resolve("link.json"), secret);
        try (RandomAccessFile huge =
                new RandomAccessFile(runs.resolve("huge.json").toFile(), "rw")) {
            huge.setLength(RunFolder.MOST_BYTES + 1L);
        }

        JsonNode rows = json("/runs.json").get("runs");

        assertThat(rows.size()).isEqualTo(8);
        for (JsonNode row : rows) {
            String name = row.get("name").asString();
            assertThat(row.get("id").isNull()).as(name).isTrue();
            assertThat(row.get("problem").asString())
                    .as(name)
                    .contains(
                            switch (name) {
                                case "broken.json" -> "a run must be JSON as --export-json writes";
                                case "other.json" -> "a run must be of schema";
                                case "binary.json" -> "a run must be text in UTF-8";
                                case "folder.json" -> "is a directory";
                                case "link.json" -> "is a link, which is not followed";
                                case "huge.json" -> "must have at most 20 MB to be shown here";
                                default -> "in a file whose name is of letters";
                            });
        }
        for (String id : List.of("broken", "binary", "folder", "link", "huge", "gone")) {
            assertThat(json("/runs/" + id + ".json").get("problem").asString())
                    .as(id)
                    .isNotEmpty()
                    .doesNotContain("\n");
            assertThat(get("/runs/" + id + "/report.html").statusCode()).as(id).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs/../secret.json",
                "/runs/..%2fsecret.json",
                "/runs/%2e%2e/secret.json",
                "/runs/%2e%2e%2fsecret/report.html",
                "/runs/a/../../secret.json",
                "/runs//secret.json",
                "/runs/%00.json",
                "/runs/.json",
                "/runs/secret",
                "/runs/",
                "/runs",
                "/diff.json?a=../secret&b=../secret",
                "/diff.json?a=..%2fsecret&b=secret",
                "/diff.json?a=secret",
                "/diff.json"
            })
    void nothingOutsideOfTheFolderIsFound(String path) throws Exception {
        Files.writeString(data.resolve("secret.json"), WHOLE.toJson());

        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("schema");
    }

    @Test
    void aRunIsOpenedWithItsRankedTable() throws Exception {
        keep("whole", WHOLE);

        JsonNode run = json("/runs/whole.json");

        List<String> pools = new ArrayList<>();
        run.get("pools").forEach(pool -> pools.add(pool.get("pool").asString()));
        assertThat(pools).isEqualTo(WHOLE.ranked().stream().map(pool -> pool.pool()).toList());
        assertThat(run.get("pools").get(0).get("mean").asDouble())
                .isEqualTo(WHOLE.ranked().getFirst().mean());
        assertThat(run.get("words").get(0).asString())
                .isEqualTo(WHOLE.verdict().words().getFirst());
        assertThat(run.get("command").asString()).startsWith("kitchen compare");
    }

    @Test
    void itsReportIsThatOfKitchenReportAndStandsApart() throws Exception {
        keep("whole", WHOLE);

        HttpResponse<String> report = get("/runs/whole/report.html");

        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.body()).isEqualTo(HtmlReport.of(WHOLE));
        assertThat(report.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy)
                                .contains("default-src 'none'", "; sandbox")
                                .doesNotContain("script-src", "allow-"));
        assertThat(report.headers().firstValue("cross-origin-opener-policy")).isEmpty();
        assertThat(get("/runs.json").headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("unsafe-inline"));
    }

    @Test
    void twoRunsAreComparedAsKitchenDiffDoes() throws Exception {
        RunFile slower =
                RunFile.parse(
                        WHOLE.toJson().replace(WHOLE.created(), "2026-05-05T05:05:05Z"), "slower");
        keep("before", WHOLE);
        keep("after", slower);

        JsonNode answer = json("/diff.json?a=before&b=after");

        RunDiff diff = RunDiff.of(WHOLE, slower);
        assertThat(answer.get("words").toString())
                .isEqualTo(Json.tree(Json.compact(DiffText.words(diff))).toString());
        assertThat(answer.get("pools").toString())
                .isEqualTo(Json.tree(Json.compact(DiffText.rows(diff))).toString());
        assertThat(json("/diff.json?a=before&b=gone").get("problem").asString())
                .isEqualTo("there is no run gone.json any more");
        keep("many", MANY);
        assertThat(
                        json("/diff.json?a=before&b=many").has("problem")
                                || json("/diff.json?a=before&b=many").get("warnings").size() > 0)
                .isTrue();
    }

    @Test
    void whatThisCommandRanIsThereWithoutAFolder() throws Exception {
        RunShelf own = RunShelf.withoutFolder();
        own.finished(WHOLE, Optional.empty());
        server.close();
        server = serve(own);

        JsonNode list = json("/runs.json");

        assertThat(list.get("kept").asBoolean()).isFalse();
        JsonNode row = list.get("runs").get(0);
        assertThat(row.get("own").asBoolean()).isTrue();
        assertThat(json("/runs/%s.json".formatted(row.get("id").asString())).get("pools").size())
                .isEqualTo(WHOLE.pools().size());
        assertThat(get("/runs/%s/report.html".formatted(row.get("id").asString())).body())
                .isEqualTo(HtmlReport.of(WHOLE));
    }

    @Test
    void whatThisCommandKeptIsListedOnceAndMarked() throws Exception {
        keep("other", WHOLE);
        try (KeptRun kept = RunFolder.in(data).reserve("--data")) {
            shelf.finished(WHOLE, Optional.of(kept.commit(WHOLE)));
        }

        JsonNode rows = json("/runs.json").get("runs");

        assertThat(rows.size()).isEqualTo(2);
        for (JsonNode row : rows) {
            assertThat(row.get("own").asBoolean())
                    .isEqualTo(!row.get("id").asString().equals("other"));
        }
    }

    @Test
    void hostileNamesAreTextThatIsCut() throws Exception {
        keep("hostile", RecordedRuns.hostile());

        JsonNode list = json("/runs.json");

        for (JsonNode pool : list.get("runs").get(0).get("pools")) {
            assertThat(pool.asString()).hasSizeLessThanOrEqualTo(80);
        }
        assertThat(json("/runs/hostile.json").get("pools").size())
                .isEqualTo(RecordedRuns.hostile().pools().size());
    }

    private void keep(String id, RunFile run) throws IOException {
        Files.writeString(runs.resolve(id + ".json"), run.toJson());
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.get("runs").forEach(row -> ids.add(row.get("id").asString()));
        return ids;
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        return Json.tree(answer.body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(
                        URI.create(
                                "http://localhost:%d%s"
                                        .formatted(server.address().getPort(), path)))
                .build();
    }
}
