package dev.manykitchens.benchmarks.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Python's own pools, in a child that computes squares when it is told to and says how long it
/// took.
final class PythonPeer implements AutoCloseable {

    static final String MISSING = "there is no python3 here, so nothing was held against Python.";

    private static final String PROGRAM = "python3";
    private static final long LEAVE_SECONDS = 5;

    private final Path script;
    private final Process process;
    private final PrintWriter asks;
    private final BufferedReader answers;

    private PythonPeer(Path script, Process process) {
        this.script = script;
        this.process = process;
        asks = new PrintWriter(process.outputWriter(UTF_8), true);
        answers = process.inputReader(UTF_8);
    }

    /// Starts it; empty when there is no Python.
    static Optional<PythonPeer> start() throws IOException {
        Path script = Files.createTempFile("peer", ".py");
        try (InputStream resource =
                Objects.requireNonNull(PythonPeer.class.getResourceAsStream("peer.py"))) {
            Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            Process process =
                    new ProcessBuilder(PROGRAM, script.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            return Optional.of(new PythonPeer(script, process));
        } catch (IOException e) {
            Files.delete(script);
            return Optional.empty();
        }
    }

    /// How many jobs a second so many squares make.
    ///
    /// @param way one of those that the script knows
    double rate(String way, int jobs) throws IOException {
        asks.println(way + " " + jobs);
        String seconds = answers.readLine();
        if (seconds == null) {
            throw new IOException("Python must answer with its seconds, it ended instead");
        }
        return jobs / Double.parseDouble(seconds);
    }

    @Override
    public void close() throws IOException {
        asks.close();
        try {
            if (!process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.delete(script);
    }
}
