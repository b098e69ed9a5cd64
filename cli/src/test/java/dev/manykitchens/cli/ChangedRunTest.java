package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.report.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is measured of a pool that somebody changes through the page meanwhile.
@Timeout(120)
class ChangedRunTest {

    private static final Pattern LINK = Pattern.compile("(http://\\S+/)#token=(\\S+)");
    private static final String NOTE =
            "`threads:1`: changed on the page of the dashboard while it was measured, so its figures are of before and after";

    @TempDir private Path folder;

    @Test
    void theExportsThatHaveNotesSaySo() throws Exception {
        CompletableFuture<Runnable> stop = new CompletableFuture<>();
        Interrupts interrupts =
                whatToDo -> {
                    stop.complete(whatToDo);
                    return new TestShell.Quiet(false);
                };
        TestShell shell = TestShell.interruptedBy(interrupts);
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(() ->
                        shell.run(
                                "compare",
                                "follow_steps",
                                "wait 20h",
                                "--jobs",
                                "2",
                                "-p",
                                "threads:1",
                                "-p",
                                "virtual",
                                "--dashboard=127.0.0.1:0",
                                "--export-json",
                                file("run.json"),
                                "--export-markdown",
                                file("run.md"),
                                "--report",
                                file("run.html")));
        Matcher link =
                await().until(
                                () -> Optional.of(LINK.matcher(shell.err())).filter(Matcher::find),
                                Optional::isPresent)
                        .orElseThrow();
        try (HttpClient client = HttpClient.newHttpClient()) {
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> post(client, link).statusCode() == 200);
        }

        stop.get(60, TimeUnit.SECONDS).run();

        assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.INTERRUPTED);
        JsonNode cautions = Json.tree(Files.readString(folder.resolve("run.json"))).get("cautions");
        assertThat(cautions.valueStream().map(JsonNode::stringValue)).contains(NOTE);
        assertThat(Files.readString(folder.resolve("run.md"))).contains("- " + NOTE);
        assertThat(Files.readString(folder.resolve("run.html")))
                .contains("changed on the page of the dashboard");
        assertThat(shell.err()).contains("changed on the page meanwhile: threads:1;");
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static HttpResponse<String> post(HttpClient client, Matcher link)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(link.group(1) + "actions/change"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + link.group(2))
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"pool\":1,\"change\":\"threads\",\"to\":2}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
