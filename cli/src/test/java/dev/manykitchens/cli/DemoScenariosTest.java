package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.recipes.RecipeJars;
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
