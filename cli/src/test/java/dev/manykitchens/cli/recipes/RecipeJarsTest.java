package dev.manykitchens.cli.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.cookbook.ComputeSquare;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

class RecipeJarsTest {

    @TempDir private Path folder;

    @Test
    void recipesOfSeveralJarsJoinOurs() throws IOException {
        Path bake =
                JarMaker.jar(folder, "Bake", recipe("Bake", "bake", ""), "test.Bake # bread\n\n");
        Path fry =
                JarMaker.jar(
                        folder,
                        "Fry",
                        recipe("Fry", "fry", ""),
                        "# none before\ntest.Fry\ntest.Fry\n");

        RecipeJars loaded = RecipeJars.load(List.of(bake, fry, bake));

        assertThat(loaded.book().get("bake").summary()).isEqualTo("a test");
        assertThat(loaded.book().get("fry")).isNotNull();
        assertThat(loaded.book().get("compute_square")).isInstanceOf(ComputeSquare.class);
        assertThat(loaded.jars()).containsExactly(bake.toAbsolutePath(), fry.toAbsolutePath());
    }

    @Test
    void withoutJarsThereAreOurs() {
        assertThat(RecipeJars.load(List.of()).book().get("compute_square"))
                .isInstanceOf(ComputeSquare.class);
    }

    @Test
    void pathsBecomeAbsolute() throws IOException {
        // Worker JVMs may be started in another folder.
        Path bake = JarMaker.jar(folder, "Bake", recipe("Bake", "bake", ""), "test.Bake");
        Path relative = Path.of("").toAbsolutePath().relativize(bake.toAbsolutePath());

        assertThat(RecipeJars.load(List.of(relative)).jars())
                .containsExactly(bake.toAbsolutePath());
    }

    @Test
    void aFileThatIsNoJarIsRefused() throws IOException {
        Path missing = folder.resolve("missing.jar");
        Path text = Files.writeString(folder.resolve("text.jar"), "not a jar");
        Path empty = Files.createFile(folder.resolve("empty.jar"));

        assertRefused(missing, "a recipe jar must exist, " + missing + " does not");
        assertRefused(text, "a recipe jar must be a jar file, " + text + " is none");
        assertRefused(empty, "a recipe jar must be a jar file, " + empty + " is none");
        assertRefused(
                folder,
                "a recipe jar must be a jar file, %s is a folder; pack it with jar --create --file recipes.jar -C %s ."
                        .formatted(folder, folder.getFileName()));
    }

    @Test
    void aJarThatNamesNoRecipesIsRefused() throws IOException {
        Path without = JarMaker.jar(folder, "Bake", recipe("Bake", "bake", ""), null);
        Path blank = JarMaker.jar(folder, "Fry", recipe("Fry", "fry", ""), "# soon\n");

        assertRefused(
                without,
                "a recipe jar must name its recipes in META-INF/services/dev.manykitchens.core.recipe.Recipe, "
                        + without
                        + " has no such file");
        assertRefused(
                blank,
                "a recipe jar must name its recipes, one class a line, META-INF/services/dev.manykitchens.core.recipe.Recipe of "
                        + blank
                        + " is empty");
    }

    @Test
    void aClassThatCannotBecomeARecipeIsRefused() throws IOException {
        Path misnamed = JarMaker.jar(folder, "Bake", recipe("Bake", "bake", ""), "Bake");
        Path hidden =
                JarMaker.jar(folder, "Fry", recipe("Fry", "fry", "private Fry() {}"), "test.Fry");
        Path throwing =
                JarMaker.jar(
                        folder,
                        "Boil",
                        recipe(
                                "Boil",
                                "boil",
                                "public Boil() { throw new IllegalStateException(\"no water\"); }"),
                        "test.Boil");
        Path other =
                JarMaker.jar(folder, "Other", "package test; public class Other {}", "test.Other");

        assertRefused(
                misnamed,
                "the recipe Bake of "
                        + misnamed
                        + " must be in the jar, is not; name it with its package");
        assertRefused(
                hidden,
                "the recipe test.Fry of "
                        + hidden
                        + " must be a public class with a public constructor without arguments");
        assertRefused(
                throwing,
                "the recipe test.Boil of "
                        + throwing
                        + " could not be made, its constructor threw java.lang.IllegalStateException: no water");
        assertRefused(
                other,
                "the recipe test.Other of "
                        + other
                        + " must implement dev.manykitchens.core.recipe.Recipe, does not");
    }

