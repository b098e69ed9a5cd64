package dev.manykitchens.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.manykitchens.core.recipe.RecipeBook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Holds `docs/how-to/scenarios.md` against the reader.
class ScenarioPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`:]+)(?::[^`]*)?`[^|]*\\|");

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/how-to/scenarios.md"));
    }

    static List<String> examples() throws IOException {
        return EXAMPLE.matcher(page()).results().map(match -> match.group(1)).toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsAScenario(String yaml) {
        RecipeBook book = RecipeBook.load(getClass().getClassLoader());

        assertThatCode(() ->
                        ScenarioReader.read(yaml, ROOT.resolve("scenarios/example.yaml"), book))
                .doesNotThrowAnyException();
    }

    @Test
    void theFirstExampleIsOneOfOurs() throws IOException {
        assertThat(examples())
                .first()
                .isEqualTo(Files.readString(ROOT.resolve("scenarios/coffee-shop.yaml")));
    }

    @Test
    void everyKeyHasARow() throws IOException {
        List<String> rows = ROW.matcher(page()).results().map(match -> match.group(1)).toList();

        assertThat(rows)
                .containsAll(
                        Stream.of(
                                        ScenarioReader.KEYS,
                                        ClassReader.KEYS,
                                        StepReader.KEYS,
                                        ResourceReader.KEYS,
                                        ConditionsReader.KIND_KEYS,
                                        ConditionsReader.NETWORK_KEYS,
                                        FaultReader.KEYS)
                                .flatMap(keys -> keys.names().stream())
                                .toList());
    }
}
