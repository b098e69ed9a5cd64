package dev.manykitchens.coordinator.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.core.recipe.Recipe;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A Python interpreter of this machine.
///
/// @param program its absolute path
/// @param version implementation and version, such as "CPython 3.13.0"
/// @param gil whether only one of its threads can compute at a time; a free-threaded build has none
public record Python(Path program, String version, boolean gil) {

    private static final String COMMAND = "python3";
    private static final int OLDEST_MINOR = 8;
    private static final long ANSWER_SECONDS = 20;
    private static final int MOST_BYTES = 10_000;

    /// Prints what this record holds, one line each. What is on the path may be a script that
    /// chooses among several interpreters.
    private static final String QUESTIONS =
            """
            import platform, sys
            print(sys.executable)
            print(platform.python_implementation(), platform.python_version())
            print(sys.version_info[0], sys.version_info[1])
            print(getattr(sys, "_is_gil_enabled", lambda: True)())
            """;

    /// The `python3` on the PATH, asked once in this JVM.
    ///
    /// @throws IllegalStateException when there is none that can be used, in one line
    public static Python find() {
        return Found.ONCE.orThrow();
    }

    /// The first `python3` on a search path.
    ///
    /// @throws IllegalStateException when there is none that can be used, in one line
    static Python find(String searchPath) {
        for (String folder : searchPath.split(File.pathSeparator, -1)) {
            Path program = Path.of(folder, COMMAND);
            if (!folder.isEmpty() && Files.isRegularFile(program) && Files.isExecutable(program)) {
                return ask(program.toAbsolutePath());
            }
        }
        throw new IllegalStateException("no " + COMMAND + " is on the PATH");
    }

    /// Refuses a recipe that Python does not know.
    ///
    /// @throws IllegalArgumentException naming those that it knows, in one line
    public static void requireTwin(Recipe recipe) {
        if (!Script.TWINS.contains(recipe.name())) {
            throw new IllegalArgumentException(
                    "a pool of Python runs recipes that have a twin there, %s has none; these have: %s"
                            .formatted(recipe.name(), String.join(", ", Script.TWINS)));
        }
    }

    /// For people, such as "CPython 3.13.0 (free-threaded, without a GIL)".
    public String describe() {
        return gil ? version : version + " (free-threaded, without a GIL)";
    }

    private static Python ask(Path program) {
        List<String> answers;
        try {
            answers = answers(program);
        } catch (IOException e) {
            throw new IllegalStateException(
                    program + " must be startable, was not: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "looking for " + COMMAND + " must not be interrupted, was", e);
        }
        if (answers.size() != 4) {
            throw new IllegalStateException(
                    program + " must be a Python interpreter, gave no answer as one does");
        }
        String[] release = answers.get(2).split(" ", -1);
        int minor = Integer.parseInt(release[1]);
        if (!release[0].equals("3") || minor < OLDEST_MINOR) {
            throw new IllegalStateException(
                    "%s must be 3.%d or newer, was %s"
                            .formatted(program, OLDEST_MINOR, answers.get(1)));
        }
        return new Python(Path.of(answers.get(0)), answers.get(1), answers.get(3).equals("True"));
    }

    private static List<String> answers(Path program) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(program.toString(), "-c", QUESTIONS)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return List.of();
            }
            return new String(output.readNBytes(MOST_BYTES), UTF_8).lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    /// The one on the PATH of this JVM, or why there is none.
    private record Found(List<Python> python, String missing) {

        private static final Found ONCE = search();

        private static Found search() {
            try {
                String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
                return new Found(List.of(find(path)), "");
            } catch (IllegalStateException e) {
                return new Found(List.of(), String.valueOf(e.getMessage()));
            }
        }

        private Python orThrow() {
            if (python.isEmpty()) {
                throw new IllegalStateException(missing);
            }
            return python.getFirst();
        }
    }
}
