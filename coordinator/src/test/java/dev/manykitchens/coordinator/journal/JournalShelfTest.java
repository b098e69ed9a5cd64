package dev.manykitchens.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// Journals of pools, side by side.
class JournalShelfTest {

    private static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final String WORK = "0123456789abcdef".repeat(4);

    @TempDir Path data;

    @Test
    void aWorkIsFoundAgainAndHasOneProcessAtATime() throws Exception {
        Path directory = JournalShelf.ofWork(data, WORK);
        assertThat(JournalShelf.ofWork(data, WORK)).isEqualTo(directory);
        assertThat(JournalShelf.ofWork(data, "f" + WORK.substring(1))).isNotEqualTo(directory);
        try (SqliteJournal first = JournalShelf.open(directory, CLOCK)) {
            assertThat(first.recover().life()).isEqualTo(1);
            assertThatThrownBy(() -> JournalShelf.open(directory, CLOCK))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("one command at a time can do the same work")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            JournalShelf.remove(directory);
            assertThat(directory).isDirectory();
        }
        try (SqliteJournal second = JournalShelf.open(directory, CLOCK)) {
            assertThat(second.recover().life()).isEqualTo(2);
        }
        JournalShelf.remove(directory);
        assertThat(directory).doesNotExist();
    }

    @Test
    void whatKilledProcessesLeftGoesWhenTheNextComes() throws Exception {
        Path once = leftBehind(JournalShelf.once(data), NOW, 0);
        Path young = leftBehind(JournalShelf.ofWork(data, "a".repeat(64)), daysAgo(6), 0);
        Path old = leftBehind(JournalShelf.ofWork(data, "b".repeat(64)), daysAgo(8), 0);
        Path theirs = Files.createDirectory(JournalShelf.once(data).resolveSibling("mine"));

        try (SqliteJournal _ = JournalShelf.open(JournalShelf.once(data), CLOCK)) {
            assertThat(List.of(once, old)).allSatisfy(gone -> assertThat(gone).doesNotExist());
            assertThat(List.of(young, theirs)).allSatisfy(kept -> assertThat(kept).isDirectory());
        }
    }

    @Test
    void theOldestGoFirstWhereAllOfThemTakeTooMuchRoom() throws Exception {
        // Their other files take some bytes, too.
        long third = JournalShelf.MOST_BYTES / 3 - 1_000;
        Path first = leftBehind(JournalShelf.ofWork(data, "a".repeat(64)), daysAgo(3), third);
        Path second = leftBehind(JournalShelf.ofWork(data, "b".repeat(64)), daysAgo(1), third);
        Path third3 = leftBehind(JournalShelf.ofWork(data, "c".repeat(64)), daysAgo(2), third);
        Path used = JournalShelf.ofWork(data, "d".repeat(64));

        try (SqliteJournal _ = JournalShelf.open(used, CLOCK)) {
            assertThat(List.of(first, second, third3, used))
                    .allSatisfy(kept -> assertThat(kept).isDirectory());
        }
        leftBehind(used, daysAgo(0), third);
        try (SqliteJournal _ = JournalShelf.open(JournalShelf.once(data), CLOCK)) {
            assertThat(first).doesNotExist();
            assertThat(List.of(second, third3, used))
                    .allSatisfy(kept -> assertThat(kept).isDirectory());
        }
    }

    @Test
    void oneThatIsInUseIsNeverRemoved() throws Exception {
        Path used = JournalShelf.once(data);
        try (SqliteJournal _ = JournalShelf.open(used, CLOCK);
                SqliteJournal _ =
                        JournalShelf.open(
                                JournalShelf.once(data),
                                InstantSource.fixed(NOW.plus(Duration.ofDays(100))))) {
            assertThat(used).isDirectory();
            try (Stream<Path> all = Files.list(used.resolveSibling("."))) {
                assertThat(all.filter(Files::isDirectory)).hasSize(2);
            }
        }
    }

    @Test
    void anotherPlaceThanADirectoryIsRefusedInOneLine() throws Exception {
        Path file = Files.writeString(data.resolve("file"), "mine");

        assertThatThrownBy(() -> JournalShelf.open(JournalShelf.ofWork(file, WORK), CLOCK))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("the data directory must be one that can be made and written")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aDirectoryInsideAJournalIsNamedAndNothingBesideItIsRemoved() throws Exception {
        Path old = leftBehind(JournalShelf.ofWork(data, "b".repeat(64)), daysAgo(8), 0);
        Path mine = Files.createDirectory(old.resolve("mine"));

        assertThatThrownBy(() -> JournalShelf.open(JournalShelf.ofWork(data, WORK), CLOCK))
                .isInstanceOf(JournalException.class)
                .message()
                .hasLineCount(1)
                .contains(mine + " is a directory there", "--data");
        assertThat(old.resolve("journal.db")).exists();
        assertThat(mine).isDirectory();
    }

    @Test
    void onAFullDiskARunIsToldToGoOnAndAMeasurementToBeginAnew() throws Exception {
        assertThat(whenFull(JournalShelf.ofWork(data, WORK)))
                .hasLineCount(1)
                .contains(
                        "is full; make room there and give the same command again: it goes on, and what had ended does not run again")
                .doesNotContain("coordinator");
        assertThat(whenFull(JournalShelf.once(data)))
                .hasLineCount(1)
                .contains("is full; make room there and give the same command again")
                .doesNotContain("coordinator", "goes on");
    }

    /// What a journal says that has no room for what comes.
    private static String whenFull(Path directory) throws Exception {
        try (SqliteJournal journal = JournalShelf.open(directory, CLOCK)) {
            journal.recover();
            journal.force(List.of(JournalContract.came(1)));
            journal.limitPages((int) journal.pages());
            return Stream.iterate(1, batch -> batch <= 100, batch -> batch + 1)
                    .flatMap(batch -> {
                        try {
                            journal.force(List.of(Happenings.batch(batch, 1, 20_000, "")));
                            return Stream.empty();
                        } catch (JournalException e) {
                            return Stream.of(String.valueOf(e.getMessage()));
                        }
                    })
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whoeverKeepsTheLockForTooLongIsNotWaitedFor() throws Exception {
        Path shelf = Files.createDirectory(data.resolve("unfinished"));
        try (FileChannel channel =
                        FileChannel.open(
                                shelf.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            assertThatThrownBy(
                            () -> JournalShelf.locked(shelf, Duration.ofMillis(50), () -> "done"))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("another command is at work there; try again")
                    .hasMessageNotContaining("\n");
        }

        assertThat(JournalShelf.locked(shelf, () -> "done")).isEqualTo("done");
    }

    private static Instant daysAgo(int days) {
        return NOW.minus(Duration.ofDays(days));
    }

    /// As a process that was killed leaves it; the file takes no room on most file systems.
    private static Path leftBehind(Path directory, Instant written, long bytes) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("journal.db");
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.setLength(bytes);
        }
        Files.setLastModifiedTime(file, FileTime.from(written));
        return directory;
    }
}
