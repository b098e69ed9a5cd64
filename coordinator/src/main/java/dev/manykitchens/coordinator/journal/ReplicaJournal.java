package dev.manykitchens.coordinator.journal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// What one member of a group keeps of the journal that the group keeps together, on its own disk:
/// a [SqliteJournal] into which the entries of the group's log are written one after the other.
///
/// ```
/// log ── beginLife, keep, apply: each with its place ──▶ one transaction each, place included
///                                                            │
///                        applied() ◀── how far it came, after any crash
/// ```
///
/// Whatever these methods decide follows from what was written before and from their arguments:
/// members that are told the same come to the same, refusals included.
///
/// The log is forced, this is not: whoever has the log repeats it from the last copy on, and what
/// is here already is passed over.
///
/// Written by one thread; read by any.
public final class ReplicaJournal implements AutoCloseable {

    /// After an entry that made no sense nothing more of its life is taken.
    private static final long NOTHING_MORE = -1;

    private final SqliteJournal journal;
    private final Moment moment;
    private volatile LogPlace applied;

    /// The number of the next piece of this life, or [#NOTHING_MORE].
    private long next;

    /// The time of the entry that is being written: every member has the same.
    private static final class Moment {
        private Instant now = Instant.EPOCH;
    }

    private ReplicaJournal(SqliteJournal journal, Moment moment, Position position) {
        this.journal = journal;
        this.moment = moment;
        applied = position.applied();
        next = position.next();
    }

    private record Position(LogPlace applied, long next) {}

    /// Opens what a member keeps in a directory, and makes both when they are not there.
    ///
    /// @throws JournalException in one line when it cannot be opened, another process has it, or it
    ///   is damaged
    public static ReplicaJournal open(Path directory) throws JournalException {
        Moment moment = new Moment();
        SqliteJournal journal =
                SqliteJournal.open(
                        directory,
                        directory,
                        JournalOwner.COORDINATOR,
                        Durability.REPEATED,
                        () -> moment.now,
                        Schema.MIGRATIONS);
        boolean opened = false;
        try {
            journal.restore();
            ReplicaJournal replica =
                    new ReplicaJournal(
                            journal, moment, journal.write((_, its) -> readPosition(its)));
            opened = true;
            return replica;
        } finally {
            if (!opened) {
                journal.close();
            }
        }
    }

