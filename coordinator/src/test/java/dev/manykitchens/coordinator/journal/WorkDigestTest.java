package dev.manykitchens.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.Work;
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
import java.util.LinkedHashSet;
import java.util.List;
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
                        batch(OPTIONS.withWork(Work.parse("wait:1s")), 1, 2, 3),
                        batch(OPTIONS.withTimeout(Duration.ofSeconds(1)), 1, 2, 3),
                        batch(new BatchOptions(OPTIONS.work(), 1, 1, Optional.empty(), 4), 1, 2, 3),
                        batch(new BatchOptions(OPTIONS.work(), 2, 1, Optional.empty(), 3), 1, 2, 3),
                        batch(OPTIONS, LongStream.range(0, 10_000).toArray()),
                        batch(OPTIONS, LongStream.range(1, 10_001).toArray()));
        Set<String> digests = new LinkedHashSet<>();
        works.forEach(work -> digests.add(of(work)));

        assertThat(digests).hasSize(works.size());
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

    private static String of(Batch batch) {
        return new WorkDigest().with(batch).text();
    }

    private static Batch batch(BatchOptions options, long... arguments) {
        return new Batch(new ComputeSquare(), Columns.of(Column.ofLongs(arguments)), options);
    }
}
