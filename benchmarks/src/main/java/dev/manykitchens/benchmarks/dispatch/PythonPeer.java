package dev.manykitchens.benchmarks.dispatch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;

/// Python's own pools, in a child that computes squares when it is told to and says how long it
/// took.
final class PythonPeer implements AutoCloseable {

    static final String MISSING = "there is no python3 here, so nothing was held against Python.";

    private static final String PROGRAM = "python3";

    private final Path script;
    private final AskedProcess python;

    private PythonPeer(Path script, AskedProcess python) {
        this.script = script;
        this.python = python;
    }

    /// Starts it; empty when there is no Python.
    static Optional<PythonPeer> start() throws IOException {
        Path script = Files.createTempFile("peer", ".py");
        try (InputStream resource =
                Objects.requireNonNull(PythonPeer.class.getResourceAsStream("peer.py"))) {
            Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            return Optional.of(
                    new PythonPeer(
                            script,
                            AskedProcess.start(new ProcessBuilder(PROGRAM, script.toString()))));
        } catch (IOException e) {
            Files.delete(script);
            return Optional.empty();
        }
    }

    /// How many jobs a second so many squares make.
    ///
    /// @param way one of those that the script knows
    double rate(String way, int jobs) throws IOException {
        return jobs / python.ask(way + " " + jobs);
    }

    @Override
    public void close() throws IOException {
        python.close();
        Files.delete(script);
    }
}
