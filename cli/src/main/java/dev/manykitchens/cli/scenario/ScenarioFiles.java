package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The scenarios that come with the program, and those of the user: found by a name such as
/// `coffee-shop`, or by a path.
///
/// @param folder with those that come with the program; may be missing
public record ScenarioFiles(Path folder) {

    private static final List<String> ENDINGS = List.of(".yaml", ".yml");
    private static final String FOLDER = "scenarios";

    /// Those of the distribution that runs, or of the checkout it was built in, so that what was
    /// edited a moment ago counts.
    public static ScenarioFiles ofDistribution() {
        try {
            Path code =
                    Path.of(
                            ScenarioFiles.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return new ScenarioFiles(beside(code));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program must be in a file", e);
        }
    }

    /// The folder for a jar, or for a folder of classes.
    static Path beside(Path code) {
        Path ofCheckout = code.resolve("../../../..").resolve(FOLDER).normalize();
        boolean built = code.endsWith(Path.of("cli", "target", "kitchen", "kitchen-cli.jar"));
        if (built && Files.isDirectory(ofCheckout)) {
            return ofCheckout;
        }
        return code.endsWith(Path.of("cli", "target", "classes"))
                ? code.resolve("../../..").resolve(FOLDER).normalize()
                : code.resolveSibling(FOLDER);
    }

    /// Whether a word ends as files with scenarios do; a recipe's name does not.
    public static boolean looksLikeScenario(String word) {
        return ENDINGS.stream().anyMatch(word::endsWith);
    }

    /// Whether a word is the path of a folder.
    public static boolean isFolder(String word) {
        try {
            return Files.isDirectory(path(word));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// Reads the scenario with this name or path.
    ///
    /// @param book where the recipes that it computes are found
    /// @throws IllegalArgumentException in one line, when there is none or something is wrong in it
    public Scenario read(String nameOrPath, RecipeBook book) {
        return ScenarioReader.read(find(nameOrPath), book);
    }

    /// The file with this name or path: a file that is there, or one of the folder, with or without
    /// its ending and with or without `scenarios/` in front.
    ///
    /// @throws IllegalArgumentException in one line, with the nearest name, when there is none
    public Path find(String nameOrPath) {
        Path path = path(nameOrPath);
        if (Files.exists(path) && !Files.isDirectory(path)) {
            return path;
        }
        Path parent = path.getParent();
        boolean ofFolder = parent == null || parent.equals(Path.of(FOLDER));
        Optional<Path> named =
                ofFolder
                        ? all().stream().filter(file -> nameOf(file).equals(nameOf(path))).findAny()
                        : Optional.empty();
        return named.orElseThrow(() ->
                new IllegalArgumentException(
                        "a scenario must be a file or one of those that come with the program, was \"%s\"; %s"
                                .formatted(
                                        nameOrPath,
                                        Nearest.suggestion(
                                                nameOf(path),
                                                names(),
                                                "see `kitchen scenarios`"))));
    }

    /// The text of a file.
    ///
    /// @throws IllegalArgumentException in one line, when it is too long or no text
    public static String text(Path file) {
        return TextFile.read(file);
    }

    /// The files of the folder by name.
    public List<Path> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> looksLikeScenario(file.toString()))
                    .map(ScenarioFiles::shown)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The names of the files of the folder.
    public List<String> names() {
        return all().stream().map(ScenarioFiles::nameOf).toList();
    }

    /// A file's name without its ending.
    static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return ENDINGS.stream()
                .filter(name::endsWith)
                .findFirst()
                .map(ending -> name.substring(0, name.length() - ending.length()))
                .orElse(name);
    }

    /// From the working directory, when it is in that.
    private static Path shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path whole = file.toAbsolutePath().normalize();
        return whole.startsWith(here) ? here.relativize(whole) : whole;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "a scenario must have a file name that this locale can write, had \"%s\""
                            .formatted(text),
                    e);
        }
    }
}
