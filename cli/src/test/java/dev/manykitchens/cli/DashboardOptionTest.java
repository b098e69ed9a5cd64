package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.cli.terminal.Interrupts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

@Timeout(60)
class DashboardOptionTest {

    private static final Pattern LINK =
            Pattern.compile(
                    "dashboard at (http://127\\.0\\.0\\.1:\\d+/)#token=([A-Za-z0-9_-]{32})");

    @Test
    void whatFollowsItIsNotItsAddress() {
        ParseResult demo = parsed("demo", "--dashboard", "tea-shop", "one-stove");

        assertThat(demo.<String>matchedOptionValue("--dashboard", "")).isEqualTo("127.0.0.1:7072");
        assertThat(demo.<List<String>>matchedPositionalValue(0, List.of()))
                .containsExactly("tea-shop", "one-stove");
        ParseResult run = parsed("run", "compute_square", "1", "--dashboard", "2");
        assertThat(run.<String>matchedOptionValue("--dashboard", "")).isEqualTo("127.0.0.1:7072");
        assertThat(run.<List<String>>matchedPositionalValue(1, List.of()))
                .containsExactly("1", "2");
    }

    @Test
    void itsAddressStandsBehindAnEqualsSign() {
        assertThat(
                        parsed("demo", "--dashboard=[::1]:9000", "tea-shop")
                                .<String>matchedOptionValue("--dashboard", ""))
                .isEqualTo("[::1]:9000");
        assertThat(
                        parsed("demo", "tea-shop", "--dashboard")
                                .<String>matchedOptionValue("--dashboard", ""))
                .isEqualTo("127.0.0.1:7072");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9000", "localhost:1", "[::1]:9000", "0.0.0.0:80"})
    void anAddressBehindASpaceIsAMistakeThatSaysHow(String address) {
        TestShell shell = TestShell.piped();

        assertThat(shell.run("demo", "--dashboard", address)).isEqualTo(ExitCode.MISTAKE);

        assertThat(shell.err()).contains("write --dashboard=" + address).hasLineCount(1);
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void onATerminalItStaysUntilItIsInterrupted() {
        LinkedBlockingQueue<Runnable> watches = new LinkedBlockingQueue<>();
        TestShell shell =
                TestShell.terminal(
                        80,
                        stop -> {
                            watches.add(stop);
                            // The first watches over the jobs, the second over what stays.
                            if (watches.size() == 2) {
                                stop.run();
                            }
                            return new TestShell.Quiet(false);
                        });

        assertThat(shell.run("run", "compute_square", "3", "--dashboard=127.0.0.1:0")).isZero();

        assertThat(watches).hasSize(2);
        assertThat(shell.out()).contains("[9]");
        assertThat(shell.err())
                .containsPattern(LINK)
                .containsPattern("all is done; the dashboard stays at http://\\S+/ until Ctrl-C");
    }

    @Test
    void inAPipeItEndsWithTheCommand() {
        TestShell shell = TestShell.piped();

        assertThat(shell.run("run", "compute_square", "3", "--dashboard=127.0.0.1:0")).isZero();

        assertThat(shell.err()).containsPattern(LINK).doesNotContain("stays");
    }

    @Test
    void withoutAPageNothingCanBeAskedFor() {
        TestShell shell = TestShell.piped();

        assertThat(shell.run("demo", "--on-request")).isEqualTo(ExitCode.MISTAKE);

        assertThat(shell.err()).contains("add --dashboard").hasLineCount(1);
    }

    @Test
    void aSceneIsPlayedWhenThePageAsksForIt() throws Exception {
        try (Waiting demo = new Waiting("three-waits")) {
            assertThat(demo.play("x", "{\"scene\":\"three-waits\",\"again\":false}").statusCode())
                    .isEqualTo(401);
            assertThat(demo.shell.out()).isEmpty();

            HttpResponse<String> answer =
                    demo.play("", "{\"scene\":\"three-waits\",\"again\":false}");

            assertThat(answer.body()).isEqualTo("three-waits is played\n");
            assertThat(answer.statusCode()).isEqualTo(200);
            await().until(() ->
                    demo.shell.out().contains("threads:3") && demo.shell.out().contains("100 ms"));
        }
    }

    @Test
    void aScenarioIsPlayedOnOneOfItsPoolsAndItsRunCanBeOpened() throws Exception {
        try (Waiting demo = new Waiting("scenarios/tea-shop.yaml")) {
            assertThat(demo.play("x", playTeaShop("threads:2")).statusCode()).isEqualTo(401);
            // Only what is on the list, by its name: no path, and no pool that it does not have.
            assertThat(demo.play("", playTeaShop("threads:1000")).statusCode()).isEqualTo(422);
            assertThat(
                            demo.play(
                                            "",
                                            "{\"scenario\":\"scenarios/convoy.yaml\",\"pool\":\"async\",\"again\":false}")
                                    .statusCode())
                    .isEqualTo(422);
            assertThat(demo.shell.out()).isEmpty();

            HttpResponse<String> answer = demo.play("", playTeaShop("threads:2"));

            assertThat(answer.body()).isEqualTo("tea-shop is played on threads:2\n");
            await().until(() -> demo.get("runs.json").contains("\"id\":\"this-command-1\""));
            assertThat(demo.get("runs/this-command-1.json"))
                    .contains("kitchen compare", "-p threads:2 --time-scale 0.05 --rounds 1");
            assertThat(demo.shell.out()).contains("tea-shop", "threads:2");
            assertThat(demo.play("", "{\"scene\":\"three-waits\",\"again\":false}").statusCode())
                    .isEqualTo(422);
        }
    }

    @Test
    void aScenarioThatIsPlayedIsStoppedInTheMiddle(@TempDir Path folder) throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("endless.yaml"),
                        """
                        # For how long does it wait?
                        name: endless
                        jobs: 1
                        steps:
                          - wait: 20h
                        pools: [threads:1]
                        """);
        try (Waiting demo = new Waiting(folder.toString())) {
            String play = "{\"scenario\":\"endless\",\"pool\":\"threads:1\",\"again\":true}";
            assertThat(demo.play("", play).statusCode()).as(file.toString()).isEqualTo(200);
            assertThat(demo.play("", play).body()).contains("endless is not over; stop it first");

            assertThat(demo.post("stop", "", "{}").body()).isEqualTo("endless is stopped\n");

            await().until(() -> demo.play("", play).statusCode() == 200);
        }
    }

