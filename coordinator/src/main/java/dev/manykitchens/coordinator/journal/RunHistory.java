package dev.manykitchens.coordinator.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What is known of the files of kept runs, in a database beside them that any number of commands
/// read and write at once. Everything in it can be made again from the files: whoever cannot use it
/// reads them. Thread-safe.
///
/// ```
/// DIR/runs/TIME-NAME.json ── read once ──▶ DIR/history.db ──▶ lists
/// ```
public final class RunHistory {

    /// "MKrh": whose database this is.
    static final int APPLICATION = 0x4d4b7268;

    /// As in [Schema]. Where rows of another form than before are written, a migration deletes
    /// those that are there.
    static final List<String> MIGRATIONS =
            List.of(
                    """
                    CREATE TABLE run (
                      file TEXT PRIMARY KEY,
                      version TEXT NOT NULL,
                      data TEXT NOT NULL
                    ) WITHOUT ROWID;
                    """);

    private static final String FILE = "history.db";
    private static final int LONGEST_WAIT_MILLIS = 5_000;

    private final Path database;
    private final Path shelf;
    private final List<String> migrations;

    /// One file.
    ///
    /// @param file its name
    /// @param version another one when the file is another one
    /// @param data what is known of it
    public record Row(String file, String version, String data) {}

    /// The database of a directory; it need not be there yet.
    ///
    /// @param data the directory that the user named
    public RunHistory(Path data) {
        this(data, MIGRATIONS);
    }

    RunHistory(Path data, List<String> migrations) {
        database = data.resolve(FILE);
        shelf = data.resolve(JournalShelf.SHELF);
        this.migrations = migrations;
    }

    /// Whether there is a database, or it takes no more than that to make one: no directory, and no
    /// native library.
    public boolean isAtHand() {
        return Files.exists(database) || Files.isDirectory(shelf);
    }

    /// All rows; none where there is no database yet.
    ///
    /// @throws JournalException in one line when it cannot be read
    public List<Row> rows() throws JournalException {
        if (Files.notExists(database)) {
            return List.of();
        }
        return with(connection -> {
            List<Row> all = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery(
                                    "SELECT file, version, data FROM run ORDER BY file")) {
                while (rows.next()) {
                    all.add(new Row(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
            return all;
        });
    }

    /// Writes rows in the place of those of the same files, and deletes those of others.
    ///
    /// @param gone the names of files
    /// @throws JournalException in one line when it cannot be written
    public void write(Collection<Row> rows, Collection<String> gone) throws JournalException {
        boolean _ =
                with(connection -> {
                    try (Statement plain = connection.createStatement();
                            PreparedStatement put =
                                    connection.prepareStatement(
                                            "INSERT OR REPLACE INTO run VALUES (?, ?, ?)");
                            PreparedStatement delete =
                                    connection.prepareStatement("DELETE FROM run WHERE file = ?")) {
                        plain.execute("BEGIN IMMEDIATE");
                        for (String file : gone) {
                            delete.setString(1, file);
                            int _ = delete.executeUpdate();
                        }
                        for (Row row : rows) {
                            put.setString(1, row.file());
                            put.setString(2, row.version());
                            put.setString(3, row.data());
                            int _ = put.executeUpdate();
                        }
                        plain.execute("COMMIT");
                    }
                    return true;
                });
    }

    private interface Use<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T with(Use<T> use) throws JournalException {
        try {
            JournalShelf.make(shelf);
        } catch (IOException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
        return JournalShelf.locked(
                shelf,
                () -> {
                    NativeLibrary.load(shelf);
                    try (Connection connection = SqliteJournal.connect(database)) {
                        prepare(connection);
                        return use.with(connection);
                    } catch (SQLException e) {
                        throw unusable(
                                String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip(), e);
                    }
                });
    }

    private void prepare(Connection connection) throws SQLException, JournalException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + LONGEST_WAIT_MILLIS);
            int version = Schema.number(connection, "PRAGMA user_version");
            int application = Schema.number(connection, "PRAGMA application_id");
            if (application != APPLICATION && (application != 0 || version != 0)) {
                throw unusable("it is some other program's", null);
            }
            if (version > migrations.size()) {
                throw unusable(
                        "it is of version %d, this kitchen knows %d at most"
                                .formatted(version, migrations.size()),
                        null);
            }
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA trusted_schema = OFF");
            Schema.apply(connection, migrations, version, APPLICATION);
        }
    }

    private JournalException unusable(String why, @Nullable Exception e) {
        return new JournalException(
                "the history of runs must be one that this kitchen can read and write, %s cannot be used: %s; remove it, and it is made again from the files"
                        .formatted(database, why),
                e);
    }
}
