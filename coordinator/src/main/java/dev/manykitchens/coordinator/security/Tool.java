package dev.manykitchens.coordinator.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that is run to its end, within a limit.
final class Tool {

    private Tool() {}

    /// Runs it, without anything on its standard input.
    ///
    /// @param said a file for what it says. Not a pipe: reading one waits for as long as anybody
    ///   holds it, whatever the limit is
    /// @throws IOException in one line, with what it said, when it fails or does not end in time
    static void run(List<String> command, Path said, Duration limit) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException(
                        "%s must end within %d ms, did not: %s"
                                .formatted(command.getFirst(), limit.toMillis(), text(said)));
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        "%s must end with 0, ended with %d: %s"
                                .formatted(command.getFirst(), process.exitValue(), text(said)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command.getFirst() + " must not be interrupted, was", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /// In whatever encoding it has: it is only shown.
    private static String text(Path said) throws IOException {
        return new String(Files.readAllBytes(said), StandardCharsets.UTF_8)
                .replaceAll("\\s+", " ")
                .strip();
    }
}
