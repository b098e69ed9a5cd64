package dev.manykitchens.coordinator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.coordinator.spawn.ClassArchive;
import dev.manykitchens.coordinator.spawn.ClassArchives;
import dev.manykitchens.coordinator.spawn.WorkerCommand;
import dev.manykitchens.core.pool.PoolSpec;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The archive that a rehearsal leaves, as the JVM sees it.
@Isolated("has all archives of classes to itself")
@Tag("jvm")
class RehearsalTest {

    private static final WorkerCommand PLAIN = of(1);

    @TempDir private static Path folder;

    private static WorkerCommand prepared = PLAIN;

    @BeforeAll
    static void rehearse() {
        assumeTrue(
                PLAIN.isArchivable(),
                "the worker must be a jar to be archived, as in mvn verify; in mvn test it is a folder");
        prepared = Rehearsal.prepare(PLAIN, new ClassArchives(folder));
    }

    @Test
    void theJvmTakesItsClassesFromTheArchive() throws Exception {
        Path log = folder.resolve("classes.log");

        String said = say(with(prepared, "-Xlog:class+load:file=" + log));

        assertThat(said).startsWith("a worker JVM must be told its host");
        assertThat(Files.readString(log))
                .containsPattern("dev.manykitchens.worker.WorkerMain source: shared objects file")
                .doesNotContainPattern("dev.manykitchens.worker.WorkerMain source: file:");
    }

    @Test
    void oneRehearsalIsEnoughForPoolsOfAnySize() throws Exception {
        assertThat(Rehearsal.prepare(of(4), new ClassArchives(folder)).archive())
                .isEqualTo(prepared.archive());
        try (var archives = Files.list(folder)) {
            assertThat(archives.filter(file -> file.toString().endsWith(".aot"))).hasSize(1);
        }
    }

    @Test
    void anArchiveThatDoesNotSuitIsIgnoredWithoutAWord(@TempDir Path other) throws Exception {
        String plainly = say(PLAIN);
        byte[] good = Files.readAllBytes(prepared.archive().orElseThrow().file());
        byte[] half = Arrays.copyOf(good, good.length / 2);
        byte[] changed = good.clone();
        changed[8]++;

        for (Path bad :
                List.of(
                        other.resolve("missing"),
                        other,
                        Files.write(other.resolve("empty"), new byte[0]),
                        Files.write(other.resolve("half"), half),
                        Files.write(other.resolve("changed"), changed))) {
            assertThat(say(PLAIN.from(new ClassArchive(bad, PLAIN.classPath().stamps()))))
                    .isEqualTo(plainly);
        }
    }

    @Test
    void aRehearsalThatFailsCostsTheArchiveAndNothingElse(@TempDir Path other) throws Exception {
        WorkerCommand broken =
                new WorkerCommand(List.of("sh", "-c", "exit 9", "main"), PLAIN.classPath());

        assertThat(Rehearsal.prepare(broken, new ClassArchives(other))).isEqualTo(broken);

        assertThat(other.resolve(broken.archiveName() + ".aot")).isEmptyFile();
    }

    @Test
    void aWorkerThatIsKilledInARehearsalLeavesNoArchive(@TempDir Path other) throws Exception {
        // Writes a part of it first, as one that is killed over it.
        WorkerCommand killed =
                new WorkerCommand(
                        List.of("sh", "-c", "echo part > \"${1#*=}\"; kill -9 $$", "main"),
                        PLAIN.classPath());

        assertThat(Rehearsal.prepare(killed, new ClassArchives(other))).isEqualTo(killed);

        try (var left = Files.list(other)) {
            assertThat(left.filter(file -> !file.endsWith("lock")))
                    .singleElement()
                    .satisfies(file -> assertThat(file).isEmptyFile());
        }
    }

    private static WorkerCommand of(int processes) {
        return WorkerCommand.of(
                new PoolSpec.Kind.Processes(processes, 1), List.of(), Optional.empty());
    }

    private static WorkerCommand with(WorkerCommand command, String flag) {
        var longer = new ArrayList<>(command.command());
        longer.add(1, flag);
        return new WorkerCommand(longer, command.classPath(), command.archive());
    }

    /// What a worker that is told nothing says.
    private static String say(WorkerCommand command) throws Exception {
        Process process =
                command.toProcess()
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(Duration.ofSeconds(30))).isTrue();
        return said;
    }
}
