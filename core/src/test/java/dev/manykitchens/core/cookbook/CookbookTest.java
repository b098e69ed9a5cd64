package dev.manykitchens.core.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class CookbookTest {

    private static final RecipeBook BOOK = RecipeBook.load(CookbookTest.class.getClassLoader());

    static Stream<Recipe> recipes() {
        return BOOK.all().stream();
    }

    @Test
    void everyRecipeOfThePackageIsRegistered() throws IOException, URISyntaxException {
        Path root =
                Path.of(
                        ComputeSquare.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        Path folder = root.resolve(ComputeSquare.class.getPackageName().replace('.', '/'));
        Set<String> written;
        try (Stream<Path> files = Files.list(folder)) {
            written =
                    files.map(file -> file.getFileName().toString())
                            .filter(name ->
                                    name.endsWith(".class") && !name.equals("package-info.class"))
                            .map(name -> load(name.substring(0, name.length() - ".class".length())))
                            .filter(type -> Recipe.class.isAssignableFrom(type))
                            .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                            .map(Class::getName)
                            .collect(Collectors.toSet());
        }

        Set<String> registered = new HashSet<>();
        recipes().forEach(recipe -> registered.add(recipe.getClass().getName()));
        assertThat(registered).containsAll(written);
        assertThat(written).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void listingsHaveOneShortLineForEachRecipeAndParameter(Recipe recipe) {
        assertThat(recipe.summary())
                .isNotBlank()
                .hasSizeLessThan(90)
                .doesNotContain("\n")
                .doesNotEndWith(".");
        for (Parameter parameter : recipe.parameters()) {
            assertThat(parameter.name()).matches("[a-z][a-z0-9_]*");
            assertThat(parameter.summary()).isNotBlank().hasSizeLessThan(90).doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void parametersWithADefaultComeLast(Recipe recipe) {
        boolean optional = false;
        for (Parameter parameter : recipe.parameters()) {
            assertThat(!optional || parameter.defaultValue().isPresent()).isTrue();
            optional = parameter.defaultValue().isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void samplesFitTheirRecipe(Recipe recipe) {
        List<Columns> samples =
                Stream.of(0, 1, 99)
                        .map(i -> RecipeBook.pack(recipe, List.of(recipe.sample(i))))
                        .toList();

        assertThat(samples).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void stepsAreTheSameForTheSameArgumentsAndNumbers(Recipe recipe) {
        Row arguments = RecipeBook.pack(recipe, List.of(recipe.sample(1))).row(0);

        assertThat(recipe.steps(arguments, JobRandom.of(3, 1)))
                .isEqualTo(recipe.steps(arguments, JobRandom.of(3, 1)));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void everyResourceThatAStepUsesIsBroughtAlong(Recipe recipe) {
        Row arguments = RecipeBook.pack(recipe, List.of(recipe.sample(1))).row(0);

        assertThat(used(recipe.steps(arguments, JobRandom.of(1, 0))))
                .isSubsetOf(BOOK.resources().keySet());
    }

    @Test
    void onlyTheCrashEndsItsJvm() {
        assertThat(recipes().filter(recipe -> recipe.hazard() == Recipe.Hazard.ENDS_ITS_JVM))
                .map(Recipe::name)
                .containsExactly("crash");
    }

    private static Set<String> used(List<Step> steps) {
        Set<String> names = new HashSet<>();
        for (Step step : steps) {
            if (step instanceof Step.Use(String resource, List<Step> inner)) {
                names.add(resource);
                names.addAll(used(inner));
            }
        }
        return names;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(ComputeSquare.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