    @Test
    void aRecipeThatCannotDescribeItselfIsRefusedByName() throws IOException {
        Path resources =
                JarMaker.jar(
                        folder,
                        "Bake",
                        recipe(
                                "Bake",
                                "bake",
                                "public java.util.Map<String, dev.manykitchens.core.resource.ResourceSpec>"
                                        + " resources() { return null; }"),
                        "test.Bake");
        Path sample =
                JarMaker.jar(
                        folder,
                        "Fry",
                        recipe(
                                "Fry",
                                "fry",
                                "public java.util.List<dev.manykitchens.core.value.Value> sample(int index)"
                                        + " { throw new IllegalStateException(\"no pan\"); }"),
                        "test.Fry");

        assertRefused(
                resources,
                "the recipe test.Bake of %s must describe itself, but java.lang.NullPointerException: resources() gave null"
                        .formatted(resources));
        assertRefused(
                sample,
                "the recipe test.Fry of %s must describe itself, but java.lang.IllegalStateException: no pan"
                        .formatted(sample));
    }

    @Test
    void aPathThatAClassPathCannotHoldIsRefused() {
        Path two = folder.resolve("a" + File.pathSeparator + "b.jar");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeJars.load(List.of(two)))
                .withMessageContaining("must not hold \"" + File.pathSeparator + "\"");
    }

    @Test
    void aClassThatNeedsAMissingLibraryIsRefused() throws IOException {
        Path library =
                JarMaker.jar(folder, "Library", "package test; public class Library {}", null);
        String source = recipe("Bake", "bake", "static final Object LIBRARY = new Library();");
        Path bake = JarMaker.jar(folder, "Bake", source, "test.Bake", library);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeJars.load(List.of(bake)))
                .withMessageStartingWith(
                        "the recipe test.Bake of " + bake + " could not be loaded: ")
                .withMessageEndingWith("; name the jars it needs in its manifest's Class-Path");
    }

    @Test
    void aClassOfANewerJavaIsRefused() throws IOException {
        Path bake = JarMaker.jar(folder, "Bake", recipe("Bake", "bake", ""), "test.Bake");
        Path file = folder.resolve("Bake-classes/test/Bake.class");
        byte[] bytes = Files.readAllBytes(file);
        bytes[7] = (byte) 200;
        Files.write(file, bytes);
        JarMaker.pack(bake, folder.resolve("Bake-classes"));

        assertRefused(
                bake,
                "the recipe test.Bake of %s was compiled for a newer Java; this is Java %d, compile it with --release"
                        .formatted(bake, Runtime.version().feature()));
    }

    @Test
    void aNameThatIsTakenIsRefused() throws IOException {
        Path square =
                JarMaker.jar(
                        folder, "Square", recipe("Square", "compute_square", ""), "test.Square");

        assertRefused(
                square,
                "a recipe's name must be taken once, was taken by dev.manykitchens.core.cookbook.ComputeSquare and test.Square: compute_square");
    }

    @Test
    void aClassThatIsInTwoJarsIsRefusedWithBoth() throws IOException {
        Path bake = JarMaker.jar(folder, "Bake", recipe("Bake", "bake", ""), "test.Bake");
        Path copy = Files.copy(bake, folder.resolve("copy.jar"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeJars.load(List.of(bake, copy)))
                .withMessage(
                        "a recipe must be in one jar, test.Bake is in %s and in %s; leave one of them out"
                                .formatted(bake, copy));
    }

    @Test
    void aRecipeThatCannotDescribeItselfIsRefused() throws IOException {
        String source =
                recipe("Bake", "bake", "")
                        .replace("return List.of();", "throw new RuntimeException(\"what?\");");
        Path bake = JarMaker.jar(folder, "Bake", source, "test.Bake");

        assertRefused(
                bake,
                "the recipe test.Bake of "
                        + bake
                        + " must describe itself, but java.lang.RuntimeException: what?");
    }

    @Test
    void thereAreNotTooManyJars() {
        List<Path> many =
                IntStream.range(0, 101).mapToObj(i -> folder.resolve(i + ".jar")).toList();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeJars.load(many))
                .withMessage("at most 100 recipe jars can be named, were 101");
        // The same jar many times is one jar: here one that is missing.
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> RecipeJars.load(Collections.nCopies(101, folder.resolve("a.jar"))))
                .withMessageStartingWith("a recipe jar must exist");
    }

    private static void assertRefused(Path jar, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeJars.load(List.of(jar)))
                .withMessage(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private static String recipe(String type, String name, String member) {
        return """
        package test;

        import dev.manykitchens.core.recipe.*;
        import dev.manykitchens.core.value.*;
        import java.util.List;

        public final class %s implements Recipe {
            %s
            public String name() { return "%s"; }
            public String summary() { return "a test"; }
            public List<Parameter> parameters() { return List.of(); }
            public ValueType resultType() { return ValueType.NONE; }
            public Value result(Row arguments, JobContext context) { return Value.NONE; }
        }
        """
                .formatted(type, member, name);
    }
}
