package dev.manykitchens.coordinator.spawn;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.time.Duration;

/// Reads what a process prints, to its end.
public final class ProcessOutput {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessOutput.class);

    /// What it printed may arrive a little after its end; a child of its own may even keep the pipe
    /// open.
    private static final Duration LIMIT = Duration.ofMillis(300);

    private final InputStream stream;
    private final LastWords lastWords;
    private final Thread thread;

    private ProcessOutput(InputStream stream, LastWords lastWords, String thread) {
        this.stream = stream;
        this.lastWords = lastWords;
        this.thread = Thread.ofPlatform().daemon().name(thread).start(this::read);
    }

    /// Starts to read.
    ///
    /// @param stream of a process; is closed in the end
    /// @param thread the name of the thread that reads
    public static ProcessOutput read(InputStream stream, LastWords lastWords, String thread) {
        return new ProcessOutput(stream, lastWords, thread);
    }

    /// Kills a process and leaves what it printed to be read, which [Process#destroyForcibly] does
    /// not: it closes the pipes, also of a process that has just died by itself, and the last words
    /// that stand in them are lost.
    public static void kill(Process process) {
        boolean _ = process.toHandle().destroyForcibly();
    }

    /// Waits a little for what the process printed before it ended; call it when it has.
    public void awaitEnd() {
        try {
            thread.join(LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        char[] buffer = new char[4096];
        try (Reader output = new InputStreamReader(stream, UTF_8)) {
            for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
                lastWords.append(buffer, n);
            }
        } catch (IOException e) {
            LOG.debug("output of a process could not be read", e);
        } finally {
            lastWords.end();
        }
    }
}
