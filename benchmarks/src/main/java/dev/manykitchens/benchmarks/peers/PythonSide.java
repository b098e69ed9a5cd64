package dev.manykitchens.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.coordinator.python.Python;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Python's standard library: the script beside this class, in one interpreter with two pools of
/// two processes, told through its standard input what to run and for how many jobs.
final class PythonSide implements Side {

    private static final String NAME = "Python";
    private static final String POOL = "Python Pool(2)";
    private static final String EXECUTOR = "Python ProcessPoolExecutor(2)";
    private static final String SCRIPT = "peers.py";
    private static final int SECONDS_TO_END = 10;

    private @Nullable Process process;
    private String version = "";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public List<Way> open() throws SideMissingException {
        try {
            Python python = Python.find();
            version = python.version();
            Process started =
                    new ProcessBuilder(python.program().toString(), "-c", script())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            process = started;
            BufferedReader answers = started.inputReader(UTF_8);
            Writer questions = started.outputWriter(UTF_8);
            if (answers.readLine() == null) {
                throw new SideMissingException(version + " could not run " + SCRIPT);
            }
            return List.of(
                    way(Handing.BATCH, POOL, "map", "pool.map", questions, answers),
                    way(
                            Handing.BATCH,
                            EXECUTOR,
                            "map, chunksize=100",
                            "executor.map.100",
                            questions,
                            answers),
                    way(Handing.EACH, POOL, "map, chunksize=1", "pool.map.1", questions, answers),
                    way(
                            Handing.EACH,
                            EXECUTOR,
                            "map, chunksize=1",
                            "executor.map.1",
                            questions,
                            answers),
                    way(Handing.EACH, EXECUTOR, "submit", "executor.submit", questions, answers),
                    way(
                            Handing.ONE_AT_A_TIME,
                            EXECUTOR,
                            "submit",
                            "executor.one",
                            questions,
                            answers));
        } catch (IllegalStateException | IOException e) {
            throw new SideMissingException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Way way(
            Handing handing,
            String who,
            String call,
            String word,
            Writer questions,
            BufferedReader answers) {
        return new Way(
                handing,
                who,
                call,
                jobs -> {
                    questions.write(word + " " + jobs + "\n");
                    questions.flush();
                    String answer = answers.readLine();
                    if (answer == null) {
                        throw new IOException("Python ended while it ran " + word);
                    }
                    int space = answer.indexOf(' ');
                    return new Way.Timing(
                            Long.parseLong(answer.substring(0, space)),
                            Long.parseLong(answer.substring(space + 1)));
                });
    }

    private static String script() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(PythonSide.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            Children.end(process, SECONDS_TO_END, TimeUnit.SECONDS);
        }
    }
}
