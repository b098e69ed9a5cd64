package dev.manykitchens.cli.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.simulator.kitchen.SimulatedPool;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Does what `docs/how-to/own-recipes.md` tells users to do, with the text that is printed there.
class OwnRecipesTest {

    private static final Path PAGE = Path.of("../docs/how-to/own-recipes.md");

    @TempDir private Path folder;

    @Test
    void theExampleOfTheDocsRunsOnThreads() throws IOException {
        assertThat(cubesOn("threads:2")).containsExactly(1L, 8L, 27L);
    }

    @Test
    @Tag("jvm")
    void theExampleOfTheDocsRunsOnWorkerJvms() throws IOException {
        assertThat(cubesOn("processes:2")).containsExactly(1L, 8L, 27L);
    }

    @Test
    void theDocsNameTheServiceFileThatIsRead() throws IOException {
        assertThat(Files.readString(PAGE)).contains("`" + RecipeJars.SERVICE + "`");
    }

    @Test
    void theLinesForProgramsCompile() throws IOException {
        String source =
                """
                import dev.manykitchens.core.pool.*;
                import dev.manykitchens.core.recipe.RecipeBook;
                import example.Cube;
                import java.nio.file.Path;
                import java.util.List;

                class Lines {
                    void run() {
                        %s
                    }
                }
                """
                        .formatted(blocks("java").get(1));

        assertThat(JarMaker.jar(folder, "Lines", source, null, cubeJar())).exists();
    }

    @Test
    void theLinesForVirtualTimeCompile() throws IOException {
        String source =
                """
                import dev.manykitchens.core.job.*;
                import dev.manykitchens.core.pool.*;
                import dev.manykitchens.core.recipe.*;
                import dev.manykitchens.core.value.Value;
                import dev.manykitchens.simulator.kitchen.*;
                import example.Cube;
                import java.util.*;

                class Lines {
                    void run() {
                        %s
                    }
                }
                """
                        .formatted(blocks("java").get(2));

        assertThat(JarMaker.jar(folder, "Lines", source, null, cubeJar(), simulator())).exists();
    }

    private static Path simulator() {
        try {
            return Path.of(
                    SimulatedPool.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private Path cubeJar() throws IOException {
        return JarMaker.jar(folder, "Cube", blocks("java").getFirst(), blocks("text").getFirst());
    }

    private List<Object> cubesOn(String pool) throws IOException {
        Path jar = cubeJar();
        RecipeJars recipes = RecipeJars.load(List.of(jar));
        PoolOptions options = PoolOptions.defaults().withRecipes(recipes.book(), recipes.jars());
        try (Pool opened = Pools.open(PoolSpec.parse(pool), options)) {
            return opened.map("cube", List.of(1, 2, 3));
        }
    }

    private static List<String> blocks(String language) throws IOException {
        Pattern block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL);
        List<String> blocks =
                block.matcher(Files.readString(PAGE))
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(blocks).as("blocks of %s in %s", language, PAGE).isNotEmpty();
        return blocks;
    }
}
