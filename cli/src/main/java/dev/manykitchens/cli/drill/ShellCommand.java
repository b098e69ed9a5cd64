package dev.manykitchens.cli.drill;

import dev.manykitchens.report.text.OneLine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// A user's command that is being carried out.
final class ShellCommand implements AutoCloseable {

    /// So long a command may take.
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int MOST_WORDS = 200;
    private static final double SECOND = 1e9;

    private final String option;
    private final String text;
    private final SaidOutput said;
    private final Process process;

    private ShellCommand(String option, String text, SaidOutput said, Process process) {
        this.option = option;
        this.text = text;
        this.said = said;
        this.process = process;
    }

    /// Starts it.
    ///
    /// @param option by which it was given
    /// @throws DrillFailedException in one line when it cannot be
    static ShellCommand start(
            String option, String text, Map<String, String> environment, Starter starter) {
        try {
            SaidOutput said = SaidOutput.open();
            try {
                ProcessBuilder builder = starter.shell(text, said.file()).redirectErrorStream(true);
                builder.environment().putAll(environment);
                return new ShellCommand(option, text, said, builder.start());
            } catch (IOException e) {
                said.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DrillFailedException(
                    "%s needs /bin/sh and room for what it says: %s"
                            .formatted(option, e.getMessage()),
                    e);
        }
    }

    /// How a shell is started for a command.
    @FunctionalInterface
    interface Starter {

        /// A shell that is not started yet.
        ///
        /// @param said to what file what the command says must be appended
        ProcessBuilder shell(String text, Path said);
    }

    /// Carries a command out, and returns how long it took, in seconds. One that takes longer than
    /// the limit, or whose drill is interrupted, is killed.
    ///
    /// @param begun told the number of its process
    /// @throws DrillFailedException in one line when it does not end well
    static double run(
            String option,
            String text,
            Map<String, String> environment,
            Duration limit,
            LongConsumer begun)
            throws InterruptedException {
        long began = System.nanoTime();
        try (ShellCommand command = start(option, text, environment)) {
            begun.accept(command.process().pid());
            command.await(limit);
        }
        return (System.nanoTime() - began) / SECOND;
    }

    /// Starts one that reads nothing.
    ///
    /// @throws DrillFailedException in one line when it cannot be
    static ShellCommand start(String option, String text, Map<String, String> environment) {
        return start(
                option,
                text,
                environment,
                (words, said) ->
                        new ProcessBuilder(List.of("/bin/sh", "-c", words))
                                .redirectInput(Path.of("/dev/null").toFile())
                                .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile())));
    }

    /// Waits for its end, and kills it when that does not come in time, or after an interrupt.
    ///
    /// @throws DrillFailedException in one line when it does not end well
    void await(Duration limit) throws InterruptedException {
        try {
            if (!endsWithin(limit)) {
                throw tooLong(limit, "it was killed");
            }
        } finally {
            kill();
        }
        requireGood();
    }

    Process process() {
        return process;
    }

    boolean endsWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// It, and what it has started, if it has not ended.
    private void kill() {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// That it has not ended.
    DrillFailedException tooLong(Duration limit, String what) {
        return new DrillFailedException(
                "%s must end within %d s, did not, %s; one that starts a coordinator must leave it in the background: %s%s"
                        .formatted(option, limit.toSeconds(), what, words(text), said.lastWords()));
    }

    /// @throws DrillFailedException when it ended with anything but 0
    void requireGood() {
        if (process.exitValue() != 0) {
            throw new DrillFailedException(
                    "%s must end with exit code 0, ended with %d: %s%s"
                            .formatted(option, process.exitValue(), words(text), said.lastWords()));
        }
    }

    private static String words(String text) {
        return OneLine.of(text, MOST_WORDS);
    }

    @Override
    public void close() {
        said.close();
    }
}
