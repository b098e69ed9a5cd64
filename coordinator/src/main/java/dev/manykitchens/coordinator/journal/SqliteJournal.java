package dev.manykitchens.coordinator.journal;

import dev.manykitchens.coordinator.link.JournalCodec;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;
import org.sqlite.jdbc4.JDBC4Connection;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;

/// A journal on the disk of this machine, in an SQLite database.
///
/// ```
/// force ──one transaction an entry──▶ journal.db-wal ──now and then──▶ journal.db
///                                          │                              │
///   batches, outcomes ◀── as it was when they began, while others write ──┘
/// ```
///
/// One connection writes, another reads; each is used by one thread at a time, and neither waits
/// for the other. An entry that could not be forced may be there all the same afterwards, whole:
/// what the disk does with a write of which it says that it failed nobody knows.
public final class SqliteJournal implements Journal {

    private final DataDirectory directory;
    private final SqliteFaults faults;
    private final Connection writing;
    private final Connection reading;
    private final DatabaseFiles files;
    private JournalWriter writer;
    private final ReentrantLock toWrite = new ReentrantLock();
    private final ReentrantLock toRead = new ReentrantLock();

    private final InstantSource clock;

    private boolean recovered;
    private boolean broken;
    private boolean closed;

    private SqliteJournal(
            DataDirectory directory,
            SqliteFaults faults,
            Connection writing,
            Connection reading,
            DatabaseFiles files,
            InstantSource clock)
            throws SQLException {
        this.directory = directory;
        this.files = files;
        this.faults = faults;
        this.writing = writing;
        this.reading = reading;
        this.clock = clock;
        writer = new JournalWriter(writing, clock);
    }

    /// Opens the journal in a directory, and makes both when they are not there.
    ///
    /// @param clock the wall clock, for batches whose finish nobody dates
    /// @throws JournalException in one line when it cannot be opened, another process has it, or it
    ///   is damaged
    public static SqliteJournal open(Path directory, InstantSource clock) throws JournalException {
        return open(directory, clock, Schema.MIGRATIONS);
    }

    static SqliteJournal open(Path path, InstantSource clock, List<String> migrations)
            throws JournalException {
        return open(path, path, JournalOwner.COORDINATOR, Durability.FORCED, clock, migrations);
    }

    /// @param libraries where the native part of SQLite may be unpacked, which is there or is the
    ///   same directory
    /// @param durability [Durability#FORCED] where [#force] writes, [Durability#REPEATED] where
    ///   [#write] does
    static SqliteJournal open(
            Path path,
            Path libraries,
            JournalOwner owner,
            Durability durability,
            InstantSource clock,
            List<String> migrations)
            throws JournalException {
        DataDirectory directory = DataDirectory.open(path);
        SqliteJournal journal = null;
        try {
            NativeLibrary.load(libraries);
            journal = openDatabase(directory, owner, durability, clock, migrations);
            return journal;
        } finally {
            if (journal == null) {
                directory.close();
            }
        }
    }

    private static SqliteJournal openDatabase(
            DataDirectory directory,
            JournalOwner owner,
            Durability durability,
            InstantSource clock,
            List<String> migrations)
            throws JournalException {
        Connection writing = null;
        Connection reading = null;
        SqliteJournal journal = null;
        Path file = directory.path().resolve("journal.db");
        SqliteFaults faults = new SqliteFaults(file, owner);
        try {
            file = directory.database();
            DatabaseFiles.requireLog(file);
            writing = connect(file);
            Schema.prepareToWrite(writing, durability);
            Schema.migrate(writing, migrations, file);
            if (durability == Durability.FORCED) {
                requireEntries(directory, Restored.readState(writing));
            }
            reading = connect(file);
            Schema.prepareToRead(reading);
            DatabaseFiles files = DatabaseFiles.of(file, writing);
            journal = new SqliteJournal(directory, faults, writing, reading, files, clock);
            return journal;
        } catch (SQLException e) {
            throw faults.failed("be opened", e);
        } catch (DamagedException e) {
            throw faults.damaged(e);
        } catch (JournalException e) {
            throw e;
        } catch (IOException e) {
            throw new JournalException(
                    "the journal must be a file that this user can make and read, %s is not: %s; choose another directory with --data"
                            .formatted(file, e),
                    e);
        } finally {
            if (journal == null) {
                closeQuietly(reading);
                closeQuietly(writing);
            }
        }
    }