    private static Position readPosition(Connection connection)
            throws SQLException, DamagedException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM replica")) {
            if (!rows.next()) {
                return new Position(LogPlace.NONE, NOTHING_MORE);
            }
            RowReader row = new RowReader(rows, "replica");
            long _ = row.number();
            LogPlace place = new LogPlace(row.number(), row.number());
            long next = row.number();
            int _ = row.check();
            return new Position(place, next);
        }
    }

    /// The place of the last entry that was written.
    public LogPlace applied() {
        return applied;
    }

    /// Another coordinator begins: its life has a higher number than all before, and whatever any
    /// of those still has on its way is refused from now on.
    ///
    /// @return its number, see [Recovered#life]
    /// @throws JournalException when it cannot be written
    public long beginLife(LogPlace at) throws JournalException {
        long life =
                journal.write((writer, connection) -> {
                    deletePieces(connection);
                    writer.writeLife();
                    writePosition(connection, at, 0);
                    return writer.state().life();
                });
        applied = at;
        next = 0;
        return life;
    }

    /// Keeps a piece of an entry that comes in several, all but the last.
    ///
    /// @param life the number of the life that wrote it
    /// @param number its place among all pieces of that life, from 0
    /// @return why it was refused, in one line; empty when it was not
    /// @throws JournalException when it cannot be written
    public Optional<String> keep(LogPlace at, long life, long number, byte[] piece)
            throws JournalException {
        Optional<String> refused = refusal(life, number);
        if (refused.isPresent()) {
            return refused;
        }
        journal.write((_, connection) -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(
                            "INSERT INTO piece (number, data, sum) VALUES (?, ?, ?)")) {
                new RowWriter(statement, "piece").with(number).with(piece).write();
            }
            writePosition(connection, at, number + 1);
            return number;
        });
        applied = at;
        next = number + 1;
        return refused;
    }

    /// Writes an entry whose last piece this is.
    ///
    /// @param now the wall clock of whoever wrote it
    /// @return why it was refused, in one line; empty when it was not
    /// @throws JournalException when it cannot be written
    /// @throws IllegalArgumentException when the entry makes no sense, to any member: it is passed
    ///   over, and so is everything behind it until another life begins
    public Optional<String> apply(LogPlace at, long life, long number, byte[] piece, Instant now)
            throws JournalException {
        Optional<String> refused = refusal(life, number);
        if (refused.isPresent()) {
            return refused;
        }
        moment.now = now;
        try {
            journal.write((writer, connection) -> {
                writer.writeRows(EntryCodec.read(pieces(connection, piece)));
                deletePieces(connection);
                writePosition(connection, at, number + 1);
                return number;
            });
        } catch (RuntimeException e) {
            // Every member comes here, and would again whenever it repeats its log.
            journal.restore();
            journal.write((_, connection) -> {
                deletePieces(connection);
                writePosition(connection, at, NOTHING_MORE);
                return number;
            });
            applied = at;
            next = NOTHING_MORE;
            throw e instanceof IllegalArgumentException its
                    ? its
                    : new IllegalArgumentException("an entry must make sense, does not: " + e, e);
        }
        applied = at;
        next = number + 1;
        return refused;
    }

    private Optional<String> refusal(long life, long number) throws JournalException {
        long now = journal.life();
        if (life != now) {
            return Optional.of(
                    "an entry must be of the coordinator that leads, in its life %d, was of life %d"
                            .formatted(now, life));
        }
        if (next == NOTHING_MORE) {
            return Optional.of(
                    "nothing can be written behind an entry that could not, life %d has one"
                            .formatted(life));
        }
        if (number != next) {
            return Optional.of(
                    "an entry must follow the one before, number %d of life %d was followed by %d"
                            .formatted(next - 1, life, number));
        }
        return Optional.empty();
    }

    private static InputStream pieces(Connection connection, byte[] last)
            throws SQLException, DamagedException {
        List<InputStream> pieces = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT number, data, sum FROM piece ORDER BY number")) {
            while (rows.next()) {
                RowReader row = new RowReader(rows, "piece");
                long _ = row.number();
                pieces.add(new ByteArrayInputStream(row.bytes()));
                int _ = row.check();
            }
        }
        pieces.add(new ByteArrayInputStream(last));
        return new SequenceInputStream(Collections.enumeration(pieces));
    }

    private static void deletePieces(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int _ = statement.executeUpdate("DELETE FROM piece");
        }
    }

    private static void writePosition(Connection connection, LogPlace at, long next)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO replica VALUES (?, ?, ?, ?, ?)")) {
            new RowWriter(statement, "replica")
                    .with(1)
                    .with(at.term())
                    .with(at.index())
                    .with(next)
                    .write();
        }
    }

    /// What is open, for the coordinator that begins.
    ///
    /// @throws JournalException when it cannot be read
    public Recovered recovered() throws JournalException {
        return journal.recovered();
    }

    /// The batches and outcomes, to be read: nothing can be written by it.
    public Journal reading() {
        return journal;
    }

    /// How large the database's file is, in bytes.
    ///
    /// @throws JournalException when it cannot be read
    public long size() throws JournalException {
        return journal.size();
    }

    /// Writes a copy to a file that is not there, as it was when this began, and returns when it is
    /// on disk. Others may write meanwhile.
    ///
    /// @return the place of the last entry in it
    /// @throws JournalException when it cannot be written
    public LogPlace copy(Path file) throws JournalException {
        journal.copy(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            throw new JournalException(
                    "the copy of the journal must come to disk, %s did not: %s".formatted(file, e),
                    e);
        }
        return placeOf(file);
    }

    /// The place of the last entry in a copy.
    ///
    /// @throws JournalException when it cannot be read
    public static LogPlace placeOf(Path copy) throws JournalException {
        SqliteFaults faults = new SqliteFaults(copy, JournalOwner.COORDINATOR);
        try (Connection connection = SqliteJournal.connect(copy)) {
            return readPosition(connection).applied();
        } catch (SQLException e) {
            throw faults.failed("be read", e);
        } catch (DamagedException e) {
            throw faults.damaged(e);
        }
    }

    /// Puts a copy that another member made in the place of what is in a directory, which nobody
    /// has open. Whatever happens, either is there afterwards, whole.
    ///
    /// @throws JournalException when it cannot be done
    public static void install(Path directory, Path copy) throws JournalException {
        Path fresh = directory.resolve("journal.db.new");
        try {
            Files.createDirectories(directory);
            Files.copy(copy, fresh, StandardCopyOption.REPLACE_EXISTING);
            DataDirectory.restrict(fresh);
            force(fresh, StandardOpenOption.WRITE);
            // Its owner closed it: what was in its log is in the database. One that a crash left
            // would be taken for the log of the new one.
            Files.deleteIfExists(directory.resolve("journal.db-wal"));
            Files.deleteIfExists(directory.resolve("journal.db-shm"));
            Files.move(
                    fresh,
                    directory.resolve("journal.db"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new JournalException(
                    "the copy of the journal must be one that can be put in %s, cannot: %s"
                            .formatted(directory, e),
                    e);
        }
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
