package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.cluster.SecretFile;
import dev.manykitchens.cli.terminal.Interrupts;

import org.awaitility.Awaitility;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `kitchen coordinator` in this JVM, on ports that are free, and who sends it signals.
final class ServedHere implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TERMINATE = 15;

    private final Hand hand = new Hand();
    private final TestShell shell = TestShell.interruptedBy(hand);
    private final CompletableFuture<Integer> exit;
    private final Path state;

    /// Takes signals over like a process, and sends them.
    private static final class Hand implements Interrupts {

        private final CompletableFuture<IntConsumer> taken = new CompletableFuture<>();

        @Override
        public Watch watch(Runnable stop) {
            return new TestShell.Quiet(false);
        }

        @Override
        public Watch takeOver(IntConsumer onSignal) {
            taken.complete(onSignal);
            return new TestShell.Quiet(false);
        }
    }

    private ServedHere(Path folder, String... options) {
        state = folder.resolve("state");
        List<String> command = new ArrayList<>(List.of("coordinator", "--state", state.toString()));
        List<String> usual = List.of("--listen", "127.0.0.1:0", "--http", "127.0.0.1:0");
        for (int i = 0; i < usual.size(); i += 2) {
            if (!Arrays.asList(options).contains(usual.get(i))) {
                command.addAll(usual.subList(i, i + 2));
            }
        }
        command.addAll(List.of(options));
        exit = CompletableFuture.supplyAsync(() -> shell.run(command.toArray(String[]::new)));
    }

    /// Starts it and waits until it has told how to join it.
    static ServedHere start(Path folder, String... options) {
        ServedHere served = new ServedHere(folder, options);
        Awaitility.await().atMost(PATIENCE).until(() -> served.exit.isDone() || served.hasTold());
        assertThat(served.exit).as("it said %s", served.err()).isNotDone();
        return served;
    }

    private boolean hasTold() {
        return shell.out().contains("KITCHEN_TOKEN=") || err().contains("tokens are in");
    }

    /// A signal that asks it to end.
    void terminate() {
        hand.taken.join().accept(TERMINATE);
    }

    /// Waits for its end; its exit code.
    int await() {
        return exit.copy().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    String out() {
        return shell.out();
    }

    String err() {
        return shell.err();
    }

    Path state() {
        return state;
    }

    /// Where it listens.
    String address() {
        return found("listens on ([^ ,]+)");
    }

    /// Where its pages are.
    String pages() {
        return found("(http://[^/]+)/");
    }

    private String found(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(err());
        assertThat(matcher.find()).as(err()).isTrue();
        return matcher.group(1);
    }

    /// A file with its token for clients.
    Path tokenFile(Path folder) throws Exception {
        Path file = folder.resolve("written.env");
        TestShell token = TestShell.piped();
        assertThat(token.run("token", "--state", state.toString())).isZero();
        String client = token.lines().getLast();
        String worker = token.lines().getFirst();
        new SecretFile("--token-file", file)
                .write(
                        List.of(
                                "KITCHEN_JOIN=" + worker.substring(worker.lastIndexOf(' ') + 1),
                                client.substring(client.indexOf("KITCHEN_TOKEN="))));
        return file;
    }

    @Override
    public void close() {
        // The second ends it whatever the first has begun.
        terminate();
        terminate();
        int _ = await();
    }
}
