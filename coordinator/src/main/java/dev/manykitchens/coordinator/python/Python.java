package dev.manykitchens.coordinator.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Recipe;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Python interpreter of this machine.
///
/// @param program its absolute path
/// @param version implementation and version, such as "CPython 3.13.0"
/// @param gil whether only one of its threads can compute at a time; a free-threaded build has none
public record Python(Path program, String version, boolean gil) {

    private static final String COMMAND = "python3";
    private static final int OLDEST_MINOR = 8;

    /// An answer takes some 50 ms.
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

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

    private static final Pattern VERSION = Pattern.compile("[\\w.+-]{1,40} [\\w.+-]{1,40}");
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,3}) (\\d{1,3})");
    private static final Pattern GIL = Pattern.compile("True|False");

    private static final Search ON_PATH =
            new Search(Objects.requireNonNullElse(System.getenv("PATH"), ""));

    /// The `python3` on the PATH, asked once in this JVM.
    ///
    /// @throws IllegalStateException when there is none that can be used, in one line
    public static Python find() {
        return ON_PATH.orThrow();
    }

    /// The first `python3` on a search path.
    ///
    /// @throws IllegalStateException when there is none that can be used, in one line
    static Python find(String searchPath) {
        return find(searchPath, ANSWER_LIMIT);
    }

    /// The same, waiting for an answer no longer than this.
    static Python find(String searchPath, Duration limit) {
        for (String folder : searchPath.split(File.pathSeparator, -1)) {
            Path program = path(folder).map(path -> path.resolve(COMMAND)).orElse(null);
            if (program != null && Files.isRegularFile(program) && Files.isExecutable(program)) {
                return ask(program.toAbsolutePath(), limit);
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

    private static Python ask(Path program, Duration limit) {
        List<String> answers;
        try {
            answers = answers(program, limit);
        } catch (IOException e) {
            throw new IllegalStateException(
                    program + " must be startable, was not: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "looking for " + COMMAND + " must not be interrupted, was", e);
        }
        return read(answers, program)
                .orElseThrow(() ->
                        new IllegalStateException(
                                program
                                        + " must be a Python interpreter, gave no answer as one does"));
    }

    /// Empty when these are no answers to [#QUESTIONS].
    ///
    /// @throws IllegalStateException when it is too old, in one line
    private static Optional<Python> read(List<String> answers, Path program) {
        if (answers.size() != 4) {
            return Optional.empty();
        }
        Optional<Path> executable = path(answers.get(0)).filter(Path::isAbsolute);
        String version = answers.get(1);
        Matcher release = RELEASE.matcher(answers.get(2));
        String gil = answers.get(3);
        if (executable.isEmpty()
                || !VERSION.matcher(version).matches()
                || !release.matches()
                || !GIL.matcher(gil).matches()) {
            return Optional.empty();
        }
        if (!release.group(1).equals("3") || Integer.parseInt(release.group(2)) < OLDEST_MINOR) {
            throw new IllegalStateException(
                    "%s must be 3.%d or newer, was %s".formatted(program, OLDEST_MINOR, version));
        }
        return executable.map(path -> new Python(path, version, gil.equals("True")));
    }

    /// Empty for what is no path here, such as one whose characters this system cannot write.
    private static Optional<Path> path(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    /// The command that asks a program who it is.
    static List<String> questions(Path program) {
        return isolated(program, QUESTIONS);
    }

    /// The command that runs code with nothing but the standard library: nothing is taken from the
    /// working directory, from variables of Python's, or from what the user installed.
    static List<String> isolated(Path program, String code) {
        return List.of(program.toString(), "-I", "-X", "utf8", "-c", code);
    }

    /// @throws IllegalStateException when it does not end in time, in one line
    private static List<String> answers(Path program, Duration limit)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(questions(program))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            if (!process.waitFor(limit)) {
                throw new IllegalStateException(
                        "%s must be a Python interpreter, was waited for %s and gave no answer"
                                .formatted(program, DurationRange.text(limit)));
            }
            if (process.exitValue() != 0) {
                return List.of();
            }
            return new String(output.readNBytes(MOST_BYTES), UTF_8).lines().toList();
        } finally {
            // What is on the path may be a script that started something else.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// A search that is made once, when its outcome is first wanted. One that was interrupted has
    /// none, and is made again. Thread-safe.
    static final class Search {

        private final String searchPath;
        private @Nullable Python found;
        private @Nullable String missing;

        Search(String searchPath) {
            this.searchPath = searchPath;
        }

        /// What was found.
        ///
        /// @throws IllegalStateException when nothing was that can be used, in one line
        synchronized Python orThrow() {
            if (missing != null) {
                throw new IllegalStateException(missing);
            }
            Python known = found;
            if (known == null) {
                known = search();
                found = known;
            }
            return known;
        }

        private Python search() {
            try {
                return find(searchPath);
            } catch (IllegalStateException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    missing = String.valueOf(e.getMessage());
                }
                throw e;
            }
        }
    }
}
