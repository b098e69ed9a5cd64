package dev.manykitchens.cli.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
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

    private List<Object> cubesOn(String pool) throws IOException {
        Path jar = JarMaker.jar(folder, "Cube", firstBlock("java"), firstBlock("text"));
        RecipeJars recipes = RecipeJars.load(List.of(jar));
        PoolOptions options = PoolOptions.defaults().withRecipes(recipes.book(), recipes.jars());
        try (Pool opened = Pools.open(PoolSpec.parse(pool), options)) {
            return opened.map("cube", List.of(1, 2, 3));
        }
    }

    private static String firstBlock(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE));
        assertThat(block.find()).as("a block of %s in %s", language, PAGE).isTrue();
        return block.group(1);
    }
}
