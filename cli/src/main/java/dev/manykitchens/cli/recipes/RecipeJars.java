package dev.manykitchens.cli.recipes;

import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.report.text.OneLine;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/// The recipes that come with the project together with those of some jars.
///
/// What is wrong with a jar is said in one line that names it. The classes stay loaded until the
/// process ends.
///
/// @param book all of them, by name
/// @param jars absolute paths, for the class path of worker JVMs
public record RecipeJars(RecipeBook book, List<Path> jars) {

    /// Where a jar names its recipes, one class a line.
    public static final String SERVICE = "META-INF/services/" + Recipe.class.getName();

    /// The most jars that can be named.
    public static final int MOST = 100;

    public RecipeJars {
        jars = List.copyOf(jars);
    }

    /// Loads the recipes of some jars; none is fine.
    ///
    /// @throws IllegalArgumentException when a jar is missing or is none, names no recipes, names a
    ///   class that cannot be made into one, or brings a name that is taken; in one line
    public static RecipeJars load(List<Path> paths) {
        List<Path> jars =
                paths.stream().map(path -> path.toAbsolutePath().normalize()).distinct().toList();
        if (jars.size() > MOST) {
            throw new IllegalArgumentException(
                    "at most " + MOST + " recipe jars can be named, were " + jars.size());
        }
        List<List<String>> classes = jars.stream().map(RecipeJars::classNames).toList();
        requireOnce(classes, jars);
        List<Recipe> recipes =
                new ArrayList<>(RecipeBook.load(Recipe.class.getClassLoader()).all());
        ClassLoader loader = loader(jars);
        for (int i = 0; i < jars.size(); i++) {
            for (String name : classes.get(i)) {
                recipes.add(checked(make(name, loader, jars.get(i)), jars.get(i)));
            }
        }
        return new RecipeJars(RecipeBook.of(recipes), jars);
    }

    /// The recipe of this name.
    ///
    /// @throws IllegalArgumentException when there is none; without any jar it says how to name one
    public Recipe recipe(String name) {
        try {
            return book.get(name);
        } catch (IllegalArgumentException e) {
            throw jars.isEmpty()
                    ? new IllegalArgumentException(
                            e.getMessage() + " (recipes of your own need --recipes JAR)", e)
                    : e;
        }
    }

    /// All jars share one class loader, which would take the class from the first of them.
    private static void requireOnce(List<List<String>> classes, List<Path> jars) {
        Map<String, Path> taken = new HashMap<>();
        for (int i = 0; i < jars.size(); i++) {
            for (String name : classes.get(i)) {
                Path other = taken.putIfAbsent(name, jars.get(i));
                if (other != null) {
                    throw new IllegalArgumentException(
                            "a recipe must be in one jar, %s is in %s and in %s; leave one of them out"
                                    .formatted(name, other, jars.get(i)));
                }
            }
        }
    }

    private static ClassLoader loader(List<Path> jars) {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            try {
                urls[i] = jars.get(i).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new URLClassLoader("recipes", urls, Recipe.class.getClassLoader());
    }

    private static List<String> classNames(Path jar) {
        if (jar.toAbsolutePath().toString().contains(File.pathSeparator)) {
            throw new IllegalArgumentException(
                    "a recipe jar's path must not hold \""
                            + File.pathSeparator
                            + "\", which separates paths, was "
                            + jar.toAbsolutePath());
        }
        if (!Files.exists(jar)) {
            throw new IllegalArgumentException("a recipe jar must exist, " + jar + " does not");
        }
        if (Files.isDirectory(jar)) {
            throw new IllegalArgumentException(
                    "a recipe jar must be a jar file, "
                            + jar
                            + " is a folder; pack it with jar --create --file recipes.jar -C "
                            + jar.getFileName()
                            + " .");
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry service = file.getEntry(SERVICE);
            if (service == null) {
                throw new IllegalArgumentException(
                        "a recipe jar must name its recipes in "
                                + SERVICE
                                + ", "
                                + jar
                                + " has no such file");
            }
            List<String> names =
                    new String(file.getInputStream(service).readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .map(line -> line.replaceFirst("#.*", "").strip())
                            .filter(line -> !line.isEmpty())
                            .distinct()
                            .toList();
            if (names.isEmpty()) {
                throw new IllegalArgumentException(
                        "a recipe jar must name its recipes, one class a line, "
                                + SERVICE
                                + " of "
                                + jar
                                + " is empty");
            }
            return names;
        } catch (ZipException e) {
            throw new IllegalArgumentException(
                    "a recipe jar must be a jar file, " + jar + " is none", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "a recipe jar must be readable, " + jar + " is not: " + e.getMessage(), e);
        }
    }

    private static Recipe make(String name, ClassLoader loader, Path jar) {
        try {
            Object made = Class.forName(name, true, loader).getConstructor().newInstance();
            if (made instanceof Recipe recipe) {
                return recipe;
            }
            throw broken(
                    name, jar, "must implement " + Recipe.class.getName() + ", does not", null);
        } catch (ClassNotFoundException e) {
            throw broken(name, jar, "must be in the jar, is not; name it with its package", e);
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw broken(
                    name,
                    jar,
                    "must be a public class with a public constructor without arguments",
                    e);
        } catch (InvocationTargetException e) {
            throw broken(name, jar, "could not be made, its constructor threw " + e.getCause(), e);
        } catch (UnsupportedClassVersionError e) {
            String ours = "this is Java " + Runtime.version().feature();
            throw broken(
                    name,
                    jar,
                    "was compiled for a newer Java; " + ours + ", compile it with --release",
                    e);
        } catch (LinkageError e) {
            String advice = "; name the jars it needs in its manifest's Class-Path";
            throw broken(name, jar, "could not be loaded: " + e + advice, e);
        }
    }

    /// Asks the questions that listings and pools will ask, while the jar can still be named in the
    /// answer.
    private static Recipe checked(Recipe recipe, Path jar) {
        String name = recipe.getClass().getName();
        try {
            Objects.requireNonNull(recipe.name(), "name() gave null");
            Objects.requireNonNull(recipe.summary(), "summary() gave null");
            Objects.requireNonNull(recipe.resultType(), "resultType() gave null");
            Objects.requireNonNull(recipe.hazard(), "hazard() gave null");
            List.copyOf(recipe.parameters());
            var _ = Map.copyOf(Objects.requireNonNull(recipe.resources(), "resources() gave null"));
            var _ = List.copyOf(Objects.requireNonNull(recipe.sample(0), "sample() gave null"));
            return recipe;
        } catch (RuntimeException | LinkageError e) {
            throw broken(name, jar, "must describe itself, but " + e, e);
        }
    }

    private static IllegalArgumentException broken(
            String name, Path jar, String what, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "the recipe " + name + " of " + jar + " " + OneLine.of(what), cause);
    }
}