    @Test
    void aScenarioIsNamedOnlyWhereItCanBeAskedFor() {
        TestShell shell = TestShell.piped();

        assertThat(shell.run("demo", "web-server")).isEqualTo(ExitCode.MISTAKE);

        assertThat(shell.err())
                .contains("was named without --on-request: web-server; add --dashboard")
                .hasLineCount(1);
    }

    private static String playTeaShop(String pool) {
        return "{\"scenario\":\"tea-shop\",\"pool\":\"%s\",\"again\":false}".formatted(pool);
    }

    /// A demo that waits for what its page asks for.
    private static final class Waiting implements AutoCloseable {

        private final CompletableFuture<Runnable> stop = new CompletableFuture<>();
        private final HttpClient client = HttpClient.newHttpClient();
        private final TestShell shell;
        private final CompletableFuture<Integer> exit;
        private final String page;
        private final String token;

        Waiting(String named) {
            Interrupts interrupts =
                    whatToDo -> {
                        stop.complete(whatToDo);
                        return new TestShell.Quiet(false);
                    };
            shell = TestShell.interruptedBy(interrupts);
            exit =
                    CompletableFuture.supplyAsync(() ->
                            shell.run(
                                    "demo",
                                    "--dashboard=127.0.0.1:0",
                                    "--on-request",
                                    "--time-scale",
                                    "0.05",
                                    named));
            Matcher link =
                    await().until(
                                    () ->
                                            Optional.of(LINK.matcher(shell.err()))
                                                    .filter(Matcher::find),
                                    Optional::isPresent)
                            .orElseThrow();
            page = link.group(1);
            token = link.group(2);
            // Before the program is at its place, it says so.
            await().until(() -> shell.err().contains("scenes and scenarios can be started at"));
        }

        /// @param wrong what stands behind the token
        HttpResponse<String> play(String wrong, String body)
                throws IOException, InterruptedException {
            return post("play", wrong, body);
        }

        HttpResponse<String> post(String action, String wrong, String body)
                throws IOException, InterruptedException {
            return DashboardOptionTest.post(
                    client, URI.create(page + "actions/" + action), token + wrong, body);
        }

        String get(String path) throws IOException, InterruptedException {
            return client.send(
                            HttpRequest.newBuilder(URI.create(page + path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }

        @Override
        public void close() {
            stop.orTimeout(60, TimeUnit.SECONDS).join().run();
            assertThat(exit.orTimeout(60, TimeUnit.SECONDS).join()).isZero();
            client.close();
        }
    }

    private static HttpResponse<String> post(HttpClient client, URI to, String token, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(to)
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static ParseResult parsed(String... args) {
        return TestShell.piped().commandLine().parseArgs(args).subcommand();
    }
}
