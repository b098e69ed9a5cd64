package dev.manykitchens.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// What goes wrong on a disk, and what is said of it: one line, and never something wrong.
class SqliteJournalFaultsTest {

    private static final int JOBS = 40;

    @TempDir private Path folder;
    private Path data;
    private Path database;

    @BeforeEach
    void name() {
        data = folder.resolve("data");
        database = data.resolve("journal.db");
    }

    private SqliteJournal open() throws JournalException {
        return SqliteJournal.open(data, InstantSource.fixed(Happenings.DAY));
    }

    private static void assertOneLine(Throwable refused, String... parts) {
        assertThat(refused).isInstanceOf(JournalException.class);
        assertThat(refused.getMessage()).doesNotContain("\n").contains(parts);
    }

    /// A journal with one unfinished batch and one that is finished.
    private void write() throws JournalException {
        try (Journal journal = open()) {
            journal.recover();
            journal.force(List.of(JournalContract.came(1)));
            journal.force(List.of(Happenings.batch(1, 1, large(1), "one")));
            journal.force(List.of(Happenings.batch(2, 1, large(2), "two")));
            for (int job = 0; job < JOBS; job++) {
                journal.force(
                        List.of(
                                JournalContract.results(1, job, job, job),
                                JournalContract.results(2, job, -job)));
            }
            journal.force(List.of(JournalContract.finished(1)));
        }
    }

    private static Columns large(long salt) {
        String[] texts = new String[JOBS];
        for (int job = 0; job < JOBS; job++) {
            texts[job] = (salt + ":" + job + " ").repeat(400);
        }
        return Columns.of(new Column.Texts(texts));
    }

    /// Everything there is to know of a journal.
    private static String everything(SqliteJournal journal) throws JournalException {
        Recovered recovered = journal.recover();
        List<String> known = new ArrayList<>();
        known.add(recovered.work().toString());
        known.add(recovered.submitters().toString());
        for (Payload.OfBatch batch : recovered.batches().values()) {
            Columns arguments = batch.told().batch().arguments();
            for (int row = 0; row < arguments.rows(); row++) {
                known.add(arguments.columns().getFirst().get(row).toString());
            }
        }
        for (KeptBatch batch : journal.batches()) {
            known.add(batch.toString());
            known.add(JournalContract.all(journal, batch.number(), 1_000).toString());
        }
        return String.join("\n", known);
    }

    @Test
    void aJournalWithOneByteThatIsAnotherIsRefusedOrRightAllTheSame() throws Exception {
        write();
        byte[] right = Files.readAllBytes(database);
        String known;
        try (SqliteJournal journal = open()) {
            known = everything(journal);
        }
        SplittableRandom random = new SplittableRandom(7);
        int refused = 0;
        for (int time = 0; time < 150; time++) {
            byte[] wrong = right.clone();
            wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
            refused += rightOrRefused(wrong, known) ? 0 : 1;
        }
        assertThat(refused).as("bytes that stand for something").isGreaterThan(20);
    }

    @Test
    void aPageOfNoiseIsRefusedOrMakesNoDifference() throws Exception {
        write();
        byte[] right = Files.readAllBytes(database);
        String known;
        try (SqliteJournal journal = open()) {
            known = everything(journal);
        }
        SplittableRandom random = new SplittableRandom(8);
        int refused = 0;
        for (int page = 0; page < right.length / Schema.PAGE_BYTES; page++) {
            byte[] wrong = right.clone();
            byte[] noise = new byte[Schema.PAGE_BYTES];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, wrong, page * Schema.PAGE_BYTES, noise.length);
            refused += rightOrRefused(wrong, known) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(5);
    }

    private boolean rightOrRefused(byte[] content, String known) throws IOException {
        replace(content);
        try (SqliteJournal journal = open()) {
            assertThat(everything(journal)).isEqualTo(known);
            return true;
        } catch (JournalException e) {
            assertOneLine(e, database.toString(), "--data");
            return false;
        }
    }

    private void replace(byte[] content) throws IOException {
        // A new file, with nothing of what the one before had in its log.
        Files.deleteIfExists(data.resolve("journal.db-wal"));
        Files.deleteIfExists(data.resolve("journal.db-shm"));
        Files.deleteIfExists(data.resolve("forced"));
        Files.deleteIfExists(data.resolve("running"));
        Files.write(database, content);
    }

    @Test
    void aFileThatWasCutIsRefused() throws Exception {
        write();
        byte[] right = Files.readAllBytes(database);
        for (int parts = 1; parts < 8; parts++) {
            replace(Arrays.copyOf(right, right.length / 8 * parts));
            assertThatThrownBy(
                            () -> {
                                try (SqliteJournal journal = open()) {
                                    everything(journal);
                                }
                            })
                    .satisfies(refused -> assertOneLine(refused, "damaged"));
        }
    }

