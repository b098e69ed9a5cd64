package dev.manykitchens.benchmarks.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/// A child process that answers each line with a line that holds a figure, and ends when nothing
/// more is asked.
final class AskedProcess implements AutoCloseable {

    private static final long LEAVE_SECONDS = 10;

    private final Process process;
    private final PrintWriter asks;
    private final BufferedReader answers;

    private AskedProcess(Process process) {
        this.process = process;
        asks = new PrintWriter(process.outputWriter(UTF_8), true);
        answers = process.inputReader(UTF_8);
    }

    /// Starts it; what it says as an error is shown.
    static AskedProcess start(ProcessBuilder command) throws IOException {
        return new AskedProcess(command.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    double ask(String line) throws IOException {
        asks.println(line);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(
                    "%s must answer \"%s\" with a figure, it ended instead"
                            .formatted(process.info().command().orElse("a child"), line));
        }
        return Double.parseDouble(answer);
    }

    @Override
    public void close() {
        asks.close();
        try {
            if (!process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
