package dev.manykitchens.coordinator.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

class ClassArchivesTest {

    @TempDir Path folder;

    private final AtomicInteger made = new AtomicInteger();

    @Test
    void anArchiveIsMadeOnce() {
        Path first = archives().get("a", this::make).orElseThrow();
        Path again = archives().get("a", this::make).orElseThrow();

        assertThat(first).isEqualTo(folder.resolve("a.aot")).hasContent("classes");
        assertThat(again).isEqualTo(first);
        assertThat(made).hasValue(1);
    }

    @Test
    void whatCannotBeMadeIsTriedAgainLater() throws IOException {
        assertThat(archives().get("a", this::fail)).isEmpty();
        assertThat(archives().get("a", this::make)).isEmpty();
        assertThat(made).hasValue(1);

        age(folder.resolve("a.aot"), ClassArchives.NEXT_TRY.plusMinutes(1));

        assertThat(archives().get("a", this::make)).isPresent();
    }

    @Test
    void aDamagedArchiveIsMadeAgain() throws IOException {
        Path archive = archives().get("a", this::make).orElseThrow();
        Files.writeString(archive, "clasoes");

        assertThat(archives().get("a", this::make)).contains(archive);

        assertThat(archive).hasContent("classes");
        assertThat(made).hasValue(2);
    }

    @Test
    void halfAnArchiveIsNeverTaken() {
        // The worker was killed while it wrote.
        assertThat(archives().get("a", this::fail)).isEmpty();

        assertThat(folder.resolve("a.aot")).isEmptyFile();
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void whatAKilledProcessLeftBehindIsRemovedAndTheArchiveMade() throws IOException {
        Files.writeString(folder.resolve("a.aot.7.part"), "cla");
        Files.writeString(folder.resolve("b.aot.8.part"), "cl");

        Path archive =
                archives()
                        .get(
                                "a",
                                part -> {
                                    assertThat(folder).isDirectoryNotContaining("glob:**.part");
                                    return make(part);
                                })
                        .orElseThrow();

        assertThat(archive).hasContent("classes");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void noThreadWaitsForTheOneThatMakesOne() {
        assertThat(
                        archives()
                                .get(
                                        "a",
                                        part -> {
                                            assertThat(archives().get("a", this::make)).isEmpty();
                                            assertThat(archives().get("b", this::make)).isEmpty();
                                            return make(part);
                                        }))
                .isPresent();
        assertThat(made).hasValue(1);
        assertThat(archives().get("b", this::make)).isPresent();
    }

    @Test
    @Tag("jvm")
    void noProcessWaitsForTheOneThatMakesOne() throws Exception {
        Process other = holdLock();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");

            assertThat(archives().get("a", this::make)).isEmpty();
            assertThat(made).hasValue(0);
        } finally {
            other.destroyForcibly().waitFor();
        }
        // Killed, it holds nothing any more.
        assertThat(archives().get("a", this::make)).isPresent();
    }

    @Test
    void whoseLockIsHeldInThisJvmIsNoArchive() throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                folder.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(archives().get("a", this::make)).isEmpty();
        }
        assertThat(made).hasValue(0);
        assertThat(archives().get("a", this::make)).isPresent();
    }

    @Test
    void whatCannotBeWrittenOrReadIsNoArchive() {
        assertThat(
                        archives()
                                .get(
                                        "a",
                                        _ -> {
                                            throw new UncheckedIOException(
                                                    new IOException("no room"));
                                        }))
                .isEmpty();
        assertThat(archives().get("a", this::make)).isPresent();
    }

    @Test
    void theLongestUnusedMakeRoom() throws IOException {
        for (int i = 0; i < ClassArchives.MOST; i++) {
            Path archive = archives().get("old" + i, this::make).orElseThrow();
            age(archive, Duration.ofHours(20 - i));
        }
        assertThat(archives().get("old0", this::make)).isPresent();

        assertThat(archives().get("new", this::make)).isPresent();

        assertThat(folder.resolve("old1.aot")).doesNotExist();
        assertThat(folder.resolve("old1.sum")).doesNotExist();
        assertThat(folder.resolve("old0.aot")).exists();
        assertThat(folder.resolve("old2.aot")).exists();
        assertThat(made).hasValue(ClassArchives.MOST + 1);
    }

    @Test
    void aFolderThatIsGoneIsNoArchive() throws IOException {
        Files.delete(folder);

        assertThat(archives().get("a", this::make)).isEmpty();

        Files.createDirectory(folder);
    }

    /// Another JVM, which makes an archive and does not come to an end.
    private Process holdLock() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// The program of that JVM.
    static final class LockHolder {

        private LockHolder() {}

        public static void main(String[] arguments) {
            var _ =
                    new ClassArchives(Path.of(arguments[0]))
                            .get(
                                    "other",
                                    _ -> {
                                        System.out.println("locked");
                                        while (true) {
                                            LockSupport.park();
                                        }
                                    });
        }
    }

    private ClassArchives archives() {
        return new ClassArchives(folder);
    }

    private boolean make(Path part) {
        write(part, "classes");
        return true;
    }

    private boolean fail(Path part) {
        write(part, "cla");
        return false;
    }

    private void write(Path part, String text) {
        made.incrementAndGet();
        try {
            Files.writeString(part, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void age(Path archive, Duration age) throws IOException {
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minus(age)));
    }
}
