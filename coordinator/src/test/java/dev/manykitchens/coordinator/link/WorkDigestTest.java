package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

class WorkDigestTest {

    private static final BatchOptions OPTIONS = BatchOptions.DEFAULTS;

    @Test
    void theSameWorkHasTheSameDigest() {
        assertThat(of(batch(OPTIONS, 1, 2, 3)))
                .isEqualTo(of(batch(OPTIONS, 1, 2, 3)))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void workThatDiffersInAnythingHasAnotherDigest() {
        List<Batch> works =
                List.of(
                        batch(OPTIONS, 1, 2, 3),
                        batch(OPTIONS, 1, 2),
                        batch(OPTIONS, 1, 3, 2),
                        batch(OPTIONS.withSeed(2), 1, 2, 3),
                        batch(OPTIONS.withSeed(-2), 1, 2, 3),
                        batch(OPTIONS.withWork(Work.none()), 1, 2, 3),
                        batch(OPTIONS.withWork(Work.parse("wait:1s")), 1, 2, 3),
                        batch(OPTIONS.withWork(Work.parse("wait:1s..2s")), 1, 2, 3),
                        batch(OPTIONS.withWork(Work.parse("cpu:1s")), 1, 2, 3),
                        batch(OPTIONS.withTimeout(Duration.ofSeconds(1)), 1, 2, 3),
                        batch(OPTIONS.withTimeout(Duration.ofNanos(1_000_000_001)), 1, 2, 3),
                        batch(OPTIONS.withTimeout(Duration.ofSeconds(Long.MAX_VALUE)), 1, 2, 3),
                        batch(OPTIONS.withAttempts(4), 1, 2, 3),
                        batch(OPTIONS.withTimeScale(2), 1, 2, 3),
                        batch(OPTIONS.withTimeScale(Math.nextUp(2.0)), 1, 2, 3),
                        batch(OPTIONS.withPriority(1), 1, 2, 3),
                        batch(OPTIONS, LongStream.range(0, 10_000).toArray()),
                        batch(OPTIONS, LongStream.range(1, 10_001).toArray()));
        Set<String> digests = new LinkedHashSet<>();
        works.forEach(work -> digests.add(of(work)));

        assertThat(digests).hasSize(works.size());
    }

    @Test
    void poolsThatDifferInAnythingMakeOtherWork() {
        ResourceSpec two = ResourceSpec.shared(2);
        List<String> digests =
                List.of(
                        pool(Map.of(), false),
                        pool(Map.of(), true),
                        pool(Map.of("oven", two), false),
                        pool(Map.of("oven", two), true),
                        pool(Map.of("mixer", two), false),
                        pool(Map.of("oven", ResourceSpec.shared(3)), false),
                        pool(Map.of("oven", ResourceSpec.inEachKitchen(2)), false),
                        pool(Map.of("oven", two, "mixer", two), false));

        assertThat(digests).doesNotHaveDuplicates();
    }

    @Test
    void theOrderOfResourcesDoesNotCount() {
        Map<String, ResourceSpec> oneWay = new LinkedHashMap<>();
        oneWay.put("oven", ResourceSpec.shared(2));
        oneWay.put("mixer", ResourceSpec.inEachKitchen(1));
        Map<String, ResourceSpec> other = new LinkedHashMap<>();
        other.put("mixer", ResourceSpec.inEachKitchen(1));
        other.put("oven", ResourceSpec.shared(2));

        assertThat(pool(oneWay, true)).isEqualTo(pool(other, true));
    }

    /// Journals keep digests. Where one of these changes, a key whose batch is kept is refused when
    /// it comes again, though the work is the same.
    @Test
    void theDigestOfAWorkStaysWhatItIs() {
        assertThat(of(batch(OPTIONS, 1, 2, 3)))
                .isEqualTo("25a44928f088eaf3966b3b2b4c00a387e6c0ad901d814547b587c6e90bcc2a37");
        assertThat(
                        new WorkDigest()
                                .with(
                                        batch(
                                                new BatchOptions(
                                                        Work.parse("wait:1ms..2ms"),
                                                        0.1,
                                                        -7,
                                                        Optional.of(Duration.ofMillis(1_500)),
                                                        5,
                                                        9),
                                                LongStream.range(0, 10_000).toArray()))
                                .withPool(
                                        Map.of(
                                                "oven",
                                                ResourceSpec.shared(2),
                                                "mixer",
                                                ResourceSpec.inEachKitchen(1)),
                                        true)
                                .text())
                .isEqualTo("be21b85aa08f8d7858f116270a82c627c6863e447189741ff5b1b89db92971ca");
    }

    @Test
    void whereATextEndsAndTheNextBeginsCounts() {
        assertThat(new WorkDigest().with("ab").with("c").text())
                .isNotEqualTo(new WorkDigest().with("a").with("bc").text());
    }

    @Test
    void codeThatWasBuiltAgainIsOtherCode(@TempDir Path folder) throws Exception {
        Path jar = Files.writeString(folder.resolve("worker.jar"), "a jar");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path inFolder = Files.writeString(classes.resolve("Recipe.class"), "a class");
        List<Path> classPath = List.of(jar, classes, folder.resolve("none.jar"));
        FileTime built = FileTime.from(Instant.parse("2026-03-14T09:26:53Z"));
        FileTime later = FileTime.from(Instant.parse("2026-03-14T09:26:54Z"));
        Files.setLastModifiedTime(jar, built);
        Files.setLastModifiedTime(inFolder, built);
        Path link = Files.createSymbolicLink(folder.resolve("link"), classes);
        String linked = of(List.of(link));
        String first = of(classPath);

        assertThat(of(classPath)).isEqualTo(first).isNotEqualTo(of(List.of(jar)));

        Files.setLastModifiedTime(jar, later);
        String jarBuiltAgain = of(classPath);
        Files.setLastModifiedTime(jar, built);
        Files.setLastModifiedTime(inFolder, later);
        String classBuiltAgain = of(classPath);
        assertThat(of(List.of(link))).isNotEqualTo(linked);
        Files.setLastModifiedTime(inFolder, built);
        assertThat(of(classPath)).isEqualTo(first);
        Files.writeString(jar, "another jar");
        Files.setLastModifiedTime(jar, built);
        String longerJar = of(classPath);
        Files.writeString(jar, "a jar");
        Files.setLastModifiedTime(jar, built);
        Files.writeString(classes.resolve("Another.class"), "");
        String moreClasses = of(classPath);

        assertThat(Set.of(first, jarBuiltAgain, classBuiltAgain, longerJar, moreClasses))
                .hasSize(5);
    }

    private static String of(List<Path> classPath) throws IOException {
        return new WorkDigest().withCode(classPath).text();
    }

    private static String pool(Map<String, ResourceSpec> resources, boolean speculate) {
        return new WorkDigest().withPool(resources, speculate).text();
    }

    private static String of(Batch batch) {
        return new WorkDigest().with(batch).text();
    }

    private static Batch batch(BatchOptions options, long... arguments) {
        return new Batch(new ComputeSquare(), Columns.of(Column.ofLongs(arguments)), options);
    }
}
