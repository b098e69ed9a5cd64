package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.scenario.ScenarioFiles;
import dev.manykitchens.cli.scene.Casting;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class DemoScenariosTest {

    private final TestShell shell = TestShell.piped();
    private final DemoScenarios offered =
            new DemoScenarios(
                    PoolOptions.defaults(),
                    Casting.AS_WRITTEN,
                    1,
                    RecipeJars.load(List.of()),
                    shell.shell());

    @TempDir Path folder;

    @Test
    void aPoolThatCannotBeStartedHereIsNotOffered() throws IOException {
        Path file = write("waits.yaml", "waits", "[threads:1, processes:1000]");

        assertThat(offered.named(List.of(file.toString())))
                .singleElement()
                .satisfies(only ->
                        assertThat(only.pools()).containsExactly(PoolSpec.parse("threads:1")));
    }

    @Test
    void whereNoPoolCanBeStartedTheReasonIsSaid() throws IOException {
        Path file = write("waits.yaml", "waits", "[processes:1000, cluster]");

        assertThatThrownBy(() -> offered.named(List.of(file.toString())))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageStartingWith(
                        "%s must name a pool that it can be played on here, none of [processes:1000, cluster] is one: processes must be from 1 to 256",
                        file);
    }

    @Test
    void twoOfOneNameAreAMistakeThatNamesBothFiles() throws IOException {
        Path first = write("a.yaml", "waits", "[threads:1]");
        Path second = write("b.yaml", "waits", "[threads:1]");

        assertThatThrownBy(() -> offered.named(List.of(folder.toString())))
                .isInstanceOf(UserMistakeException.class)
                .hasMessage(
                        "scenarios that are offered must have different names, %s and %s are both called waits; rename one",
                        first, second);
    }

    @Test
    void ofThoseThatComeWithTheProgramTheFirstOfANameIsKept() throws IOException {
        Path first = write("a.yaml", "waits", "[threads:1]");
        Path second = write("b.yaml", "waits", "[threads:1]");
        Path third = write("c.yaml", "others", "[threads:1]");

        assertThat(offered.shipped(new ScenarioFiles(folder)))
                .extracting(PlayableScenario::file)
                .containsExactly(first.toString(), third.toString());
        assertThat(shell.err())
                .isEqualTo(
                        "kitchen demo: left out a scenario: %s has the name of %s\n"
                                .formatted(second, first));
    }

    @Test
    void noMoreAreOfferedThanAllThatLookCanBeSent() throws IOException {
        for (int i = 100; i < 205; i++) {
            write(i + ".yaml", "waits-" + i, "[threads:1]");
        }

        assertThat(offered.shipped(new ScenarioFiles(folder))).hasSize(100);
        assertThat(shell.err())
                .endsWith("200.yaml and those after it: at most 100 scenarios can be offered\n")
                .hasLineCount(1);
    }

    private Path write(String file, String name, String pools) throws IOException {
        return Files.writeString(
                folder.resolve(file),
                """
                # For how long does it wait?
                name: %s
                jobs: 1
                steps:
                  - wait: 1ms
                pools: %s
                """
                        .formatted(name, pools));
    }
}
