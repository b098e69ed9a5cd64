package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.scene.Lesson;
import dev.manykitchens.cli.scene.Scene;
import dev.manykitchens.cli.scene.Scenes;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Holds `docs/learn/` and `docs/how-to/scenes.md` against the scenes, the lessons and the command
/// line, so that no page shows what is not there.
class LearningPathTest {

    private static final Path ROOT = Path.of("..");
    private static final Path FOLDER = ROOT.resolve("docs/learn");
    private static final Path INDEX = FOLDER.resolve("README.md");
    private static final Path SCENES = ROOT.resolve("docs/how-to/scenes.md");

    private static final RecipeBook RECIPES =
            RecipeBook.load(LearningPathTest.class.getClassLoader());

    private static final List<String> SECTIONS =
            List.of(
                    "## Guess first",
                    "## Run it",
                    "## What it shows",
                    "## What it is called",
                    "## Try next",
                    "## One more question");

    private static final Pattern SECTION = Pattern.compile("(?m)^## .*$");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern INLINE = Pattern.compile("`(?:\\./)?kitchen ([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern SCENE_ROW =
            Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ([^|]+) \\| \\[([1-8])]\\(([^)]+)\\) \\|$");

    @Test
    void theFolderHoldsTheIndexAndEveryLessonAndNothingElse() throws IOException {
        List<Path> lessons =
                Arrays.stream(Lesson.values()).map(Lesson::file).map(ROOT::resolve).toList();

        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files).containsOnlyOnceElementsOf(lessons).contains(INDEX).hasSize(9);
        }
    }

    @Test
    void theIndexLinksEveryLessonInOrder() throws IOException {
        List<String> links =
                Arrays.stream(Lesson.values())
                        .map(lesson ->
                                "| %d | [%s](%s) |"
                                        .formatted(
                                                lesson.number(), lesson.title(), fileName(lesson)))
                        .toList();

        assertThat(Files.readString(INDEX)).containsSubsequence(links);
    }

    @ParameterizedTest
    @EnumSource
    void aLessonHasAllItsSections(Lesson lesson) throws IOException {
        String page = page(lesson);
        List<String> sections = section(page).map(MatchResult::group).toList();

        assertThat(page).startsWith("# %d. %s\n".formatted(lesson.number(), lesson.title()));
        assertThat(sections).containsExactlyElementsOf(SECTIONS);
        assertThat(part(page, "## Guess first")).contains("?");
        assertThat(part(page, "## One more question"))
                .contains("?", "<details>", "<summary>", "</details>");
        for (String section : SECTIONS) {
            assertThat(part(page, section).strip()).as(section).hasSizeGreaterThan(80);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLessonHasOneCommandToRunAndItsOutput(Lesson lesson) throws IOException {
        List<MatchResult> blocks =
                BLOCK.matcher(part(page(lesson), "## Run it")).results().toList();

        assertThat(blocks).extracting(block -> block.group(1)).containsExactly("sh", "");
        assertThat(blocks.getFirst().group(2)).startsWith("./kitchen ").hasLineCount(1);
        assertThat(part(page(lesson), "## Try next")).contains("```sh\n./kitchen ");
    }

    /// An output shown is one that the scene of today could have printed.
    @ParameterizedTest
    @EnumSource
    void theOutputOfASceneTellsItsQuestionAndReason(Lesson lesson) throws IOException {
        String run = part(page(lesson), "## Run it");
        List<String> blocks = BLOCK.matcher(run).results().map(block -> block.group(2)).toList();

        for (String name : scenes(words(blocks.getFirst().strip()))) {
            Scene scene = Scenes.get(name);
            assertThat(blocks.getLast().replaceAll("\\s+", " "))
                    .contains(scene.question(), scene.why())
                    .doesNotContain("not kept:");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCommandShownCanBeTyped(Lesson lesson) throws IOException {
        List<String> commands = commands(page(lesson));

        assertThat(commands).hasSizeGreaterThan(1).allSatisfy(LearningPathTest::assertTypable);
    }

    @Test
    void everyCommandOfTheIndexCanBeTyped() throws IOException {
        assertThat(commands(Files.readString(INDEX)))
                .isNotEmpty()
                .allSatisfy(LearningPathTest::assertTypable);
    }

    @Test
    void everySceneIsNamedInItsLesson() {
        assertThat(Scenes.all())
                .allSatisfy(scene ->
                        assertThat(page(scene.teaching().lesson()))
                                .contains("`" + scene.name() + "`"));
    }

    @ParameterizedTest
    @EnumSource
    void everyLessonIsTheLessonOfAScene(Lesson lesson) {
        assertThat(Scenes.all()).anyMatch(scene -> scene.teaching().lesson() == lesson);
    }

    @Test
    void theTableOfScenesSaysWhatEachSceneShows() throws IOException {
        List<String> rows =
                SCENE_ROW
                        .matcher(Files.readString(SCENES))
                        .results()
                        .map(row ->
                                String.join(
                                        "|",
                                        row.group(1),
                                        row.group(2),
                                        row.group(3),
                                        row.group(4)))
                        .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Scenes.all().stream()
                                .map(scene ->
                                        "%s|%s|%d|../learn/%s"
                                                .formatted(
                                                        scene.name(),
                                                        scene.teaching().shows(),
                                                        scene.teaching().lesson().number(),
                                                        fileName(scene.teaching().lesson())))
                                .toList());
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        try (Stream<Path> pages = Files.list(FOLDER)) {
            for (Path page : pages.toList()) {
                assertThat(LINK.matcher(Files.readString(page)).results())
                        .isNotEmpty()
                        .allSatisfy(link ->
                                assertThat(page.resolveSibling(link.group(1)).normalize())
                                        .exists());
            }
        }
    }

    /// Fails when the command line does not know the command, or when it names a scene, a recipe or
    /// a pool that is not there.
    private static void assertTypable(String command) {
        List<String> words = words(command);
        ParseResult parsed =
                TestShell.piped()
                        .commandLine()
                        .parseArgs(words.toArray(String[]::new))
                        .subcommand();
        assertThat(parsed).as(command).isNotNull();
        for (String scene : scenes(words)) {
            assertThat(Scenes.names()).as(command).contains(scene);
        }
        if (parsed.hasMatchedOption("--pool")) {
            List<String> pools = parsed.matchedOption("--pool").originalStringValues();
            assertThat(pools)
                    .as(command)
                    .allSatisfy(pool -> assertThat(PoolSpec.parseAll(pool)).isNotEmpty());
        }
        String name = words.getFirst();
        if (name.equals("run") || name.equals("compare")) {
            assertThat(RECIPES.get(words.get(1))).as(command).isNotNull();
        }
    }

    /// The scenes that a command names, as far as it is `demo`.
    private static List<String> scenes(List<String> words) {
        ParseResult parsed =
                TestShell.piped()
                        .commandLine()
                        .parseArgs(words.toArray(String[]::new))
                        .subcommand();
        return words.getFirst().equals("demo")
                ? parsed.matchedPositionals().stream()
                        .flatMap(scenes -> scenes.originalStringValues().stream())
                        .distinct()
                        .toList()
                : List.of();
    }

    /// Every command of the page: each line of a shell block that begins with `./kitchen`, and what
    /// stands between backticks and begins with `kitchen`.
    private static List<String> commands(String page) {
        Stream<String> blocks =
                BLOCK.matcher(page)
                        .results()
                        .filter(block -> block.group(1).equals("sh"))
                        .flatMap(block -> block.group(2).lines())
                        .filter(line -> line.startsWith("./kitchen "));
        Stream<String> inline = INLINE.matcher(page).results().map(code -> code.group(1));
        return Stream.concat(blocks, inline).toList();
    }

    private static List<String> words(String command) {
        String[] words = command.strip().split("\\s+", -1);
        return List.of(words).subList(words[0].equals("./kitchen") ? 1 : 0, words.length);
    }

    private static Stream<MatchResult> section(String page) {
        return SECTION.matcher(page).results();
    }

    private static String part(String page, String section) {
        int start = page.indexOf(section + "\n");
        assertThat(start).as(section).isNotNegative();
        int body = start + section.length();
        int end = page.indexOf("\n## ", body);
        return page.substring(body, end < 0 ? page.length() : end);
    }

    private static String page(Lesson lesson) throws IOException {
        return Files.readString(ROOT.resolve(lesson.file()));
    }

    private static String fileName(Lesson lesson) {
        return Path.of(lesson.file()).getFileName().toString();
    }
}
