package dev.manykitchens.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// A coordinator with a journal on disk is killed at each of its forces in turn, before, in the
/// middle and behind it, and during what follows. A run that fails prints its seed, its point and
/// how to see it again (`-Dseed=… -Dpoint=…`); `-Druns=…` changes how many seeds there are,
/// `-Dfirst=…` where they begin.
class CrashPointsTest {

    private static final int USUAL_RUNS = 3;
    private static final int RUNS = Integer.getInteger("runs", USUAL_RUNS);

    /// Of the usual runs together.
    private static final int FEWEST_POINTS = 200;

    private static final long FIRST = Long.getLong("first", 1);

    /// In memory where there is such a file system: a kill keeps what the operating system has.
    @TempDir(factory = InMemory.class)
    Path root;

    private int directories;

    @Test
    @Timeout(900)
    void whateverTheForceAtWhichItIsKilledNothingAcceptedIsLostOrToldAnew() throws IOException {
        Long seed = Long.getLong("seed");
        if (seed != null) {
            CrashPoint point = CrashPoint.parse(System.getProperty("point", "before@0"));
            var _ = play(seed, point);
            return;
        }
        int points = 0;
        int returned = 0;
        int kills = 0;
        for (long run = FIRST; run < FIRST + RUNS; run++) {
            int forces = play(run, CrashPoint.NEVER).forces();
            for (int force = 1; force <= forces; force++) {
                for (CrashPoint.Kind kind : kinds(run + force)) {
                    CrashRun played = play(run, new CrashPoint(kind, force));
                    points++;
                    returned += played.returned();
                    kills += played.kills();
                }
            }
        }

        // Runs in which nothing happens would prove nothing.
        System.out.println(
                "crash points: %d kills=%d returned=%d".formatted(points, kills, returned));
        assertThat(points).isGreaterThanOrEqualTo(FEWEST_POINTS * RUNS / USUAL_RUNS);
        assertThat(kills).isGreaterThan(points);
        assertThat(returned).isGreaterThan(points / 2);
    }

    /// Before and behind each force; the others in turn, or all where more runs are asked for.
    private static List<CrashPoint.Kind> kinds(long turn) {
        List<CrashPoint.Kind> kinds = new ArrayList<>();
        int place = 0;
        for (CrashPoint.Kind kind : CrashPoint.Kind.values()) {
            place++;
            if (kind == CrashPoint.Kind.BEFORE
                    || kind == CrashPoint.Kind.AFTER
                    || Integer.getInteger("runs") != null
                    || place % 2 == turn % 2) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private CrashRun play(long seed, CrashPoint point) throws IOException {
        Path here = Files.createDirectory(root.resolve("run-" + ++directories));
        CrashRun played = new CrashRun(seed, point, here).play();
        remove(here);
        return played;
    }

    private static void remove(Path directory) throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes its)
                            throws IOException {
                        if (!file.getFileName().toString().startsWith("sqlite-")) {
                            Files.delete(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static final class InMemory implements TempDirFactory {

        @Override
        public Path createTempDirectory(
                AnnotatedElementContext elementContext, ExtensionContext extensionContext)
                throws IOException {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "crash-points")
                    : Files.createTempDirectory("crash-points");
        }
    }
}
