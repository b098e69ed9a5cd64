package dev.manykitchens.coordinator.spawn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.proto.link.WorkerSettings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/// One worker JVM that was started. Thread-safe.
final class WorkerProcess implements SpawnedWorker {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    private final Process process;
    private final LastWords lastWords;
    private final ProcessOutput output;

    private WorkerProcess(Process process, String name) {
        this.process = process;
        // Standard output is for our own results, so that what jobs print does not get into them.
        this.lastWords = new LastWords(line -> System.err.println("[" + name + "] " + line));
        this.output =
                ProcessOutput.read(
                        process.getInputStream(), lastWords, "worker-" + name + "-output");
    }

    /// Starts a JVM and tells it its settings.
    ///
    /// @param onExit hears once, on any thread, how it ended
    /// @throws IOException when it cannot be started
    static WorkerProcess start(
            WorkerCommand command, WorkerSettings settings, Consumer<ExitReport> onExit)
            throws IOException {
        Process process = command.toProcess().start();
        WorkerProcess worker = new WorkerProcess(process, settings.name());
        try (OutputStream input = process.getOutputStream()) {
            input.write(settings.toText().getBytes(UTF_8));
        } catch (IOException e) {
            // It ended before it could listen; its exit says why.
            LOG.debug("worker ended before it read its settings worker={}", settings.name(), e);
        }
        Thread.ofVirtual()
                .name("worker-" + settings.name() + "-exit")
                .start(() -> onExit.accept(worker.awaitExit()));
        return worker;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void kill() {
        ProcessOutput.kill(process);
    }

    private ExitReport awaitExit() {
        int exitCode = process.onExit().join().exitValue();
        output.awaitEnd();
        return new ExitReport(exitCode, lastWords.text());
    }
}
