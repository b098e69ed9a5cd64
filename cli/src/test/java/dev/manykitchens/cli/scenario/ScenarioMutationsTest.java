package dev.manykitchens.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.recipe.RecipeBook;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// Whatever somebody mistypes is still a scenario, or one line that begins with the file.
class ScenarioMutationsTest {

    private static final int MUTANTS = 300;
    private static final RecipeBook BOOK =
            RecipeBook.load(ScenarioMutationsTest.class.getClassLoader());
    private static final List<String> ODD =
            List.of(
                    ":",
                    ": ",
                    "-",
                    "- ",
                    "\n",
                    "  ",
                    "\t",
                    "[",
                    "]",
                    "{",
                    "}",
                    ",",
                    "#",
                    "&a ",
                    "*a",
                    "!",
                    "!!int ",
                    "\"",
                    "'",
                    "|",
                    ">",
                    "%",
                    "@",
                    "`",
                    "?",
                    "? ",
                    "0",
                    "9",
                    "..",
                    "1e9",
                    "\0",
                    "\uD83C\uDF75",
                    "\uFEFF",
                    "\u2028",
                    "null",
                    "~",
                    "---\n",
                    "...\n",
                    "<<: *a\n");

    static List<Path> ours() {
        return ScenarioFiles.ofDistribution().all();
    }

    @ParameterizedTest
    @MethodSource("ours")
    void aMutantIsReadOrRefusedInOneLine(Path file) {
        String text = ScenarioFiles.text(file);
        for (int seed = 0; seed < MUTANTS; seed++) {
            String mutant = mutated(text, new SplittableRandom(seed));
            try {
                assertThat(ScenarioReader.read(mutant, file, BOOK)).isNotNull();
            } catch (IllegalArgumentException e) {
                assertThat(e)
                        .as("seed %d of %s", seed, file)
                        .isInstanceOf(ScenarioMistakeException.class);
                assertThat(e.getMessage())
                        .as("seed %d of %s", seed, file)
                        .startsWith(file + ":")
                        .doesNotContain("\n");
            }
        }
    }

    /// One to three pieces are left out, doubled or replaced.
    private static String mutated(String text, SplittableRandom random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int from = random.nextInt(mutant.length());
            int to = Math.min(mutant.length(), from + random.nextInt(6));
            switch (random.nextInt(3)) {
                case 0 -> mutant.delete(from, to);
                case 1 -> mutant.insert(from, mutant.substring(from, to));
                default -> mutant.replace(from, to, ODD.get(random.nextInt(ODD.size())));
            }
        }
        return mutant.toString();
    }
}
