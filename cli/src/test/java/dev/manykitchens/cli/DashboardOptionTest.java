package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.cli.terminal.Interrupts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
                                "demo",
                                "--dashboard=127.0.0.1:0",
                                "--on-request",
                                "--time-scale",
                                "0.05",
                                "three-waits"));
        Matcher link =
                await().until(
                                () -> Optional.of(LINK.matcher(shell.err())).filter(Matcher::find),
                                Optional::isPresent)
                        .orElseThrow();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI play = URI.create(link.group(1) + "actions/play");
            String asked = "{\"scene\":\"three-waits\",\"again\":false}";
            assertThat(post(client, play, link.group(2) + "x", asked).statusCode()).isEqualTo(401);
            // Before the program is at its place, it says so.
            await().until(() -> shell.err().contains("scenes can be started at"));
            assertThat(shell.out()).isEmpty();

            HttpResponse<String> answer = post(client, play, link.group(2), asked);

            assertThat(answer.body()).isEqualTo("three-waits is played\n");
            assertThat(answer.statusCode()).isEqualTo(200);
            await().until(() ->
                    shell.out().contains("threads:3") && shell.out().contains("100 ms"));
        }
        stop.get(60, TimeUnit.SECONDS).run();
        assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
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
