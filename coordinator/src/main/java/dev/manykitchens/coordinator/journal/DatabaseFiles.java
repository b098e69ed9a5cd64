package dev.manykitchens.coordinator.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The two files of an open database: whether they are still those at their path, and not cut.
///
/// ```
/// journal.db       becomes shorter when what is free was given back, to its pages then
/// journal.db-wal   becomes shorter when it is begun anew, to what Schema allows it
/// ```
final class DatabaseFiles {

    /// The first bytes of a log, but for the last bit, which says in which order its bytes are
    /// summed up (<https://www.sqlite.org/fileformat2.html#walformat>).
    private static final int LOG_MAGIC = 0x377f0682;

    private static final int EITHER_ORDER = ~1;

    private final WatchedFile database;
    private final WatchedFile log;

    /// So long the database's file is that may still become shorter; -1: it may not.
    private long beforeShrinking = -1;

    private long shortest;

    private DatabaseFiles(WatchedFile database, WatchedFile log) {
        this.database = database;
        this.log = log;
    }

    /// Those of a database that is open.
    ///
    /// @throws IOException when one of them is not there
    static DatabaseFiles of(Path file, Connection connection) throws IOException, SQLException {
        DatabaseFiles files = new DatabaseFiles(WatchedFile.of(file), WatchedFile.of(logOf(file)));
        files.allowShrinking(connection);
        return files;
    }

    /// Pages were given back, or had been before it was opened: the file follows later, when the
    /// log is copied into it.
    void allowShrinking(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")) {
            long pages = rows.next() ? rows.getLong(1) : 0;
            shortest = Math.min(pages, database.size());
            beforeShrinking = pages < database.size() ? database.size() : -1;
        }
    }

    /// Looks.
    ///
    /// @throws JournalException in one line when one of them was removed, replaced or cut
    void requireSame() throws JournalException {
        database.requireLength(shortest);
        // As long as nothing has happened to its length, it may yet become shorter.
        if (database.size() != beforeShrinking) {
            shortest = database.size();
            beforeShrinking = -1;
        }
        log.requireLength(Schema.WAL_BYTES);
    }

    private static Path logOf(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /// Refuses a log that begins with something else: SQLite takes it for one that a crash left
    /// unfinished, and passes over all that was in it. What a crash can leave is a log that was not
    /// begun: nothing, or zeros.
    ///
    /// @throws DamagedException when its beginning was overwritten
    static void requireLog(Path database) throws IOException, DamagedException {
        ByteBuffer read = ByteBuffer.allocate(Integer.BYTES);
        try (FileChannel channel = FileChannel.open(logOf(database), StandardOpenOption.READ)) {
            int _ = channel.read(read, 0);
        } catch (NoSuchFileException _) {
            return;
        }
        if (read.hasRemaining()) {
            return;
        }
        int magic = read.flip().getInt();
        if (magic != 0 && (magic & EITHER_ORDER) != LOG_MAGIC) {
            throw new DamagedException(
                    "what is in its log %s is not what was written there"
                            .formatted(logOf(database).getFileName()));
        }
    }
}