    static Connection connect(Path file) throws SQLException {
        // As a URI: a name with a question mark would be taken apart.
        String name = "file:" + file.toUri().getRawPath();
        return new JDBC4Connection("jdbc:sqlite:" + name, name, new Properties());
    }

    /// A log that was cut or removed takes entries along without a trace in the database.
    private static void requireEntries(DataDirectory directory, JournalState state)
            throws IOException {
        long least = directory.leastEntries();
        if (state.entry() < least) {
            throw new JournalException(
                    "the journal in %s must have %d entries or more, has %d: journal.db or journal.db-wal was cut, removed or replaced; put it back, or choose another directory with --data"
                            .formatted(directory, least, state.entry()));
        }
    }

    private static void closeQuietly(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException _) {
                // What was committed stays.
            }
        }
    }

    @Override
    public Recovered recover() throws JournalException {
        toWrite.lock();
        try {
            requireUsable();
            if (recovered) {
                throw new IllegalStateException("a journal must be recovered once, was twice");
            }
            recovered = true;
            Restored restored = Restored.read(writing);
            writer.restore(restored);
            broken = true;
            writer.beginLife();
            broken = false;
            directory.noteEntries(writer.state().entry());
            Schema.shrink(writing);
            files.allowShrinking(writing);
            return restored.recovered(writer.state().life());
        } catch (SQLException e) {
            throw faults.failed("be read", e);
        } catch (DamagedException e) {
            throw faults.damaged(e);
        } finally {
            toWrite.unlock();
        }
    }

    @Override
    public void force(List<Written> entry) throws JournalException {
        toWrite.lock();
        try {
            requireUsable();
            if (!recovered) {
                throw new IllegalStateException(
                        "a journal must be recovered before anything is written, was not");
            }
            // Until this entry is there: whatever is thrown, nothing follows it.
            broken = true;
            files.requireSame();
            writer.write(entry);
            files.requireSame();
            broken = false;
            directory.noteEntries(writer.state().entry());
        } catch (SQLException e) {
            throw faults.failed("be written", e);
        } finally {
            if (broken && !closed) {
                rollBack();
            }
            toWrite.unlock();
        }
    }

    /// Something that is written by other means than [#force], in one transaction.
    interface Writing<T> {
        T write(JournalWriter writer, Connection connection) throws SQLException, DamagedException;
    }

    /// Reads what is open, so that [#write] can follow, and begins no life.
    void restore() throws JournalException {
        toWrite.lock();
        try {
            writer = new JournalWriter(writing, clock);
            writer.restore(Restored.read(writing));
        } catch (SQLException e) {
            throw faults.failed("be read", e);
        } catch (DamagedException e) {
            throw faults.damaged(e);
        } finally {
            toWrite.unlock();
        }
    }

    /// Writes something whole, or nothing of it. What it throws that is no fault of this disk
    /// passes (a `RuntimeException`, also for what contradicts the tables), and would on any other;
    /// then [#restore] must come before anything else is written.
    <T> T write(Writing<T> what) throws JournalException {
        toWrite.lock();
        try {
            requireUsable();
            broken = true;
            try {
                files.requireSame();
                writer.begin();
                T result = what.write(writer, writing);
                writer.commit();
                files.requireSame();
                broken = false;
                return result;
            } catch (RuntimeException e) {
                writer.giveUp();
                broken = false;
                throw e;
            } catch (SQLException e) {
                if (!SqliteFaults.isContradiction(e)) {
                    throw e;
                }
                writer.giveUp();
                broken = false;
                throw new IllegalArgumentException(
                        "what is written must not contradict what is kept, does: " + e.getMessage(),
                        e);
            }
        } catch (SQLException e) {
            throw faults.failed("be written", e);
        } catch (DamagedException e) {
            throw faults.damaged(e);
        } finally {
            if (broken && !closed) {
                rollBack();
            }
            toWrite.unlock();
        }
    }

    /// The number of the life that began last; 0 when none did.
    long life() throws JournalException {
        toWrite.lock();
        try {
            requireUsable();
            return writer.state().life();
        } finally {
            toWrite.unlock();
        }
    }

    /// What is open, as it is when this is called.
    Recovered recovered() throws JournalException {
        return read(() -> {
            try (Statement transaction = reading.createStatement()) {
                transaction.execute("BEGIN");
                try {
                    Restored restored = Restored.read(reading);
                    return restored.recovered(restored.state().life());
                } finally {
                    transaction.execute("COMMIT");
                }
            }
        });
    }

    /// Writes a copy of the database to a file that is not there, as it was when this began.
    ///
    /// @throws JournalException when it cannot be written
    void copy(Path file) throws JournalException {
        try (Connection connection = connect(directory.database());
                Statement statement = connection.createStatement()) {
            Schema.prepareToRead(connection);
            statement.execute("PRAGMA query_only = OFF");
            statement.execute("VACUUM INTO '" + file.toString().replace("'", "''") + "'");
        } catch (SQLException e) {
            throw faults.failed("be copied", e);
        } catch (IOException e) {
            throw new JournalException(
                    "the journal must be one that can be copied, that in %s is not: %s"
                            .formatted(directory, e),
                    e);
        }
    }

    /// How large the database's file is, in bytes.
    long size() throws JournalException {
        return read(() -> {
            try (Statement statement = reading.createStatement();
                    ResultSet rows = statement.executeQuery("PRAGMA page_count")) {
                return rows.getLong(1) * Schema.PAGE_BYTES;
            }
        });
    }

    private void rollBack() {
        try {
            writer.giveUp();
        } catch (SQLException _) {
            // SQLite took it back itself, or will when the journal is opened next.
        }
    }

    private void requireUsable() throws JournalException {
        if (closed) {
            throw new JournalException(
                    "a journal must be open to be written, that in %s is closed"
                            .formatted(directory));
        }
        if (broken) {
            throw new JournalException(
                    "nothing can be written behind an entry that could not, the journal in %s is to be opened anew"
                            .formatted(directory));
        }
    }

    /// Something that is read.
    interface Reading<T> {
        T read() throws SQLException, DamagedException;
    }

    <T> T read(Reading<T> what) throws JournalException {
        toRead.lock();
        try {
            if (closed) {
                throw new JournalException(
                        "a journal must be open to be read, that in %s is closed"
                                .formatted(directory));
            }
            return what.read();
        } catch (SQLException e) {
            throw faults.failed("be read", e);
        } catch (DamagedException e) {
            throw faults.damaged(e);
        } catch (IllegalArgumentException e) {
            throw faults.damaged(
                    new DamagedException("it holds what makes no sense: " + e.getMessage(), e));
        } finally {
            toRead.unlock();
        }
    }

    @Override
    public List<KeptBatch> batches() throws JournalException {
        return read(() -> {
            try (PreparedStatement statement =
                    reading.prepareStatement(Restored.KeptRow.SELECT + " ORDER BY b.place")) {
                return kept(statement);
            }
        });
    }

    @Override
    public Optional<KeptBatch> batch(long number) throws JournalException {
        return read(() -> {
            try (PreparedStatement statement =
                    reading.prepareStatement(Restored.KeptRow.SELECT + " WHERE b.number = ?")) {
                statement.setLong(1, number);
                return kept(statement).stream().findFirst();
            }
        });
    }

    @Override
    public Optional<KeptBatch> batch(String key) throws JournalException {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        return read(() -> {
            try (PreparedStatement statement =
                    reading.prepareStatement(
                            Restored.KeptRow.SELECT + " WHERE b.key = ? AND b.key <> ''")) {
                statement.setString(1, key);
                return kept(statement).stream().findFirst();
            }
        });
    }

    private static List<KeptBatch> kept(PreparedStatement statement)
            throws SQLException, DamagedException {
        List<KeptBatch> kept = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                kept.add(Restored.KeptRow.read(rows).kept());
            }
        }
        return kept;
    }

    @Override
    public Outcomes outcomes(long batch, long after, long mostBytes) throws JournalException {
        return read(() -> {
            // One after the other they would be of two times.
            try (Statement transaction = reading.createStatement()) {
                transaction.execute("BEGIN");
                try {
                    return readOutcomes(batch, after, mostBytes);
                } finally {
                    transaction.execute("COMMIT");
                }
            }
        });
    }

    private Outcomes readOutcomes(long batch, long after, long mostBytes)
            throws SQLException, DamagedException {
        Restored.KeptRow row = keptRow(batch);
        if (row == null) {
            return new Outcomes(List.of(), after, false);
        }
        List<Payload> outcomes = new ArrayList<>();
        long last = after;
        try (PreparedStatement statement =
                reading.prepareStatement(
                        "SELECT data, batch, place, first, count, kind, length, data_sum, sum FROM outcome WHERE batch = ? AND place > ? ORDER BY place")) {
            statement.setLong(1, batch);
            statement.setLong(2, after);
            try (ResultSet rows = statement.executeQuery()) {
                long left = mostBytes;
                boolean full = false;
                while (!full && rows.next()) {
                    Restored.OutcomeHead head = Restored.OutcomeHead.read(rows, 1);
                    if (head.place() != last + 1) {
                        throw lacking(batch, last, row);
                    }
                    full = !outcomes.isEmpty() && head.length() > left;
                    if (!full) {
                        left -= head.length();
                        outcomes.add(payload(head, rows.getBytes(1)));
                        last = head.place();
                    }
                }
                if (!full && last < row.counts().rows()) {
                    throw lacking(batch, last, row);
                }
            }
        }
        return new Outcomes(
                outcomes, last, row.kept().finished().isPresent() && last >= row.counts().rows());
    }

    private Restored.@Nullable KeptRow keptRow(long batch) throws SQLException, DamagedException {
        try (PreparedStatement statement =
                reading.prepareStatement(Restored.KeptRow.SELECT + " WHERE b.number = ?")) {
            statement.setLong(1, batch);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Restored.KeptRow.read(rows) : null;
            }
        }
    }

    private static DamagedException lacking(long batch, long last, Restored.KeptRow row) {
        return new DamagedException(
                "batch %d lacks outcomes behind place %d of %d"
                        .formatted(batch, last, row.counts().rows()));
    }

    private static Payload payload(Restored.OutcomeHead head, byte[] read) throws DamagedException {
        byte[] data = read == null ? new byte[0] : read;
        if (data.length != head.length() || RowSum.of(data) != head.dataSum()) {
            throw new DamagedException(
                    "outcomes of batch %d at place %d are not as they were written"
                            .formatted(head.batch(), head.place()));
        }
        if (head.kind() != Outcome.Kind.SUCCEEDED) {
            return new Payload.OfEnded(
                    head.batch(),
                    head.first(),
                    head.count(),
                    JournalCodec.outcome(head.kind(), data));
        }
        return new Payload.OfResults(head.batch(), head.first(), JournalCodec.results(data));
    }

    @Override
    public List<Long> expired(Instant now, Duration age, long mostBytes) throws JournalException {
        return read(() -> {
            List<Restored.KeptRow> finished = new ArrayList<>();
            long bytes = 0;
            try (PreparedStatement statement =
                            reading.prepareStatement(
                                    Restored.KeptRow.SELECT
                                            + " WHERE p.finished <> 0 ORDER BY p.finished_second, p.finished_nano, b.place");
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Restored.KeptRow row = Restored.KeptRow.read(rows);
                    finished.add(row);
                    bytes += row.counts().bytes() + BATCH_BYTES;
                }
            }
            List<Long> expired = new ArrayList<>();
            for (Restored.KeptRow row : finished) {
                boolean old = !row.kept().finished().map(now.minus(age)::isBefore).orElse(true);
                if (!old && bytes <= mostBytes) {
                    break;
                }
                bytes -= row.counts().bytes() + BATCH_BYTES;
                expired.add(row.kept().number());
            }
            return expired;
        });
    }

    /// Lets the database have so many pages at most, as a disk that is full does: for tests.
    void limitPages(int most) throws SQLException {
        try (Statement statement = writing.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + most);
        }
    }

    /// How many pages the database has: for tests.
    long pages() throws JournalException {
        return read(() -> {
            try (Statement statement = reading.createStatement();
                    ResultSet rows = statement.executeQuery("PRAGMA page_count")) {
                return rows.getLong(1);
            }
        });
    }

    @Override
    public void close() {
        toWrite.lock();
        toRead.lock();
        try {
            if (!closed) {
                closed = true;
                closeQuietly(reading);
                closeQuietly(writing);
                directory.close();
            }
        } finally {
            toRead.unlock();
            toWrite.unlock();
        }
    }
}
