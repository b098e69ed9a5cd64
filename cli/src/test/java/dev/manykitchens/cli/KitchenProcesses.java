package dev.manykitchens.cli;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What tests share that play a cluster with processes: a folder, the commands, and that nobody is
/// left behind.
abstract class KitchenProcesses {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    /// Where a coordinator listens that nobody has to find again.
    static final String ANYWHERE = "127.0.0.1:0";

    @TempDir Path folder;

    private final List<KitchenProcess> started = new ArrayList<>();

    @AfterEach
    void leaveNobodyBehind() throws Exception {
        for (KitchenProcess process : started) {
            process.kill();
        }
    }

    /// The file for the tokens of the coordinator.
    Path tokens() {
        return folder.resolve("tokens.env");
    }

    /// The usual coordinator.
    String[] coordinator(String listen, String... more) {
        return coordinator(folder.resolve("state"), listen, tokens(), more);
    }

    static String[] coordinator(Path state, String listen, Path tokens, String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "coordinator",
                                "--listen",
                                listen,
                                "--http",
                                "off",
                                "--state",
                                state.toString(),
                                "--print-tokens-to",
                                tokens.toString()));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    KitchenProcess worker(String name, Path tokens, int threads) throws IOException {
        return start(
                name,
                "worker",
                "--join-file",
                tokens.toString(),
                "--name",
                name,
                "--threads",
                Integer.toString(threads));
    }

    /// Starts a process in a folder of its own.
    KitchenProcess start(String name, String... args) throws IOException {
        return start(name, Map.of(), args);
    }

    KitchenProcess start(String name, Map<String, String> environment, String... args)
            throws IOException {
        KitchenProcess process =
                KitchenProcess.start(
                        Files.createDirectory(folder.resolve(name)), environment, args);
        started.add(process);
        return process;
    }
}
