package dev.manykitchens.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// A journal whose files are taken away tells nobody anything more: while it is open, and when it
/// is opened next.
class TakenFilesTest {

    @TempDir private Path folder;
    private Path data;
    private Path database;
    private Path log;

    @BeforeEach
    void name() {
        data = folder.resolve("data");
        database = data.resolve("journal.db");
        log = data.resolve("journal.db-wal");
    }

    private SqliteJournal open() throws JournalException {
        return SqliteJournal.open(data, InstantSource.fixed(Happenings.DAY));
    }

    /// What somebody does to the files of a journal that is open.
    private interface Mischief {
        void make() throws IOException;
    }

    private void requireNoticed(Mischief mischief, Path which, String how) throws Exception {
        try (Journal journal = open()) {
            journal.recover();
            journal.force(List.of(JournalContract.came(1)));
            mischief.make();
            assertThatThrownBy(() -> journal.force(List.of(JournalContract.came(2))))
                    .isInstanceOf(JournalException.class)
                    .message()
                    .hasLineCount(1)
                    .contains("must stay as they are", which.toString(), how);
            assertThatThrownBy(() -> journal.force(List.of(JournalContract.came(3))))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("nothing can be written behind");
        }
    }

    private void requireRefused() {
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .message()
                .hasLineCount(1)
                .contains("entries or more");
    }

    @Test
    void aDatabaseThatWasRemovedIsNoticed() throws Exception {
        requireNoticed(() -> Files.delete(database), database, "it was removed");
        requireRefused();
    }

    @Test
    void aLogThatWasRemovedIsNoticedAndWhatWasInItIsKept() throws Exception {
        requireNoticed(() -> Files.delete(log), log, "it was removed");
        try (Journal journal = open()) {
            assertThat(journal.recover().submitters()).hasSize(1);
        }
    }

    @Test
    void aDirectoryThatWasRemovedIsNoticed() throws Exception {
        Path away = folder.resolve("away");
        requireNoticed(() -> Files.move(data, away), database, "it was removed");
        Files.move(away, data);
        try (Journal journal = open()) {
            assertThat(journal.recover().submitters()).as("put back").hasSize(1);
        }
    }

    @Test
    void aDatabaseThatWasReplacedIsNoticed() throws Exception {
        requireNoticed(() -> replace(database), database, "another one is in its place");
    }

    @Test
    void aLogThatWasReplacedIsNoticed() throws Exception {
        requireNoticed(() -> replace(log), log, "another one is in its place");
    }

    private void replace(Path file) throws IOException {
        Path copy = folder.resolve("copy");
        Files.copy(file, copy);
        Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aDatabaseThatWasCutIsNoticed() throws Exception {
        try (Journal journal = open()) {
            // Its pages come out of the log.
            journal.recover();
        }
        requireNoticed(() -> cut(database, 1), database, "it was cut from");
    }

    @Test
    void aLogThatWasCutIsNoticed() throws Exception {
        requireNoticed(() -> cut(log, 1), log, "it was cut from");
        requireRefused();
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - bytes);
        }
    }

    @Test
    void whatAJournalGivesBackItselfIsNothingTaken() throws Exception {
        try (Journal journal = open()) {
            journal.recover();
            journal.force(List.of(JournalContract.came(1)));
            forceMuch(journal, 1, 40);
        }
        long before = Files.size(database);
        try (Journal journal = open()) {
            journal.recover();
            forceMuch(journal, 101, 40);
            assertThat(Files.size(database)).as("given back").isLessThan(before);
        }
    }

    /// Some batches, each of which is forgotten.
    private static void forceMuch(Journal journal, int first, int batches) throws JournalException {
        List<Payload> forgotten = new ArrayList<>();
        for (int batch = first; batch < first + batches; batch++) {
            journal.force(List.of(Happenings.batch(batch, 1, 20_000, "")));
            long[] results = new long[20_000];
            Arrays.setAll(results, i -> 1L << 40 | i);
            journal.force(List.of(JournalContract.results(batch, 0, results)));
            journal.force(List.of(JournalContract.finished(batch)));
            forgotten.add(new Payload.Forgotten(batch));
        }
        journal.force(List.of(new Written(List.of(), forgotten)));
    }

    /// A directory as a crash leaves it, with an entry in its log alone.
    private Path killed() throws IOException {
        Path copy = folder.resolve("killed");
        try (Journal journal = open()) {
            journal.recover();
            journal.force(List.of(JournalContract.came(1)));
            Files.createDirectory(copy);
            try (Stream<Path> files = Files.list(data)) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
        }
        return copy;
    }

    private static void overwrite(Path file) throws IOException {
        byte[] nonsense = new byte[(int) Files.size(file)];
        Arrays.fill(nonsense, (byte) 0x5a);
        Files.write(file, nonsense);
    }

    @Test
    void aLogThatWentTogetherWithOneOfTheMarksIsMissed() throws Exception {
        for (String mark : List.of("forced", "running")) {
            name();
            data = killed();
            Files.delete(data.resolve(mark));
            Files.delete(data.resolve("journal.db-wal"));

            requireRefused();
            // Whoever was refused took nothing away.
            requireRefused();
            try (Stream<Path> files = Files.list(data)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(data);
        }
    }

    @Test
    void aLogWithNonsenseInsideIsMissedWithoutTheFirstMark() throws Exception {
        data = killed();
        Path its = data.resolve("journal.db-wal");
        byte[] bytes = Files.readAllBytes(its);
        Arrays.fill(bytes, 100, bytes.length, (byte) 0x5a);
        Files.write(its, bytes);
        Files.delete(data.resolve("forced"));

        requireRefused();
    }

    @Test
    void aLogThatWasOverwrittenIsRefusedWhateverElseIsGone() throws Exception {
        data = killed();
        overwrite(data.resolve("journal.db-wal"));
        Files.delete(data.resolve("forced"));
        Files.delete(data.resolve("running"));

        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .message()
                .hasLineCount(1)
                .contains("journal.db-wal", "damaged");
    }

    @Test
    void aLogThatWasNotBegunIsNothing() throws Exception {
        data = killed();
        for (byte[] empty : List.of(new byte[0], new byte[3], new byte[4096])) {
            for (String gone : List.of("forced", "running", "journal.db-shm")) {
                Files.deleteIfExists(data.resolve(gone));
            }
            Files.write(data.resolve("journal.db-wal"), empty);
            open().close();
        }
    }

    @Test
    void theMarkBesideTheNumberOfTheProcessMayBeBroken() throws Exception {
        data = killed();
        for (String running : List.of("", "17\n", "17                  \n9 00000000\n", "\0")) {
            Files.writeString(data.resolve("running"), running, UTF_8);
            try (Journal journal = open()) {
                assertThat(journal.recover().submitters()).hasSize(1);
            }
        }
    }
}
