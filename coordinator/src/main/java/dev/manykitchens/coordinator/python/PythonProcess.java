package dev.manykitchens.coordinator.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.coordinator.link.WorkerListener;
import dev.manykitchens.coordinator.link.WorkerMessage;
import dev.manykitchens.coordinator.spawn.ExitReport;
import dev.manykitchens.coordinator.spawn.LastWords;
import dev.manykitchens.coordinator.spawn.ProcessOutput;
import dev.manykitchens.coordinator.spawn.SpawnedWorker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// One Python process and the threads at its pipes. Thread-safe.
///
/// ```
/// PythonLink ──lines──▶ queue ──writer──▶ stdin
/// WorkerListener ◀──── messages ◀──reader── stdout
/// System.err, LastWords ◀──────── output ── stderr
/// ```
final class PythonProcess implements SpawnedWorker {

    private static final Logger LOG = LoggerFactory.getLogger(PythonProcess.class);

    /// A result may hold 16 MiB, which is a third more as text.
    private static final JsonMapper MAPPER =
            new JsonMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxStringLength(64 << 20)
                                            .build())
                            .build());

    /// Ends the writer.
    private static final byte[] NOTHING_MORE = {};

    private final long startedNanos;
    private final Process process;
    private final String name;
    private final WorkerListener listener;
    private final LastWords lastWords;
    private final PythonLink link = new PythonLink(this);

    /// What waits to be written: bounded by the credits that Python gave.
    private final LinkedBlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();

    private PythonProcess(
            long startedNanos, Process process, String name, WorkerListener listener) {
        this.startedNanos = startedNanos;
        this.process = process;
        this.name = name;
        this.listener = listener;
        this.lastWords = new LastWords(line -> System.err.println("[" + name + "] " + line));
    }

    /// Starts Python with our program.
    ///
    /// @param settings the first line that the program reads
    /// @param name under which it joins
    /// @param listener hears what it says
    /// @param onExit hears once, on any thread, how it ended
    /// @throws IOException when it cannot be started
    static PythonProcess start(
            Python python,
            JsonNode settings,
            String name,
            WorkerListener listener,
            Consumer<ExitReport> onExit)
            throws IOException {
        long started = System.nanoTime();
        Process process = new ProcessBuilder(Script.command(python.program())).start();
        PythonProcess worker = new PythonProcess(started, process, name, listener);
        worker.lines.add(Script.delivered());
        worker.lines.add(PythonLink.line(settings));
        worker.daemon("input", worker::writeLines);
        worker.daemon("messages", worker::readMessages);
        ProcessOutput output =
                ProcessOutput.read(
                        process.getErrorStream(), worker.lastWords, "python-" + name + "-output");
        Thread.ofVirtual()
                .name("python-" + name + "-exit")
                .start(() -> onExit.accept(worker.awaitExit(output)));
        return worker;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    /// Kills it and the processes that it started, unless it has ended. Those would end by
    /// themselves, a moment later.
    @Override
    public void kill() {
        List<ProcessHandle> started = process.descendants().toList();
        ProcessOutput.kill(process);
        started.forEach(ProcessHandle::destroyForcibly);
        endInput();
    }

    /// Sends a line, soon.
    void write(byte[] line) {
        lines.add(line);
    }

    /// Closes its standard input after what is still to be written.
    void endInput() {
        lines.add(NOTHING_MORE);
    }

    private void daemon(String what, Runnable task) {
        Thread _ = Thread.ofPlatform().daemon().name("python-" + name + "-" + what).start(task);
    }

    private void writeLines() {
        try (OutputStream input = process.getOutputStream()) {
            for (byte[] line = lines.take(); line.length > 0; line = lines.take()) {
                input.write(line);
                if (lines.isEmpty()) {
                    input.flush();
                }
            }
        } catch (IOException e) {
            // It has ended; its exit says why.
            LOG.debug("input of Python could not be written worker={}", name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readMessages() {
        boolean joined = false;
        boolean left = false;
        String why = "its output ended";
        try (BufferedReader messages = process.inputReader(UTF_8)) {
            for (String line = messages.readLine(); line != null; line = messages.readLine()) {
                long heard = System.nanoTime();
                int space = line.indexOf(' ');
                JsonNode said = MAPPER.readTree(line.substring(space + 1));
                String word = line.substring(0, Math.max(0, space));
                if (word.equals("hello")) {
                    listener.joined(link, Answers.hello(name, said, startedNanos, heard));
                    joined = true;
                } else {
                    link.awaitRoom();
                    listener.said(link, message(word, said), heard);
                    left |= word.equals("bye");
                }
            }
        } catch (IOException | RuntimeException e) {
            why = "it said what is no message: " + e.getMessage();
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (joined) {
            listener.ended(link, left ? Optional.empty() : Optional.of(why));
        }
        endInput();
    }

    private static WorkerMessage message(String word, JsonNode said) {
        return switch (word) {
            case "credits" -> Answers.credits(said);
            case "results" -> Answers.results(said);
            case "beat" -> Answers.beat(said);
            case "bye" -> new WorkerMessage.Farewell("");
            default -> throw new IllegalArgumentException("there is no message " + word);
        };
    }

    private ExitReport awaitExit(ProcessOutput output) {
        int exitCode = process.onExit().join().exitValue();
        output.awaitEnd();
        return new ExitReport(exitCode, lastWords.text());
    }
}
