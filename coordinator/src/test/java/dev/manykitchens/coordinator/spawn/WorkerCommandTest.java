package dev.manykitchens.coordinator.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.pool.HeapLimit;
import dev.manykitchens.core.pool.PoolSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

class WorkerCommandTest {

    private static final PoolSpec.Kind.Processes TWO = new PoolSpec.Kind.Processes(2, 1);

    @Test
    void inADistributionWorkersGetTheJarsListedForThem(@TempDir Path kitchen) throws Exception {
        Path lib = Files.createDirectory(kitchen.resolve("lib"));
        Files.writeString(kitchen.resolve("worker-classpath.txt"), "worker.jar\n\ncore.jar\n");

        assertThat(WorkerCommand.listedBeside(lib.resolve("coordinator.jar")))
                .hasValueSatisfying(jars ->
                        assertThat(jars)
                                .containsExactly(
                                        lib.resolve("worker.jar").toString(),
                                        lib.resolve("core.jar").toString()));
    }

    @Test
    void elsewhereTheyGetOurClassPathMadeAbsoluteAndTheJarsOfRecipes() {
        WorkerCommand command =
                WorkerCommand.of(TWO, List.of(Path.of("own-recipes.jar")), Optional.empty());

        assertThat(command.classPath().text().split(File.pathSeparator, -1))
                .allMatch(entry -> Path.of(entry).isAbsolute())
                .anyMatch(entry -> entry.contains("worker"))
                .endsWith(Path.of("own-recipes.jar").toAbsolutePath().toString());
    }

    @Test
    void theSameJavaRunsThemWithAllOfItsCompilers() {
        List<String> command = WorkerCommand.of(TWO, List.of(), Optional.empty()).command();

        assertThat(command.getFirst()).startsWith(System.getProperty("java.home"));
        assertThat(command).endsWith("dev.manykitchens.worker.WorkerMain");
        assertThat(command).noneMatch(flag -> flag.contains("TieredStopAtLevel"));
    }

    @Test
    void theHeapsOfAllWorkersTogetherFitIntoTheMachine() {
        long one = heapMegabytes(new PoolSpec.Kind.Processes(1, 1));
        long four = heapMegabytes(new PoolSpec.Kind.Processes(4, 1));
        long many = heapMegabytes(new PoolSpec.Kind.Processes(256, 1));

        assertThat(one).isGreaterThanOrEqualTo(four);
        assertThat(four).isGreaterThanOrEqualTo(many);
        assertThat(many).isGreaterThanOrEqualTo(256);
    }

    @Test
    void theHeapIsWhatWasAskedFor() {
        assertThat(WorkerCommand.of(TWO, List.of(), Optional.of(HeapLimit.parse("3g"))).command())
                .contains("-Xmx3072m");
    }

    @Test
    void aHeapWithWidePointersIsNotForTheArchiveThatAllOthersShare(@TempDir Path folder)
            throws Exception {
        Path jar = folder.resolve("worker.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("dev/manykitchens/worker/WorkerMain.class"));
        }

        assertThat(withHeap("30g", jar).isArchivable()).isTrue();
        assertThat(withHeap("30721m", jar).isArchivable()).isFalse();
        assertThat(withHeap("64g", jar).isArchivable()).isFalse();
    }

    private static WorkerCommand withHeap(String heap, Path jar) {
        return new WorkerCommand(
                WorkerCommand.of(TWO, List.of(), Optional.of(HeapLimit.parse(heap))).command(),
                new WorkerClassPath(List.of(jar.toString()), List.of()));
    }

    private static long heapMegabytes(PoolSpec.Kind.Processes kind) {
        return WorkerCommand.of(kind, List.of(), Optional.empty()).command().stream()
                .filter(flag -> flag.startsWith("-Xmx"))
                .mapToLong(flag -> Long.parseLong(flag.substring(4, flag.length() - 1)))
                .findFirst()
                .orElseThrow();
    }
}