    @Test
    void anEmptyFileInPlaceOfAJournalIsRefused() throws Exception {
        write();
        Files.write(database, new byte[0]);

        assertThatThrownBy(this::open)
                .satisfies(refused ->
                        assertOneLine(
                                refused,
                                "must have 45 entries or more, has 0",
                                "was cut, removed"));
    }

    @Test
    void aJournalThatWasRemovedFromItsDirectoryIsRefused() throws Exception {
        write();
        Files.delete(database);

        assertThatThrownBy(this::open)
                .satisfies(refused -> assertOneLine(refused, "must have 45 entries or more"));
    }

    @Test
    void aLogThatWasCutIsRefused() throws Exception {
        Path copy = folder.resolve("copy");
        try (Journal journal = open()) {
            journal.recover();
            for (long submitter = 1; submitter <= 9; submitter++) {
                journal.force(List.of(JournalContract.came(submitter)));
            }
            // As a crash leaves it.
            copy(copy);
        }
        Path log = copy.resolve("journal.db-wal");
        try (SqliteJournal journal = SqliteJournal.open(copy, InstantSource.system())) {
            assertThat(journal.recover().submitters()).hasSize(9);
        }
        deleteAll(copy);
        try (Journal journal = open()) {
            journal.recover();
            journal.force(List.of(JournalContract.came(10)));
            journal.force(List.of(JournalContract.came(11)));
            copy(copy);
        }
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 100);
        }
        assertThatThrownBy(() -> SqliteJournal.open(copy, InstantSource.system()))
                .satisfies(
                        refused -> assertOneLine(refused, "must have 13 entries or more, has 12"));
    }

    private void copy(Path copy) throws IOException {
        Files.createDirectory(copy);
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Test
    void aTextIsNoJournal() throws Exception {
        Files.createDirectory(data);
        Files.writeString(database, "shopping: eggs, flour, ".repeat(100), UTF_8);

        assertThatThrownBy(this::open)
                .satisfies(refused -> assertOneLine(refused, "no journal at all", "SQLITE_NOTADB"));
    }

    @Test
    void aDatabaseOfSomebodyElseIsLeftAlone() throws Exception {
        write();
        Files.delete(database);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE shopping (what TEXT)");
        }

        assertThatThrownBy(this::open)
                .satisfies(refused -> assertOneLine(refused, "some other program's database"));
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefused() throws Exception {
        Files.writeString(data, "a file", UTF_8);

        assertThatThrownBy(this::open)
                .satisfies(refused ->
                        assertOneLine(
                                refused,
                                "the data directory must be one that can be made",
                                "--data"));
    }

    @Test
    void aJournalThatIsADirectoryIsRefused() throws Exception {
        Files.createDirectories(database);

        assertThatThrownBy(this::open)
                .satisfies(refused -> assertOneLine(refused, "cannot be opened", "--data"));
    }

    @Test
    void whatIsMadeIsItsOwnersAlone() throws Exception {
        try (Journal journal = open()) {
            journal.recover();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(data)) {
                assertThat(files)
                        .hasSizeGreaterThanOrEqualTo(5)
                        .allSatisfy(file ->
                                assertThat(
                                                PosixFilePermissions.toString(
                                                        Files.getPosixFilePermissions(file)))
                                        .endsWith("------"));
            }
        }
    }

    @Test
    void oneDirectoryIsOneJournalsAtATime() throws Exception {
        try (Journal first = open()) {
            first.recover();
            assertThatThrownBy(this::open)
                    .satisfies(refused ->
                            assertOneLine(refused, "one coordinator at a time", "--data"));
            // Whoever was refused took nothing away.
            assertThatThrownBy(this::open)
                    .satisfies(refused -> assertOneLine(refused, "one coordinator at a time"));
            first.force(List.of(JournalContract.came(1)));
        }
        try (Journal next = open()) {
            assertThat(next.recover().submitters()).hasSize(1);
        }
    }

    @Test
    void aFullDiskEndsTheJournalAndKeepsWhatWasForced() throws Exception {
        int forced = 0;
        try (SqliteJournal journal = open()) {
            journal.recover();
            journal.force(List.of(JournalContract.came(1)));
            journal.limitPages(80);
            JournalException full = null;
            while (full == null) {
                try {
                    journal.force(List.of(Happenings.batch(forced + 1, 1, large(forced), "")));
                    forced++;
                } catch (JournalException e) {
                    full = e;
                }
            }
            assertThat(forced).isGreaterThan(1);
            assertOneLine(full, "must have room, the disk of", "is full");
            assertThatThrownBy(() -> journal.force(List.of(JournalContract.came(2))))
                    .satisfies(refused ->
                            assertOneLine(
                                    refused,
                                    "nothing can be written behind an entry that could not"));
            assertThat(journal.batches()).hasSize(forced);
        }
        try (SqliteJournal journal = open()) {
            assertThat(journal.recover().batches()).hasSize(forced);
            journal.force(List.of(JournalContract.came(2)));
        }
    }

    @Test
    void anOlderVersionIsMadeTheNewestAndANewerOneIsRefused() throws Exception {
        write();
        List<String> more = new ArrayList<>(Schema.MIGRATIONS);
        more.add("CREATE TABLE later (id INTEGER PRIMARY KEY); INSERT INTO later VALUES (7);");
        InstantSource clock = InstantSource.fixed(Happenings.DAY);
        try (SqliteJournal journal = SqliteJournal.open(data, clock, more)) {
            assertThat(journal.recover().batches()).hasSize(1);
        }

        assertThatThrownBy(this::open)
                .satisfies(refused ->
                        assertOneLine(
                                refused,
                                "must be of version %d at most".formatted(more.size() - 1),
                                "is of version %d".formatted(more.size()),
                                "run the newer coordinator"));
        try (SqliteJournal journal = SqliteJournal.open(data, clock, more)) {
            assertThat(journal.recover().life()).isEqualTo(3);
        }
    }

    @Test
    void aMigrationThatFailsLeavesTheOlderVersion() throws Exception {
        write();
        List<String> more = new ArrayList<>(Schema.MIGRATIONS);
        more.add("CREATE TABLE later (id INTEGER PRIMARY KEY); CREATE TABLE later (again TEXT);");
        InstantSource clock = InstantSource.fixed(Happenings.DAY);

        assertThatThrownBy(() -> SqliteJournal.open(data, clock, more))
                .satisfies(refused -> assertOneLine(refused, "later already exists"));
        try (SqliteJournal journal = open()) {
            assertThat(journal.recover().batches()).hasSize(1);
        }
    }

    @Test
    void anythingMayStandInTheNameOfTheDirectory() throws Exception {
        data = folder.resolve("a b?mode=memory&x%20#y");
        write();
        try (SqliteJournal journal = open()) {
            assertThat(journal.recover().batches()).hasSize(1);
        }
        assertThat(data.resolve("journal.db")).exists();
    }

    @Test
    void whatIsForgottenMakesRoom() throws Exception {
        try (SqliteJournal journal = open()) {
            journal.recover();
            journal.force(List.of(JournalContract.came(1)));
            long after = 0;
            for (int batch = 1; batch <= 60; batch++) {
                journal.force(List.of(Happenings.batch(batch, 1, large(batch), "")));
                journal.force(List.of(JournalContract.results(batch, 0, new long[20_000])));
                journal.force(List.of(JournalContract.finished(batch)));
                journal.force(
                        List.of(new Written(List.of(), List.of(new Payload.Forgotten(batch)))));
                after = batch == 20 ? journal.pages() : after;
            }
            assertThat(journal.pages()).isLessThanOrEqualTo(after);
            assertThat(Files.size(data.resolve("journal.db-wal")))
                    .as("the log is copied into the database, and begins anew")
                    .isLessThan(3L * Schema.CHECKPOINT_BYTES);
        }
        write(60);
        long before = Files.size(database);
        try (SqliteJournal journal = open()) {
            journal.recover();
        }
        assertThat(Files.size(database)).as("given back to the disk").isLessThan(before / 2);
    }

    /// So many finished batches more, which are forgotten together.
    private void write(int batches) throws JournalException {
        try (SqliteJournal journal = open()) {
            journal.recover();
            List<Payload> forgotten = new ArrayList<>();
            for (int batch = 1_001; batch <= 1_000 + batches; batch++) {
                journal.force(List.of(Happenings.batch(batch, 1, large(batch), "")));
                journal.force(List.of(JournalContract.results(batch, 0, new long[20_000])));
                journal.force(List.of(JournalContract.finished(batch)));
                forgotten.add(new Payload.Forgotten(batch));
            }
            journal.force(List.of(new Written(List.of(), forgotten)));
        }
    }

    @Test
    void theMarkOfForcedEntriesMayBeOlderOrBroken() throws Exception {
        write();
        for (byte[] mark : List.of(new byte[0], new byte[12], "something else".getBytes(UTF_8))) {
            Files.write(data.resolve("forced"), mark);
            try (SqliteJournal journal = open()) {
                assertThat(journal.recover().batches()).hasSize(1);
            }
        }
    }
}
