package dev.manykitchens.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.JobSource;
import dev.manykitchens.core.scenario.Scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class ScenarioFilesTest {

    private static final RecipeBook BOOK =
            RecipeBook.load(ScenarioFilesTest.class.getClassLoader());
    private static final ScenarioFiles OURS = ScenarioFiles.ofDistribution();

    @TempDir Path folder;

    static List<Path> ours() {
        return OURS.all();
    }

    @ParameterizedTest
    @MethodSource("ours")
    void eachOfOursOpensWithItsQuestionAndHasPools(Path file) {
        Scenario scenario = ScenarioReader.read(file, BOOK);

        assertThat(scenario.name()).isEqualTo(ScenarioFiles.nameOf(file));
        assertThat(scenario.question()).contains("?").hasSizeLessThan(100);
        assertThat(ScenarioFiles.text(file)).startsWith("# " + scenario.question() + "\n");
        assertThat(scenario.pools()).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tea-shop", "tea-and-toast", "one-stove"})
    void theSeedDrawsAsManyOfEachClassAsTheQuestionSays(String name) {
        Scenario scenario = OURS.read(name, BOOK);
        JobSource source = new JobSource(scenario, RandomStreams.seeded(scenario.seed()));
        int jobs = scenario.jobs().orElseThrow();

        long ofTheFirst =
                Stream.generate(source::next)
                        .limit(jobs)
                        .filter(job -> job.jobClass() == 0)
                        .count();

        assertThat(ofTheFirst).isEqualTo(jobs / 2);
    }

    @Test
    void thereIsSomethingForEveryLesson() {
        assertThat(OURS.names())
                .contains(
                        "coffee-shop",
                        "compute-square",
                        "convoy",
                        "downloads",
                        "express-lane",
                        "free-the-stove",
                        "grading",
                        "hybrid",
                        "image-pipeline",
                        "lunch-rush",
                        "one-stove",
                        "random-waits",
                        "tea-and-toast",
                        "tea-shop",
                        "web-server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "coffee-shop",
                "coffee-shop.yaml",
                "scenarios/coffee-shop",
                "scenarios/coffee-shop.yaml"
            })
    void oneOfOursIsFoundByItsName(String name) {
        assertThat(OURS.read(name, BOOK).name()).isEqualTo("coffee-shop");
    }

    @Test
    void aFileOfTheUserIsFoundByItsPath() throws IOException {
        Path mine = folder.resolve("mine.yml");
        Files.writeString(mine, "jobs: 3\nsteps: [{cpu: 1ms}]\n");

        assertThat(OURS.find(mine.toString())).isEqualTo(mine);
        assertThat(OURS.read(mine.toString(), BOOK).name()).isEqualTo("mine");
    }

    @Test
    void aMistypedNameGetsTheNearest() {
        assertThatThrownBy(() -> OURS.find("cofee-shop"))
                .hasMessage(
                        "a scenario must be a file or one of those that come with the program, was \"cofee-shop\"; did you mean coffee-shop?");
        assertThatThrownBy(() -> OURS.find("nothing/like/this.yaml"))
                .hasMessageEndingWith("was \"nothing/like/this.yaml\"; see `kitchen scenarios`");
        assertThatThrownBy(() -> OURS.find("nul\0"))
                .hasMessageStartingWith(
                        "a scenario must have a file name that this locale can write");
    }

    @Test
    void aRecipeDoesNotLookLikeAScenario() {
        assertThat(ScenarioFiles.looksLikeScenario("coffee-shop.yaml")).isTrue();
        assertThat(ScenarioFiles.looksLikeScenario("mine.yml")).isTrue();
        assertThat(ScenarioFiles.looksLikeScenario("count_primes")).isFalse();
    }

    @Test
    void aDistributionHasItsFolderAndACheckoutIsLookedAtItself() throws IOException {
        Path jar = folder.resolve("cli/target/kitchen/kitchen-cli.jar");
        Path carried = folder.resolve("opt/kitchen-cli.jar");

        assertThat(ScenarioFiles.beside(jar)).isEqualTo(jar.resolveSibling("scenarios"));
        Files.createDirectories(jar.getParent());
        Files.createDirectories(folder.resolve("scenarios"));
        assertThat(ScenarioFiles.beside(jar)).isEqualTo(folder.resolve("scenarios"));
        assertThat(ScenarioFiles.beside(carried)).isEqualTo(folder.resolve("opt/scenarios"));
    }

    @Test
    void withoutAFolderThereAreNone() {
        assertThat(new ScenarioFiles(folder.resolve("missing")).all()).isEmpty();
    }
}
