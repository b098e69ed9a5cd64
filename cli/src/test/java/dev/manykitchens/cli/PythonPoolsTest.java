package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.manykitchens.coordinator.python.Python;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Without Python, its pools are left out of a comparison and refused everywhere else.
class PythonPoolsTest {

    private static final Recipe SQUARE = recipe("compute_square");

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    private final PythonPools with =
            new PythonPools(() -> new Python(Path.of("python3"), "CPython 3.14.0", true));
    private final PythonPools without =
            new PythonPools(() -> {
                throw new IllegalStateException("no python3 is on the PATH");
            });

    @Test
    void withPythonEveryPoolIsCompared() {
        List<PoolSpec> specs = specs("threads:2", "python-threads:1,2", "python-asyncio");

        assertThat(with.available(specs, SQUARE, err)).isEqualTo(specs);
        assertThat(with.describe(specs)).contains("CPython 3.14.0");
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void withoutPythonItsPoolsAreLeftOutWithOneLine() {
        List<PoolSpec> left =
                without.available(
                        specs("python-threads:1,2", "threads:2", "python-asyncio"), SQUARE, err);

        assertThat(left).isEqualTo(specs("threads:2"));
        assertThat(without.describe(left)).isEmpty();
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "kitchen compare: left out python-threads:1, python-threads:2, python-asyncio: no python3 is on the PATH");
    }

    @Test
    void whereNothingIsLeftThatIsTheUsersMistake() {
        assertThatExceptionOfType(UserMistakeException.class)
                .isThrownBy(() -> without.available(specs("python-processes:2"), SQUARE, err))
                .withMessage(
                        "python-processes:2 needs Python 3: no python3 is on the PATH; install it, or name a pool of Java such as threads:2+gil");
        assertThatExceptionOfType(UserMistakeException.class)
                .isThrownBy(() -> without.require(PoolSpec.parse("python-asyncio"), SQUARE))
                .withMessageStartingWith("python-asyncio needs Python 3: no python3 ");
    }

    @Test
    void poolsOfJavaNeedNoPython() {
        assertThat(without.available(specs("threads:2"), recipe("never_listens"), err)).hasSize(1);
        without.require(PoolSpec.parse("processes:2"), recipe("never_listens"));
        assertThat(without.describe(specs("threads:2"))).isEmpty();
    }

    @Test
    void aRecipeWithoutATwinIsTheUsersMistake() {
        assertThatExceptionOfType(UserMistakeException.class)
                .isThrownBy(() ->
                        with.available(
                                specs("threads:2", "python-threads:2"),
                                recipe("never_listens"),
                                err))
                .withMessageContaining("never_listens has none; these have: add_to_till, ");
    }

    private static List<PoolSpec> specs(String... texts) {
        return Stream.of(texts).flatMap(text -> PoolSpec.parseAll(text).stream()).toList();
    }

    private static Recipe recipe(String name) {
        return RecipeBook.load(PythonPoolsTest.class.getClassLoader()).get(name);
    }
}
