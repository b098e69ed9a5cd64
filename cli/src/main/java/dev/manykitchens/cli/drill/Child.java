package dev.manykitchens.cli.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process that this one started and that ends with it: its standard input is a pipe of this one,
/// and it ends when that does, however this one ended.
final class Child implements AutoCloseable {

    /// So long the system takes at most to end a process that was killed.
    private static final long END_LIMIT_SECONDS = 10;

    private final Process process;
    private final Path said;

    private Child(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /// @param said where what it says goes
    static Child start(
            Kitchen kitchen, Path said, Map<String, String> environment, List<String> arguments) {
        ProcessBuilder builder =
                new ProcessBuilder(kitchen.command(arguments))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()));
        builder.environment().putAll(environment);
        try {
            return new Child(builder.start(), said);
        } catch (IOException e) {
            throw new DrillFailedException(
                    "a process of the drill must start, did not: " + e.getMessage(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    /// @throws DrillFailedException when it has ended by itself, with its last words
    void requireAlive(String what) {
        if (!process.isAlive()) {
            throw new DrillFailedException(
                    "%s must run, ended with exit code %d: %s"
                            .formatted(what, process.exitValue(), lastWords()));
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(said);
            return lines.isEmpty() ? "it said nothing" : lines.getLast();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// SIGKILL; returns when it has ended.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new DrillFailedException(
                    "a process that was killed must end, %d did not".formatted(process.pid()));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
